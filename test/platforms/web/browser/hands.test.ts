/** With a thumb on a phone, and with a keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type BrowserClass,
  composer,
  DONE,
  experiment,
  messages,
  openBrowserClass,
  pictures,
  say,
} from './browser-class.ts';
import { inChromium, shot } from './chromium.ts';

inChromium('a class', () => {
  let browserClass: BrowserClass;
  beforeAll(async () => {
    browserClass = await openBrowserClass();
  });
  afterAll(() => browserClass.stop());
  const joinPath = () => new URL(browserClass.joinLink).pathname;

  it('works with a thumb on a phone: nothing scrolls sideways, nothing is too small to hit', async () => {
    const page = await browserClass.visit(joinPath(), {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      deviceScaleFactor: 2,
      locale: 'ko-KR',
    });
    const name = page.getByRole('textbox', { name: '이름' });
    await name.fill('민지');
    await handy(page);
    await page.getByRole('button', { name: '들어가기' }).tap();
    await page.getByRole('log').waitFor();
    expect(await hasFocus(composer(page))).toBe(false); // or its keyboard would cover half of the page
    await handy(page);
    await composer(page).tap();
    await page.keyboard.type('/aug');
    const suggestion = (text: string) =>
      page.getByRole('listbox').getByRole('option', { name: text }).first();
    await suggestion('/augment preview').waitFor();
    await handy(page);
    await shot(page, 'phone-suggestions');
    await suggestion('/augment preview').tap();
    await suggestion('label').tap();
    await suggestion('Ankle boot').tap();
    await page.getByRole('button', { name: '보내기' }).tap();
    const card = messages(page, '/augment preview');
    await pictures(card);
    await handy(page);
    await shot(page, 'phone-preview');
    await card.locator('button.picture').tap();
    await page.getByRole('dialog').waitFor();
    await handy(page);
    await shot(page, 'phone-large');
    await page.getByRole('dialog').getByRole('button', { name: '닫기' }).tap();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await say(page, experiment(2));
    await messages(page, DONE).waitFor();
    await pictures(messages(page, DONE));
    await handy(page);
    // The table shows its accuracies without being scrolled.
    const isCut = await messages(page, DONE)
      .locator('.sideways')
      .evaluate((box) =>
        [...box.querySelectorAll('tr')].some(
          ({ cells }) => cells[2]!.getBoundingClientRect().right > box.getBoundingClientRect().right,
        ),
      );
    expect(isCut).toBe(false);
    await messages(page, DONE).locator('table').scrollIntoViewIfNeeded();
    await shot(page, 'phone-experiment');
    const opener = card.getByRole('button', { name: '이 메시지에 할 수 있는 일' });
    await thumbSized(opener);
    await opener.tap();
    const remove = page.getByRole('button', { name: '메시지 삭제' });
    await remove.waitFor();
    await thumbSized(remove);
    await shot(page, 'phone-message-menu');
    await remove.tap();
    const dialog = page.getByRole('dialog');
    await handy(page);
    await shot(page, 'phone-delete');
    await dialog.getByRole('button', { name: '삭제', exact: true }).tap();
    await card.waitFor({ state: 'detached' });
    await page.reload();
    await messages(page, DONE).waitFor();
    expect(await card.count()).toBe(0);
  });

  it('works with a keyboard alone: the focus is always to be seen, and comes back', async () => {
    const page = await browserClass.visit(joinPath());
    await tabTo(page, page.getByRole('textbox', { name: 'Your name' }));
    await page.keyboard.type('kim');
    await page.keyboard.press('Enter');
    await page.getByRole('log').waitFor();
    await expect.poll(() => hasFocus(composer(page))).toBe(true);
    await page.keyboard.type('/augment preview count:1');
    await page.keyboard.press('Enter');
    const card = messages(page, 'kim used /augment preview count:1');
    await pictures(card);
    const picture = card.locator('button.picture');
    await tabTo(page, picture, 'Shift+Tab');
    await lookInto(page, picture);
    const language = page.getByRole('combobox', { name: 'Language' });
    await tabTo(page, language, 'Shift+Tab');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en');
    await inMenu(page, 'More', 'Change my name', async (dialog) => {
      await tabTo(page, dialog.getByRole('textbox'));
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('kim min');
      await page.keyboard.press('Enter');
    });
    await messages(page, 'kim min used /augment preview count:1').waitFor();
    expect(await hasFocus(page.getByRole('button', { name: 'More', exact: true }))).toBe(true);
    await inMenu(page, 'What to do with this message', 'Delete message', async (dialog) => {
      await tabTo(page, dialog.getByRole('button', { name: 'Delete', exact: true }));
      await page.keyboard.press('Enter');
    });
    await messages(page, 'kim min used').waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(page.getByRole('log'))).toBe(true);
    await inMenu(page, 'More', 'Leave this classroom', async (dialog) => {
      await shot(page, 'leave');
      await tabTo(page, dialog.getByRole('button', { name: 'Delete my data' }));
      await page.keyboard.press('Enter');
    });
    await messages(page, 'Delete your data?').waitFor();
    await inMenu(page, 'More', 'Leave this classroom', async (dialog) => {
      await tabTo(page, dialog.getByRole('button', { name: 'Leave', exact: true }));
      await page.keyboard.press('Enter');
    });
    await page.getByText('You have left the classroom').waitFor();
    await page.goto(`/c/${browserClass.slug}`);
    await page.getByText('You are not in this classroom').waitFor();
    await page.context().close();
  });

  it('lets a teacher do everything with the keyboard, too', async () => {
    const page = await browserClass.teacher();
    await say(page, `${experiment(2)} policy:erase`);
    const card = messages(page, 'with and without erase');
    await card.filter({ hasText: DONE }).waitFor();
    for (const name of ['People', 'Invite']) {
      const button = page.getByRole('button', { name });
      await tabTo(page, button, 'Shift+Tab');
      await lookInto(page, button);
    }
    const menu = page.getByRole('button', { name: 'More', exact: true });
    await tabTo(page, menu);
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Delete this classroom' }));
    await lookInto(page, menu, async (dialog) => {
      await page.route('**/delete', (route) => route.abort());
      const sure = dialog.locator('button.danger');
      await tabTo(page, sure);
      await page.keyboard.press('Enter');
      await dialog.getByRole('alert').getByText(/./).waitFor();
      expect(await hasFocus(sure)).toBe(true);
    });
    await tabTo(page, page.getByRole('button', { name: 'Projector view' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('.projector .card').waitFor();
    await expect.poll(() => hasFocus(page.locator('.projector main'))).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(composer(page))).toBe(true);
    await tabTo(page, card.getByRole('button', { name: 'Numbers' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await messages(page, 'pressed “Numbers”').getByRole('table').first().waitFor();
    await seen(page);
    await page.context().close();
  });

  it('keeps a dialog while a text in it is selected, and closes it by a click beside it', async () => {
    const page = await browserClass.teacher('Ms Choi');
    await page.getByRole('button', { name: 'People' }).click();
    await page.getByRole('button', { name: 'Rename Ms Choi' }).click();
    const field = page.getByRole('textbox', { name: 'New name' });
    const { x, y, height } = (await field.boundingBox())!;
    await page.mouse.move(x + 20, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(5, y + height / 2, { steps: 3 });
    await page.mouse.up();
    expect(await field.isVisible()).toBe(true);
    await page.mouse.click(5, y + height / 2);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('says that it cannot see who is here for as long as it cannot', async () => {
    const page = await browserClass.teacher('Ms Han');
    const problem = page.getByRole('dialog').getByRole('alert');
    await page.route('**/members', (route) => route.abort());
    await page.clock.install();
    await page.getByRole('button', { name: 'People' }).click();
    await problem.getByText(/./).waitFor();
    await page.unroute('**/members');
    await page.clock.runFor(60_000);
    await page.getByRole('dialog').getByText('Ms Han').waitFor();
    await problem.waitFor({ state: 'hidden' });
    await page.context().close();
  });

  it('lets nobody type more than the server takes', async () => {
    const page = await browserClass.teacher('Ms Kang');
    await page.goto(browserClass.url);
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.pressSequentially('x'.repeat(45));
    await title.press('Enter');
    await page.getByRole('heading', { name: 'x'.repeat(40) }).waitFor();
    await page.context().close();
  });
});

/** Nothing sideways, no second scroll bar, and everything to be hit is 24 pixels wide and high (WCAG 2.5.8). */
async function handy(page: Page): Promise<void> {
  const wrong = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.scrollingElement as Element;
    const small = [...document.querySelectorAll('button, a, input, select, textarea, [role=option]')]
      .filter((element) => element.checkVisibility())
      // A link within a sentence is as high as its line.
      .filter((element) => !element.matches('p.text a, .said a'))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width > 0 && (width < 24 || height < 24);
      })
      .map((element) => element.outerHTML.slice(0, 200));
    const tall = document.querySelector('.room') && scrollHeight > innerHeight;
    return scrollWidth > innerWidth || tall ? [`${scrollWidth} x ${scrollHeight} px`, ...small] : small;
  });
  expect(wrong).toEqual([]);
}

const hasFocus = (element: Locator) => element.evaluate((one) => one === document.activeElement);

/** Goes there by Tab alone, and sees the focus on the way. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let steps = 0; !(await hasFocus(target)); steps++) {
    if (steps > 60) throw new Error(`no way to ${target} with ${key}`);
    await page.keyboard.press(key);
    await seen(page);
  }
}

/** With the keyboard alone, by its menu. */
async function inMenu(
  page: Page,
  menu: string,
  item: string,
  within: (dialog: Locator) => Promise<void>,
): Promise<void> {
  const opener = page.getByRole('button', { name: menu, exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: item, exact: true }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await within(dialog);
  await dialog.waitFor({ state: 'detached' });
}

/** As large as a thumb needs it, in CSS pixels. */
async function thumbSized(button: Locator): Promise<void> {
  const { width, height } = (await button.boundingBox())!;
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
}

/** Opens the dialog of what has the focus, finds the focus in it, and closes it, whereupon it is back. */
async function lookInto(
  page: Page,
  back: Locator,
  within: (dialog: Locator) => Promise<void> = async () => {},
): Promise<void> {
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await seen(page);
  await within(dialog);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await hasFocus(back)).toBe(true);
}

/** What has the focus is in view and marked. */
async function seen(page: Page): Promise<void> {
  const wrong = await page.evaluate(() => {
    const element = document.activeElement;
    // Between the page and the browser's own controls.
    if (!element || element === document.body) return undefined;
    // By an outline: shadows are there without the focus, too.
    const marked = [element, element.closest('.field')].some((one) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && outlineWidth !== '0px';
    });
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const inView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    return marked && inView ? undefined : `${marked} ${inView} ${element.outerHTML.slice(0, 200)}`;
  });
  expect(wrong).toBeUndefined();
}
