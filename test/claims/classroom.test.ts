/** A class whose server dies nine times in one experiment, with every page left open; and what the README shows of a page. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { draws } from '../../src/random/draws.ts';
import {
  composer,
  DONE,
  expectTyped,
  experiment,
  messages,
  openOwnBrowserClass,
  say,
} from '../platforms/web/browser/browser-class.ts';
import { inChromium, shot } from '../platforms/web/browser/chromium.ts';
import { askedAlone, downloaded } from '../platforms/web/browser/numbers.ts';

const KILLS = 9;

inChromium('the classroom page', () => {
  it('shows after nine kills one card with the right numbers, and all that was said, once and in its order, on every page', async () => {
    const question = `${experiment(60)} policy:erase`;
    const alone = await askedAlone(question);
    const browserClass = await openOwnBrowserClass();
    const pages = await Promise.all(['kim', 'lee', 'park', 'choi'].map((name) => browserClass.student(name)));
    const [kim] = pages;
    await say(kim!, question);
    for (let n = 0; n < KILLS; n++) {
      // The moment of the kill: nothing is waited for.
      await sleep(5000 * draws(1, 'kill').at(n, 0).uniform(0));
      const speaker = pages[n % pages.length]!;
      await composer(speaker).fill(`line ${n}`);
      await composer(speaker).press('Enter');
      await browserClass.kill();
      for (const page of pages) await page.getByText('Connection lost').waitFor();
      await browserClass.startAgain();
      for (const page of pages) await page.getByText('Connection lost').waitFor({ state: 'detached' });
      await expectTyped(speaker, '');
      process.stdout.write(`    killed ${n + 1} times\n`);
    }
    for (const page of pages) {
      await messages(page, DONE).waitFor({ timeout: 300_000 });
      await messages(page, `line ${KILLS - 1}`).waitFor();
      const texts = await page.getByRole('article').allInnerTexts();
      expect(texts.flatMap((text) => /^line \d+$/m.exec(text) ?? [])).toEqual(
        Array.from({ length: KILLS }, (_, n) => `line ${n}`),
      );
      expect(texts.filter((text) => text.includes(question))).toHaveLength(1);
      expect(texts).toHaveLength(KILLS + 1);
      expect(texts).toEqual(await kim!.getByRole('article').allInnerTexts());
    }
    expect(await downloaded(kim!)).toBe(alone);
    await browserClass.stop();
  });

  it('looks as in the README, data/readme/classroom.png', async () => {
    const browserClass = await openOwnBrowserClass();
    const page = await browserClass.teacher('Ms Kim', {
      viewport: { width: 1280, height: 800 },
      deviceScaleFactor: 1.25,
    });
    await say(page, '/experiment run fraction:0.05 policy:shift(0.1)@0.5 epochs:40');
    const card = messages(page, DONE);
    await card.waitFor({ timeout: 800_000 });
    await card
      .getByText('On moved test images, augmentation helped: 44.4% → 71.4%, better in 6 of 6 pairs.')
      .waitFor();
    for (const picture of await card.locator('img').all())
      await picture.evaluate((image) => (image as HTMLImageElement).decode());
    await card.getByText('Ms Kim used').waitFor();
    await page.locator('h1').click(); // a reader does not type
    await shot(page, 'classroom');
    await browserClass.stop();
  });
});
