/** A class that meets in the built program: a server of its own, and people who come by their links in Chromium. */
import type {
  APIRequestContext,
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from 'playwright-core';
import { expect, inject } from 'vitest';
import { type Running, server } from '../../../shell.ts';
import { deleteFolder, newFolder } from '../../../test-app.ts';
import { openBrowser } from './chromium.ts';
import type { SharedServer } from './shared.ts';

export interface BrowserClass {
  readonly browser: Browser;
  /** The server's folder: where its data are, in `var`. */
  readonly folder: string;
  /** Where the server is, without a slash at the end. */
  readonly url: string;
  /** The classroom's name in addresses. */
  readonly slug: string;
  readonly joinLink: string;
  /** A browser of somebody's own, at an address of the server; `/` is the first page. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Comes by the teacher link and enters the classroom. */
  teacher(name?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Comes by the join link and enters the classroom. */
  student(name: string, options?: BrowserContextOptions): Promise<Page>;
  /** Ends what it has begun. Rejects where a page had a fault, or asked for anything from elsewhere. */
  stop(): Promise<void>;
}

/** With a server of its own. */
export interface OwnBrowserClass extends BrowserClass {
  /** As kill -9 does. */
  kill(): Promise<void>;
  /** Again, on the same port and data. */
  startAgain(): Promise<void>;
}

/** One of tiny trials, which take no time. */
export const experiment = (epochs: number): string =>
  `/experiment run fraction:0.1 batch:80 epochs:${epochs} seeds:1`;

/** One of small steps, some tenth of a second for every epoch: its card changes on the way. */
export const slowExperiment = (epochs: number): string =>
  `/experiment run fraction:0.02 batch:4 epochs:${epochs} seeds:1`;

/** Nobody waits longer than this for anything, in milliseconds. */
const PATIENCE = 60_000;

/** A new classroom of the server that tests share. */
export async function openBrowserClass(): Promise<BrowserClass> {
  const shared = inject('server');
  if (!shared) throw new Error('there is no server to share');
  return classOn(shared, async (request) => {
    const made = await request.post('/api/classrooms', { data: { title: 'Class' } });
    return (await made.json()).slug;
  });
}

/** The first classroom of a server that may be killed. */
export async function openOwnBrowserClass(): Promise<OwnBrowserClass> {
  const folder = newFolder();
  let running: Running;
  let port = '0';
  let secret = '';
  async function startAgain(): Promise<void> {
    running = server({ data: folder, env: { PORT: port }, seconds: 900 });
    await running.printed(/#teach=\S+/);
    [, port = '', secret = ''] = /:(\d+)\/#teach=(\S+)/.exec(running.out()) ?? [];
  }
  async function kill(): Promise<void> {
    running.process.kill('SIGKILL');
    await running.ended;
  }
  await startAgain();
  const browserClass = await classOn(
    { folder, url: `http://127.0.0.1:${port}`, secret },
    async () => 'class',
  );
  return {
    ...browserClass,
    kill,
    startAgain,
    async stop() {
      await browserClass.stop();
      await kill();
      deleteFolder(folder);
      expect(running.out()).not.toMatch(/"level":[56]0/);
    },
  };
}

/** `classroom` says which one it is, as a teacher. */
async function classOn(
  { folder, url, secret }: SharedServer,
  classroom: (request: APIRequestContext) => Promise<string>,
): Promise<BrowserClass> {
  const browser = await openBrowser();
  const faults: string[] = [];

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
  const slug = await classroom(request);
  const { code } = await (await request.get(`/api/c/${slug}/invitation`)).json();

  return {
    browser,
    folder,
    url,
    slug,
    joinLink: `${url}/join/${code}`,
    visit,
    async teacher(name = 'Mr Lee', options = {}) {
      const page = await visit(`/#teach=${secret}`, options);
      await page.getByRole('textbox').waitFor();
      // The link leads there by itself where there is but one.
      if (new URL(page.url()).pathname === '/') await page.goto(`/c/${slug}`);
      return enter(page, name);
    },
    student: async (name, options) => enter(await visit(`/join/${code}`, options), name),
    async stop() {
      await browser.close();
      expect(faults).toEqual([]);
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
