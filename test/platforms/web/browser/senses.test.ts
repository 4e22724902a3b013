/** For everyone: what a screen reader hears, what stands still for who wants it so, what is seen on the wall. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { found } from './axe.ts';
import {
  type BrowserClass,
  DONE,
  experiment,
  messages,
  openBrowserClass,
  pictures,
  say,
} from './browser-class.ts';
import { inChromium, shot } from './chromium.ts';

inChromium('somebody', () => {
  let browserClass: BrowserClass;
  let kim: Page;
  beforeAll(async () => {
    browserClass = await openBrowserClass();
    kim = await browserClass.student('kim');
  });
  afterAll(() => browserClass.stop());

  it('hears of a card once, by its title and its first sentence, and not of every step', async () => {
    const page = await browserClass.student('lee');
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const region of document.querySelectorAll('[role=status]'))
        new MutationObserver(() => heard.push(region.textContent?.trim() ?? '')).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
    });
    await say(kim, `${experiment(2)} policy:flip`);
    await messages(page, 'with and without flip').filter({ hasText: 'Duration' }).waitFor();
    await say(kim, 'see you');
    await messages(page, 'see you').waitFor();
    const heard = (await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).filter(
      Boolean,
    );
    const ofCard = heard.filter((text) => text.includes('with and without flip'));
    expect(ofCard[0]).toMatch(/^Augie: Experiment \d+: 10% of Fashion-MNIST/);
    expect(ofCard.at(-1)).toMatch(/The verdict comes after 6 pairs/);
    expect(ofCard.length).toBeLessThanOrEqual(2);
    expect(heard.filter((text) => text.includes('networks trained'))).toEqual([]);

    const card = messages(page, 'with and without flip');
    expect(await card.getByRole('heading').innerText()).toMatch(/^Experiment \d+/);
    expect(await card.locator('[lang]').first().getAttribute('lang')).toBe('en');
    const alts = await card.locator('img').evaluateAll((all) => all.map((one) => one.getAttribute('alt')));
    expect(alts.length).toBe(3);
    expect(alts.pop()).toMatch(
      / without looking at the answers; .*: Reduced: .* \((right|wrong)\), Augmented: /,
    );
    for (const alt of alts)
      expect(alt).toMatch(/: Full \(100%\) \d+\.\d%, Reduced \(10%\) \d+\.\d%, Augmented \(10%\) \d+\.\d%/);
  });

  it('sees nothing move who does not want it', async () => {
    await say(kim, '/augment preview count:1');
    const start = `${experiment(2)} policy:erase`;
    for (const [reducedMotion, question] of [
      ['reduce', start],
      [null, `${start} model:mlp`], // asked again, and there everything moves: it would be seen
    ] as const) {
      await kim.emulateMedia({ reducedMotion });
      const longest = await watchMotion(kim);
      await say(kim, question);
      await messages(kim, question).filter({ hasText: 'Duration' }).waitFor();
      await messages(kim, 'kim used /augment preview').locator('button.picture').click();
      await kim.getByRole('dialog').waitFor();
      await kim.keyboard.press('Escape');
      if (reducedMotion === 'reduce') expect(await longest()).toBeLessThan(1);
      else expect(await longest()).toBeGreaterThan(100);
    }
  });

  it.each(['en', 'ko'])('sees the newest card whole on the wall: %s', async (locale) => {
    // Cards are in the language of whoever reads them.
    const page = await browserClass.student(`wall ${locale}`, { locale });
    await say(page, experiment(2));
    await messages(page, `wall ${locale}`).filter({ hasText: DONE }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    expect(await messages(page, 'kim').locator('.card').first().getAttribute('lang')).toBe(locale);
    const wall = page.locator('.projector');
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(`${browserClass.url}/c/${browserClass.slug}?projector`);
      await pictures(wall);
      expect(await wall.locator('.card').getAttribute('lang')).toBe(locale);
      const boxes = await wall.locator('h2, .text.strong, img').evaluateAll((all) =>
        all.map((element) => {
          const { left, top, right, bottom } = element.getBoundingClientRect();
          return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && bottom > top;
        }),
      );
      expect(boxes.length).toBeGreaterThanOrEqual(4);
      expect(boxes).not.toContain(false);
      // Waiting for the pictures scrolls to them, where there is anything to scroll.
      expect(await wall.locator('main').evaluate(({ scrollTop }) => scrollTop)).toBe(0);
      await shot(page, `wall-${locale}-${width}`);
    }
    expect(await found(page)).toEqual([]);
  });
});

/** How long anything moves on a page from now on, in milliseconds: the longest of all that is seen in any frame. */
async function watchMotion(page: Page): Promise<() => Promise<number>> {
  // What began to move before is still seen, whatever was chosen since.
  await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0);
  const watched = await page.evaluateHandle(() => {
    const seen = { longest: 0 };
    const look = () => {
      for (const { effect } of document.getAnimations())
        seen.longest = Math.max(seen.longest, Number(effect?.getComputedTiming().endTime));
      requestAnimationFrame(look);
    };
    look();
    return seen;
  });
  return async () => (await watched.jsonValue()).longest;
}
