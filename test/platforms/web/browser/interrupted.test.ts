/** A page that is loaded anew, and a server that is killed, both in the middle of an experiment. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  composer,
  DONE,
  expectTyped,
  messages,
  type OwnBrowserClass,
  openOwnBrowserClass,
  say,
  slowExperiment,
} from './browser-class.ts';
import { inChromium } from './chromium.ts';
import { askedAlone, downloaded } from './numbers.ts';

inChromium('in the middle of an experiment', () => {
  let browserClass: OwnBrowserClass;
  let [kim, lee]: Page[] = [];
  beforeAll(async () => {
    browserClass = await openOwnBrowserClass();
    [kim, lee] = await Promise.all([browserClass.student('kim'), browserClass.student('lee')]);
  });
  afterAll(() => browserClass.stop());

  it('a reload loses nothing, doubles nothing and keeps the draft', async () => {
    await say(kim!, 'before');
    await say(kim!, `${slowExperiment(40)} policy:flip`);
    await composer(kim!).fill('/augment preview label:Ba');
    await running(kim!).waitFor();
    await kim!.reload();
    await running(kim!).or(messages(kim!, DONE)).waitFor();
    await expectTyped(kim!, '/augment preview label:Ba');
    await messages(kim!, DONE).waitFor();
    expect(await listed(kim!)).toEqual(await listed(lee!));
    expect(await kim!.getByRole('article').count()).toBe(2);
    await composer(kim!).fill('');
  });

  it('a server that was killed with -9 comes back to the open page, with one card that is right', async () => {
    const question = `${slowExperiment(40)} policy:erase first:11`;
    await say(lee!, question);
    const pages = [kim!, lee!];
    await running(lee!).waitFor();
    await browserClass.kill();
    for (const page of pages) await page.getByText('Connection lost').waitFor();
    // What is typed and sent in the meantime waits.
    await composer(kim!).fill('are you there?');
    await composer(kim!).press('Enter');
    const [alone] = await Promise.all([askedAlone(question), browserClass.startAgain()]);
    for (const page of pages) await page.getByText('Connection lost').waitFor({ state: 'detached' });
    await expectTyped(kim!, '');
    for (const page of pages) {
      await messages(page, DONE).nth(1).waitFor();
      await messages(page, 'are you there?').waitFor();
      expect(await messages(page, question).count()).toBe(1);
      expect(await page.getByRole('article').count()).toBe(4);
    }
    expect(await listed(kim!)).toEqual(await listed(lee!));
    const csv = await downloaded(kim!);
    expect(csv).toBe(alone);
    expect(csv.split('\n').length).toBeGreaterThan(10);
  });

  it('buttons from before it still work', async () => {
    const first = messages(lee!, 'policy:flip');
    await first.getByRole('button', { name: 'Numbers' }).click();
    await messages(lee!, 'lee pressed “Numbers”').getByRole('table').first().waitFor();
  });
});

const running = (page: Page) => page.getByRole('article').filter({ has: page.getByRole('progressbar') });

const listed = (page: Page) => page.getByRole('article').allInnerTexts();
