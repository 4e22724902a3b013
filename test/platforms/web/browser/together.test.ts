/** A teacher and two students who come by their links see the same lesson, live, in their own languages and on the wall. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { augie } from '../../../shell.ts';
import {
  type BrowserClass,
  DONE,
  experiment,
  messages,
  openBrowserClass,
  pictures,
  say,
  slowExperiment,
} from './browser-class.ts';
import { inChromium, shot } from './chromium.ts';
import { leftInEnglish } from './words.ts';

inChromium('a lesson', () => {
  let browserClass: BrowserClass;
  let [teacher, kim, lee]: Page[] = [];
  const everybody = () => [teacher!, kim!, lee!];
  beforeAll(async () => {
    browserClass = await openBrowserClass();
    [teacher, kim, lee] = await Promise.all([
      browserClass.teacher(),
      browserClass.student('kim'),
      browserClass.student('lee'),
    ]);
  });
  afterAll(() => browserClass.stop());

  it('shows all three the same preview, once', async () => {
    await teacher!.getByRole('button', { name: 'Invite' }).click();
    const dialog = teacher!.getByRole('dialog', { name: 'Invite' });
    // Tests listen on 127.0.0.1, where a code would lead each phone to itself.
    await dialog.getByText('works on this computer only').waitFor();
    expect(await dialog.getByRole('img', { name: browserClass.joinLink }).count()).toBe(0);
    await shot(teacher!, 'invite');
    await teacher!.keyboard.press('Escape');
    await say(kim!, '/augment preview');
    const seen = await Promise.all(
      everybody().map(async (page) => {
        const message = messages(page, 'kim used /augment preview');
        const [picture] = await pictures(message);
        return { picture, text: await message.innerText(), count: await page.getByRole('article').count() };
      }),
    );
    expect(seen[0]).toMatchObject({ count: 1, picture: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
    await shot(teacher!, 'preview-teacher');
    await shot(kim!, 'preview-student');
  });

  it('counts on in place while networks train, and shows all three the same end', async () => {
    const heard = await Promise.all(everybody().map(watchProgress));
    await say(teacher!, slowExperiment(40));
    const seen = await Promise.all(
      everybody().map(async (page) => {
        const message = messages(page, DONE);
        await message.waitFor();
        return {
          pictures: await pictures(message),
          text: await message.innerText(),
          count: await page.getByRole('article').count(),
        };
      }),
    );
    expect(seen[0]?.count).toBe(2);
    expect(seen[0]?.text).toContain('The verdict comes after 6 pairs');
    expect(new Set(seen[0]?.pictures).size).toBe(3);
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
    for (const values of await Promise.all(heard.map((stop) => stop()))) {
      expect(values.length).toBeGreaterThan(1);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
    await shot(teacher!, 'experiment-teacher');
    await shot(lee!, 'experiment-student');
  });

  it('hears what is asked in the shell beside it', async () => {
    const asked = augie(['/augment preview label:Bag', '--channel', browserClass.slug, '--as', 'root'], {
      data: browserClass.folder,
    });
    for (const page of everybody()) {
      await pictures(messages(page, 'root used /augment preview label:Bag'));
    }
    expect(await asked.ended).toMatchObject({ code: 0, err: '' });
  });

  describe.each(['ko', 'de'])('in %s', (locale) => {
    it('has pages, dialogs and cards without a word of English', async () => {
      const visitor = await browserClass.visit(new URL(browserClass.joinLink).pathname, { locale });
      await visitor.getByRole('textbox').waitFor();
      expect(await leftInEnglish(visitor, locale)).toEqual([]);
      await visitor.context().close();

      const page = await browserClass.teacher(`teacher ${locale}`, { locale });
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      await removeLongName(browserClass, page, `Wolfeschlegelsteinhausen ${locale}`);
      for (const n of [2, 3]) {
        await page.locator('nav button').nth(n).click();
        await page.getByRole('dialog').locator('.code, .people li').first().waitFor();
        await shot(page, `${locale}-dialog-${n}`);
        // However long the words on the buttons are.
        for (const name of await page.locator('.people b').all()) expect(await brokenWords(name)).toEqual([]);
        expect(await leftInEnglish(page, locale)).toEqual([]);
        await page.keyboard.press('Escape');
      }
      await say(page, '/augment preview');
      await pictures(messages(page, `teacher ${locale}`).last());
      await shot(page, `${locale}-preview`);
      await say(page, experiment(2));
      const card = messages(page, `teacher ${locale}`).filter({ hasText: DONE }).locator('.card');
      await pictures(card);
      expect(await card.getAttribute('lang')).toBe(locale);
      await page.locator('textarea').fill('/experiment run fr');
      await page.getByRole('listbox').waitFor();
      await shot(page, `${locale}-experiment`);
      expect(await leftInEnglish(page, locale)).toEqual([]);
      expect(await leftInEnglish(kim!, locale)).not.toEqual([]);
      // Whoever asked: what the others have asked for in English, too, and they read this in English.
      const languages = (one: Page) =>
        one
          .locator('.card')
          .evaluateAll((cards) => [...new Set(cards.map((card) => (card as HTMLElement).lang))]);
      expect(await languages(page)).toEqual([locale]);
      expect(await languages(kim!)).toEqual(['en']);
      await page.context().close();
    });
  });

  it('shows images on dark paper where the page is dark', async () => {
    const image = lee!.locator('.picture img').last();
    const shown = () => image.evaluate((one) => new URL((one as HTMLImageElement).currentSrc).search);
    await image.scrollIntoViewIfNeeded();
    await expect.poll(shown).not.toContain('theme=dark');
    await lee!.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(shown).toContain('theme=dark');
    await pictures(messages(lee!, DONE).last());
    await shot(lee!, 'dark-experiment');
    await lee!.emulateMedia({ colorScheme: 'light' });
  });

  it('shows the newest card alone on the wall, whole', async () => {
    await teacher!.setViewportSize({ width: 1280, height: 720 });
    await teacher!.getByRole('button', { name: 'Projector view' }).click();
    const wall = teacher!.locator('.projector');
    await say(kim!, experiment(2));
    await wall.getByText('The verdict comes after 6 pairs').first().waitFor();
    await expectWhole(teacher!);
    await shot(teacher!, 'projector-experiment');
    await say(kim!, `${experiment(2)} `.replace('seeds:1', 'seeds:2'));
    await expect.poll(() => wall.locator('.picture').count()).toBe(4);
    await pictures(wall.locator('.card'));
    await wall.locator('main').evaluate((stage) => stage.scrollTo(0, 0));
    await shot(teacher!, 'projector-four');
    expect(await teacher!.evaluate(() => document.documentElement.scrollHeight)).toBe(720);
    for (const picture of await wall.locator('.picture').all()) {
      const { width, height } = (await picture.boundingBox())!;
      expect(width).toBeGreaterThan(1280 * 0.4);
      expect(height).toBeGreaterThan(720 * 0.4);
    }
    await say(kim!, '/augment preview count:2');
    await wall.getByText('2 pairs').first().waitFor({ state: 'detached' });
    expect(await wall.locator('.card').count()).toBe(1);
    expect(await teacher!.getByRole('article').count()).toBe(0);
    await expectWhole(teacher!);
    await shot(teacher!, 'projector-preview');
    await teacher!.keyboard.press('Escape');
    await messages(teacher!, '/augment preview count:2').waitFor();
  });
});

/** Somebody with a long name, whom a teacher has removed: then the longest words are on the buttons beside it. */
async function removeLongName({ browser, url, slug, joinLink }: BrowserClass, teacher: Page, name: string) {
  const context = await browser.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
  await context.request.post('/api/join', { data: { code: joinLink.split('/').at(-1), name } });
  const { me } = await (await context.request.get(`/api/c/${slug}`)).json();
  const headers = { origin: url };
  await teacher.request.post(`/api/c/${slug}/members/${me.id}/remove`, { headers, data: {} });
  await context.close();
}

/** Words of a text that go on in the next line. */
const brokenWords = (element: Locator): Promise<string[]> =>
  element.evaluate((one) => {
    const node = one.firstChild as Text;
    return [...node.data.matchAll(/\S+/g)]
      .filter(({ index, 0: word }) => {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
      })
      .map(([word]) => word);
  });

/** The values of the progress bar from now on, as they come. */
async function watchProgress(page: Page): Promise<() => Promise<number[]>> {
  const values = await page.evaluateHandle(() => {
    const found: number[] = [];
    new MutationObserver(() => {
      const value = document.querySelector('progress')?.value;
      if (value !== undefined && value !== found.at(-1)) found.push(value);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
    return found;
  });
  return () => values.jsonValue();
}

/** No picture on the wall is cut, and nothing has to be scrolled. */
async function expectWhole(page: Page): Promise<void> {
  await pictures(page.locator('.projector .card'));
  const stage = await page
    .locator('.projector main')
    .evaluate(({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => ({
      down: scrollHeight - clientHeight,
      sideways: scrollWidth - clientWidth,
    }));
  expect(stage).toEqual({ down: 0, sideways: 0 });
  const { width, height } = page.viewportSize()!;
  for (const picture of await page.locator('.projector img').all()) {
    const box = (await picture.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.width * box.height).toBeGreaterThan(0.1 * width * height);
  }
}
