/** What is one's own: private cards, other classrooms, what is kept of a person; and the long way back through history. */
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { classroomStore } from '../../../../src/store/classrooms.ts';
import { openDatabase } from '../../../../src/store/database.ts';
import { messages, type OwnBrowserClass, openOwnBrowserClass, say } from './browser-class.ts';
import { inChromium } from './chromium.ts';

inChromium('a classroom', () => {
  let browserClass: OwnBrowserClass;
  let [teacher, kim, lee]: Page[] = [];
  beforeAll(async () => {
    browserClass = await openOwnBrowserClass();
    [teacher, kim, lee] = await Promise.all([
      browserClass.teacher(),
      browserClass.student('kim'),
      browserClass.student('lee'),
    ]);
  });
  afterAll(() => browserClass.stop());

  it('loads at first with less than 100 kB, compressed', async () => {
    const visitor = await browserClass.visit('about:blank');
    const devtools = await visitor.context().newCDPSession(visitor);
    await devtools.send('Network.enable');
    let bytes = 0;
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await visitor.goto(browserClass.joinLink);
    await visitor.getByRole('textbox').waitFor();
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThan(100_000);
  });

  it('shows a private card in every tab of one person, and to nobody else', async () => {
    const second = await kim!.context().newPage();
    await second.goto(kim!.url());
    await second.getByRole('log').waitFor();
    await say(kim!, '/help experiment run');
    for (const tab of [kim!, second]) {
      const card = messages(tab, 'kim used /help experiment run');
      await card.getByText('Only you can see this').waitFor();
      await card.getByRole('table').waitFor();
    }
    await say(kim!, 'for everybody');
    for (const page of [teacher!, lee!]) {
      await messages(page, 'for everybody').waitFor();
      expect(await page.getByRole('article').count()).toBe(1);
      expect(await page.content()).not.toContain('help experiment run');
    }
    await second.close();
  });

  it('goes back through history as one scrolls up, without a jump', async () => {
    await browserClass.kill();
    const db = openDatabase(join(browserClass.folder, 'var'));
    const { add } = classroomStore(db);
    for (let i = 0; i < 75; i++) add({ classroom: 'class', said: `line ${i}` }, Date.now());
    db.close();
    await browserClass.startAgain();
    // Each page of the history waits until the reader is at the top: on a quick day they come before.
    const pages: Route[] = [];
    await lee!.route('**/api/c/class/messages*', (route) => void pages.push(route));
    await lee!.reload();
    await messages(lee!, 'line 74').waitFor();
    const log = lee!.getByRole('log');
    for (const oldest of ['line 45', 'line 15']) {
      const place = await log.evaluateHandle(async (element) => {
        element.scrollTop = 0;
        await new Promise((resolve) => element.addEventListener('scroll', resolve, { once: true }));
        const first = element.querySelector('[data-id]') as HTMLElement;
        return { first, text: first.innerText, top: first.getBoundingClientRect().top };
      });
      expect(await place.evaluate(({ text }) => text)).toContain(oldest);
      await expect.poll(() => pages.length).toBe(1);
      await pages.pop()!.continue();
      await expect
        .poll(() => place.evaluate(({ first }) => first === document.querySelector('[data-id]')))
        .toBe(false);
      const moved = await place.evaluate(({ first, top }) => first.getBoundingClientRect().top - top);
      expect(Math.abs(moved)).toBeLessThan(2);
    }
    await messages(lee!, 'for everybody').waitFor();
    // Each once, in their order.
    const lines = (await lee!.getByRole('article').allInnerTexts()).flatMap(
      (text) => /line (\d+)/.exec(text)?.[1] ?? [],
    );
    expect(lines.map(Number)).toEqual(Array.from({ length: 75 }, (_, i) => i));
    // Whoever reads up there is not moved by what comes, but told.
    await say(teacher!, 'news');
    await lee!.getByRole('button', { name: '1 new message' }).click();
    await messages(lee!, 'news').waitFor();
    expect(
      await log.evaluate(
        ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight,
      ),
    ).toBeLessThan(2);
  });

  it('shows nothing of another one', async () => {
    const made = await teacher!.evaluate(async () => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
      await fetch('/api/classrooms', { ...init, body: '{"title":"Secret Club"}' });
      await fetch('/api/enter/secret-club', { ...init, body: '{"name":"Ms Park"}' });
      return (await fetch('/api/c/secret-club')).status;
    });
    expect(made).toBe(200);
    await kim!.goto(`${browserClass.url}/c/secret-club`);
    await kim!.getByText('You are not in this classroom.').waitFor();
    expect(await kim!.content()).not.toContain('Secret Club');
    await kim!.goto(browserClass.url);
    await kim!.getByRole('link', { name: 'Class', exact: true }).waitFor();
    expect(await kim!.content()).not.toContain('Secret Club');
    await kim!.goto(`${browserClass.url}/c/class`);
    await kim!.getByRole('log').waitFor();
  });

  it('loses no message that comes while it is fetched anew twice', async () => {
    const answers: (() => void)[] = [];
    await lee!.route('**/api/c/class', async (route) => {
      const response = await route.fetch();
      await new Promise<void>((resolve) => answers.push(resolve));
      await route.fulfill({ response });
    });
    // In another language, everything comes again.
    for (const locale of ['ko', 'en']) {
      const before = answers.length;
      await lee!.evaluate(async (locale) => {
        await fetch('/api/c/class/language', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ locale }),
        });
      }, locale);
      await expect.poll(() => answers.length).toBe(before + 1);
    }
    await say(teacher!, 'in the meantime');
    await messages(lee!, 'in the meantime').waitFor();
    for (const answer of answers) {
      const arrived = lee!.waitForResponse('**/api/c/class');
      answer();
      await (await arrived).finished();
    }
    await say(teacher!, 'and afterwards');
    await messages(lee!, 'and afterwards').waitFor();
    expect(await messages(lee!, 'in the meantime').count()).toBe(1);
    await lee!.unroute('**/api/c/class');
  });

  it('exports what is kept of somebody, and forgets it', async () => {
    await say(kim!, '/settings privacy');
    const card = messages(kim!, 'kim used /settings privacy');
    await card.getByText('kim', { exact: true }).last().waitFor();
    await card.getByRole('button', { name: 'Export' }).click();
    const download = kim!.waitForEvent('download');
    await kim!.getByRole('link', { name: /\.json$/ }).click();
    const exported = await text(await (await download).createReadStream());
    expect(exported).toContain('for everybody');
    expect(JSON.parse(exported)).toMatchObject({ person: { name: 'kim' } });
    await card.getByRole('button', { name: 'Delete my data' }).click();
    await messages(kim!, 'Delete your data?').getByRole('button', { name: 'Delete my data' }).click();
    await kim!.getByText('Done: your name, settings and messages are deleted.').waitFor();
    await expect.poll(() => messages(lee!, 'for everybody').count()).toBe(0);
    expect(await lee!.content()).not.toContain('kim');
    // The name is free again.
    await browserClass.student('kim');
  });
});
