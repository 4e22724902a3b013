/** For everyone: axe-core on every screen, in light and dark; screen readers; reduced motion; the wall. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found } from './axe.ts';
import { inChromium, shot } from './chromium.ts';
import { composer, DONE, experiment, type Lesson, messages, openLesson, pictures, say } from './lesson.ts';

/** Found at the size of a desk and at that of a phone. */
async function foundInBoth(page: Page): Promise<string[]> {
  const all = await found(page);
  await page.setViewportSize({ width: 390, height: 844 });
  all.push(...(await found(page)).map((one) => `phone: ${one}`));
  await page.setViewportSize({ width: 1280, height: 720 });
  return all;
}

inChromium('everybody', () => {
  let lesson: Lesson;
  let [teacher, kim]: Page[] = [];
  beforeAll(async () => {
    lesson = await openLesson();
    [teacher, kim] = await Promise.all([lesson.teacher(), lesson.student('kim')]);
  });
  afterAll(() => lesson.stop());
  const dialog = (page: Page) => page.getByRole('dialog');

  describe('finds with axe-core nothing wrong', () => {
    it('on the first pages', async () => {
      for (const path of ['/', new URL(lesson.joinLink).pathname]) {
        const page = await lesson.visit(path);
        await page.getByRole('textbox').first().waitFor();
        expect(await foundInBoth(page)).toEqual([]);
        await page.context().close();
      }
      const page = await lesson.visit('/join/WRONGX');
      await page.getByText('No classroom has this code').waitFor();
      expect(await found(page)).toEqual([]);
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
      await say(kim!, '/augment preview picture:none.png');
      await messages(kim!, 'There is no picture with this command').waitFor();
      await pictures(messages(kim!, DONE));
      expect(await foundInBoth(kim!)).toEqual([]);
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
        await dialog(teacher!).waitFor();
        expect(await foundInBoth(teacher!)).toEqual([]);
        await shot(teacher!, `dialog-${name}`);
        await teacher!.keyboard.press('Escape');
        await dialog(teacher!).waitFor({ state: 'detached' });
      }
      await button('More').click();
      await button('New teacher link').waitFor();
      expect(await foundInBoth(teacher!)).toEqual([]);
      expect(await button('New teacher link').isVisible()).toBe(true);
      await teacher!.keyboard.press('Escape');
    });
  });

  it('hears of a card once, by its title and its first sentence, and not of every step', async () => {
    const page = await lesson.student('lee');
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
    await say(kim!, `${experiment(2)} policy:flip`);
    await messages(page, 'with and without flip').getByText('Duration').waitFor();
    await say(kim!, 'the end');
    await messages(page, 'the end').waitFor();
    const heard = (await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).filter(
      Boolean,
    );
    const ofCard = heard.filter((text) => text.includes('with and without flip'));
    expect(ofCard[0]).toMatch(/^Augie: Experiment 2: 1% of Fashion-MNIST/);
    expect(ofCard.at(-1)).toMatch(/Too few runs to tell/);
    expect(ofCard.length).toBeLessThanOrEqual(2);
    expect(heard.filter((text) => text.includes('networks trained'))).toEqual([]);

    const card = messages(page, 'with and without flip');
    expect(await card.getByRole('heading').innerText()).toMatch(/^Experiment 2/);
    expect(await card.locator('[lang]').first().getAttribute('lang')).toBe('en');
    for (const alt of await card
      .locator('img')
      .evaluateAll((all) => all.map((one) => one.getAttribute('alt'))))
      expect(alt).toMatch(/: Full \(100%\) \d+\.\d%, Reduced \(1%\) \d+\.\d%, Augmented \(1%\) \d+\.\d%/);
  });

  it('sees nothing move who does not want it', async () => {
    const start = `${experiment(2)} policy:erase`;
    for (const [reducedMotion, question] of [
      ['reduce', start],
      [null, `${start} model:mlp`], // asked again, and there everything moves: it would be seen
    ] as const) {
      await kim!.emulateMedia({ reducedMotion });
      const longest = await watchMotion(kim!);
      await say(kim!, question);
      await messages(kim!, question).getByText('Duration').waitFor();
      await messages(kim!, 'kim used /augment preview').getByRole('button', { name: /open/i }).click();
      await dialog(kim!).waitFor();
      await kim!.keyboard.press('Escape');
      if (reducedMotion === 'reduce') expect(await longest()).toBeLessThan(1);
      else expect(await longest()).toBeGreaterThan(100);
    }
  });

  it.each(['en', 'ko'])('sees the newest card whole on the wall: %s', async (locale) => {
    // Cards are in the language of whoever asks.
    const page = await lesson.student(`wall ${locale}`, { locale });
    await say(page, experiment(2));
    await messages(page, `wall ${locale}`).filter({ hasText: DONE }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    expect(await messages(page, 'kim').locator('.card').first().getAttribute('lang')).toBe('en');
    const wall = page.locator('.projector');
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(`${lesson.url}/c/class?projector`);
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
