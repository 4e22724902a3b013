/** A class that meets in the built program: a server of its own, and people who come by their links in Chromium. */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Running, server } from '../../../shell.ts';
import { deleteFolder, newFolder } from '../../../test-app.ts';
import { launch } from './chromium.ts';

export interface BrowserClass {
  readonly browser: Browser;
  /** The server's folder: where its data are, in `var`. */
  readonly folder: string;
  /** Where the server is, without a slash at the end. */
  readonly url: string;
  readonly joinLink: string;
  /** A browser of somebody's own, at an address of the server; `/` is the first page. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Comes by the teacher link and enters the classroom. */
  teacher(name?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Comes by the join link and enters the classroom. */
  student(name: string, options?: BrowserContextOptions): Promise<Page>;
  /** As kill -9 does. */
  kill(): Promise<void>;
  /** Again, on the same port and data. */
  startAgain(): Promise<void>;
  /** Ends everything. Rejects where a page had a fault, or asked for anything from elsewhere. */
  stop(): Promise<void>;
}

/** One of tiny trials, some two seconds for every two epochs. */
export const experiment = (epochs: number): string =>
  `/experiment run fraction:0.1 batch:80 epochs:${epochs} seeds:1`;

/** Nobody waits longer than this for anything, in milliseconds. */
const PATIENCE = 60_000;

export async function openBrowserClass(env: Record<string, string> = {}): Promise<BrowserClass> {
  const folder = newFolder();
  const faults: string[] = [];
  let running: Running;
  let port = '0';
  let secret = '';

  async function start(): Promise<void> {
    running = server({ data: folder, env: { PORT: port, ...env }, seconds: 900 });
    await running.printed(/#teach=\S+/);
    [, port = '', secret = ''] = /:(\d+)\/#teach=(\S+)/.exec(running.out()) ?? [];
  }
  const [browser] = await Promise.all([launch(), start()]);
  const url = `http://127.0.0.1:${port}`;

  async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', baseURL: url, ...options });
    context.setDefaultTimeout(PATIENCE);
    watch(context, url, faults);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }
  async function enter(page: Page, name: string): Promise<Page> {
    await page.getByRole('textbox').fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('log').waitFor();
    return page;
  }

  // As the page asks for it, without its dialogs: they are tried elsewhere.
  const { request } = await browser.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
  await request.post('/api/teach', { data: { secret } });
  const { code } = await (await request.get('/api/c/class/invitation')).json();
  const joinLink = `${url}/join/${code}`;

  return {
    browser,
    folder,
    url,
    joinLink,
    visit,
    teacher: async (name = 'Mr Lee', options = {}) => enter(await visit(`/#teach=${secret}`, options), name),
    student: async (name, options) => enter(await visit(`/join/${code}`, options), name),
    async kill() {
      running.process.kill('SIGKILL');
      await running.ended;
    },
    startAgain: start,
    async stop() {
      await browser.close();
      running.process.kill('SIGKILL');
      await running.ended;
      deleteFolder(folder);
      expect(faults).toEqual([]);
      expect(running.out()).not.toMatch(/"level":[56]0/);
    },
  };
}

/** What a page must never do. Refusals and a lost connection are told by Chromium as errors, too, and are none. */
function watch(context: BrowserContext, url: string, faults: string[]): void {
  const own = (address: string) =>
    /^(data|blob):/.test(address) || new URL(address).host === new URL(url).host;
  context.on('request', (request) => {
    if (!own(request.url())) faults.push(`asked for ${request.url()}`);
  });
  context.on('weberror', (error) => faults.push(String(error.error().stack)));
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    if (/^(Failed to load resource|WebSocket connection to)/.test(message.text())) return;
    faults.push(message.text());
  });
}

/** Where one types. */
export const composer = (page: Page): Locator => page.locator('.composer textarea');

/** Waits until this stands in the composer. */
export const expectTyped = (page: Page, text: string): Promise<void> =>
  expect.poll(() => composer(page).inputValue()).toBe(text);

/** Types it and sends it, and waits until it was answered. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await expectTyped(page, '');
}

/** Messages in which this text stands. */
export const messages = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('article').filter({ hasText: text });

/** What stands on the card of an experiment when it has ended, and not before. */
export const DONE = /Duration|Dauer|걸린 시간/;

/** Resolves when the picture of a card is there, and gives what it is made of: a hash of its bytes. */
export async function pictures(card: Locator): Promise<string[]> {
  await card.locator('img').first().waitFor();
  return card.locator('img').evaluateAll((images) =>
    Promise.all(
      images.map(async (image) => {
        image.scrollIntoView();
        await (image as HTMLImageElement).decode();
        const bytes = await (await fetch((image as HTMLImageElement).src)).arrayBuffer();
        const hash = await crypto.subtle.digest('SHA-256', bytes);
        return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
      }),
    ),
  );
}
