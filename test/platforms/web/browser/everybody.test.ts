/** For everyone: axe-core on every screen, in light and dark, on a desk and on a phone. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { found } from './axe.ts';
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

/** Found at the size of a desk and at that of a phone. */
async function foundInBoth(page: Page, name: string): Promise<string[]> {
  const all = await found(page);
  await shot(page, name);
  await page.setViewportSize({ width: 390, height: 844 });
  all.push(...(await found(page)).map((one) => `phone: ${one}`));
  await shot(page, `${name}-phone`);
  await page.setViewportSize({ width: 1280, height: 720 });
  return all;
}

inChromium('axe-core finds nothing wrong', () => {
  let browserClass: BrowserClass;
  let [teacher, kim]: Page[] = [];
  beforeAll(async () => {
    browserClass = await openBrowserClass();
    [teacher, kim] = await Promise.all([browserClass.teacher(), browserClass.student('kim')]);
  });
  afterAll(() => browserClass.stop());

  it('on the first pages', async () => {
    for (const path of ['/', new URL(browserClass.joinLink).pathname]) {
      const page = await browserClass.visit(path);
      await page.getByRole('textbox').first().waitFor();
      expect(await foundInBoth(page, path === '/' ? 'start' : 'join')).toEqual([]);
      await page.context().close();
    }
    const page = await browserClass.visit('/join/WRONGX');
    await page.getByText('No classroom has this code').waitFor();
    expect(await found(page)).toEqual([]);
    await page.goto(`${browserClass.url}/c/%E0%A4%A`); // no text in any encoding
    await page.getByText('You are not in this classroom').waitFor();
  });

  it('in an empty classroom, with suggestions and with something wrong', async () => {
    expect(await found(teacher!)).toEqual([]);
    await composer(teacher!).fill('/experiment run mo');
    await teacher!.getByRole('listbox').getByRole('option').first().waitFor();
    expect(await found(teacher!)).toEqual([]);
    await composer(teacher!).fill('/experiment run epochs:1000');
    await teacher!.keyboard.press('Enter');
    await teacher!.locator('.composer [role=alert]').getByText('epochs').waitFor();
    expect(await found(teacher!)).toEqual([]);
    await composer(teacher!).fill('');
  });

  it('among cards of all kinds', async () => {
    await say(kim!, '/augment preview count:1');
    await say(kim!, experiment(2));
    await messages(kim!, DONE).waitFor();
    await say(kim!, '/experiment list');
    await say(kim!, '/experiment export');
    await say(kim!, '/settings privacy');
    await say(kim!, 'hello https://example.org');
    await say(kim!, '/augment preview image:none.png');
    await messages(kim!, 'This command needs an image').waitFor();
    await pictures(messages(kim!, DONE));
    expect(await foundInBoth(kim!, 'cards')).toEqual([]);
    const headings = await kim!
      .locator('.card')
      .evaluateAll((all) => all.map((card) => card.querySelectorAll('h1, h2, h3, h4, h5, h6').length));
    expect(headings.length).toBeGreaterThanOrEqual(6);
    expect(new Set(headings)).toEqual(new Set([1]));
  });

  it('in dialogs and menus', async () => {
    const button = (name: string) => teacher!.getByRole('button', { name, exact: true });
    const fromMenu = (name: string) => async () => {
      await button('More').click();
      await button(name).click();
    };
    for (const [name, open] of Object.entries({
      picture: () => messages(teacher!, 'kim used /augment preview').locator('button.picture').click(),
      invite: () => button('Invite').click(),
      people: () => button('People').click(),
      link: fromMenu('New teacher link'),
      delete: fromMenu('Delete this classroom'),
    })) {
      await open();
      await teacher!.getByRole('dialog').waitFor();
      expect(await foundInBoth(teacher!, `dialog-${name}`)).toEqual([]);
      await teacher!.keyboard.press('Escape');
      await teacher!.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await button('More').click();
    await button('New teacher link').waitFor();
    expect(await foundInBoth(teacher!, 'menu')).toEqual([]);
    expect(await button('New teacher link').isVisible()).toBe(true);
    await teacher!.keyboard.press('Escape');
  });
});
