/** The classroom page as a stage: the real server, and browsers as far as it can tell, each with an open page. */
import { once } from 'node:events';
import { asLocale } from '../../../src/i18n/i18n.ts';
import type { Message, PageBlock } from '../../../src/platforms/web/protocol.ts';
import { type Browser, type Listening, openTestWeb } from '../../platforms/web/test-web.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';
import { swiftClock } from '../../time/fake-clock.ts';
import { type Actor, type Answer, asLine, type Given, type Shown, type Stage, UNASKED } from './stage.ts';

export async function openPage(): Promise<Stage> {
  const data = newFolder();
  const clock = swiftClock();
  let testWeb = await openTestWeb({}, data, UNASKED, clock);
  const { port } = testWeb.web.address();
  const people: Reader[] = [];

  return {
    cannot: {},
    async person({ name, locale, teacher }) {
      // The page is in the nearest of its languages.
      const shows = asLocale(locale);
      const browser = await (teacher ? testWeb.teacher : testWeb.student)(name, 'class', shows);
      const reader = readerOf(browser, name, locale);
      people.push(reader);
      await reader.open();
      return reader;
    },
    // Everybody here sees all public messages.
    async sentOpenly() {
      const visitor = await testWeb.student(`visitor ${people.length}`);
      const events = visitor.listen();
      await events.heard(({ type }) => type === 'ready');
      const sent = JSON.stringify(events.events);
      events.socket.close();
      people.push(readerOf(visitor, '', 'en'));
      return sent;
    },
    async restart() {
      const gone = people.map((reader) => reader.gone());
      await testWeb.stop({ keep: true });
      await Promise.all(gone);
      // As at a real start, under the address that the browsers know.
      testWeb = await openTestWeb({ port }, data, UNASKED, clock);
      testWeb.testApp.app.jobs.resume();
      await Promise.all(people.map((reader) => reader.open()));
    },
    async pass(ms) {
      // A page must have the time to answer the server's pings, as it is closed else.
      for (let left = ms; left > 0; left -= SILENCE_MS) {
        clock.advance(Math.min(left, SILENCE_MS));
        for (const reader of people) await reader.settle();
      }
    },
    async close() {
      await testWeb.stop({ keep: true });
      deleteFolder(data);
    },
  };
}

/** Shorter than the time between two pings of the server. */
const SILENCE_MS = 10_000;

interface Reader extends Actor {
  /** Opens the page, which catches up. */
  open(): Promise<void>;
  /** Resolves when the page is closed by the server. */
  gone(): Promise<unknown>;
  /** Resolves when all that was on its way is there, in both directions. */
  settle(): Promise<void>;
}

function readerOf(browser: Browser, name: string, locale: string): Reader {
  const pages: Listening[] = [];
  const headers = { 'accept-language': locale };
  const page = () => pages.at(-1) as Listening;
  const shown = (message: Message) => shownOf(message, browser);
  let presses = 0;

  /** Every message, by its newest version. */
  function newest(): Message[] {
    const known = new Map<number, Message>();
    for (const one of pages.flatMap((opened) => opened.messages()))
      if (one.revision >= (known.get(one.id)?.revision ?? 0)) known.set(one.id, one);
    return [...known.values()].sort((a, b) => a.id - b.id);
  }

  async function settle(): Promise<void> {
    // The second time, what was an answer to something has arrived, too.
    for (let time = 0; time < 2; time++) {
      page().socket.ping();
      await once(page().socket, 'pong');
    }
  }

  async function ask(send: () => ReturnType<Browser['say']>): Promise<Answer> {
    const began = performance.now();
    const { status, json } = await send();
    const acknowledgedAfterMs = performance.now() - began;
    if (status >= 500) throw new Error(JSON.stringify(json));
    if (status !== 200) {
      const refusal = { ...nothing, text: String(json.error), isPrivate: true };
      return { acknowledgedAfterMs, until: async () => refusal };
    }
    // A new one, or a card that was there and says it now.
    const id: number = json.message;
    await page().heard(() => newest().some((message) => message.id === id));
    return {
      acknowledgedAfterMs,
      async until(wanted = () => true) {
        const now = () => shown(newest().find((message) => message.id === id) as Message);
        await page().heard(() => wanted(now()));
        return now();
      },
    };
  }

  const press = (action: string, values?: Readonly<Record<string, string>>) =>
    ask(() =>
      browser.post(
        `/api/c/${browser.slug}/press`,
        { action, key: `press-${++presses}-of-a-browser`, ...(values && { values }) },
        headers,
      ),
    );

  return {
    name,
    async open() {
      const opened = browser.listen(Math.max(0, ...newest().map(({ revision }) => revision)));
      pages.push(opened);
      await opened.heard(({ type }) => type === 'ready');
    },
    settle,
    gone: async () => pages.at(-1)?.closed(),
    command: (command, given = {}) =>
      ask(() => browser.say(asLine(command, given), { headers, ...withPicture(given) })),
    press: (action) => press(action),
    fill: press,
    async sees() {
      await settle();
      return newest()
        .filter(({ card }) => card)
        .map(shown);
    },
    async received() {
      await settle();
      return JSON.stringify([pages.map(({ events }) => events), await browser.room()]);
    },
  };
}

function withPicture(given: Given): { picture?: File } {
  for (const value of Object.values(given))
    if (typeof value === 'object')
      return { picture: new File([Uint8Array.from(value.bytes)], value.name, { type: value.type }) };
  return {};
}

const nothing = { text: '', pictures: [], files: [], buttons: [], isPrivate: false, calls: [] };

function shownOf({ card, private: isPrivate }: Message, browser: Browser): Shown {
  const blocks = card?.blocks ?? [];
  const fetched = async (url: string) => (await browser.get(url)).json;
  const asText = (content: unknown) =>
    content instanceof Uint8Array ? Buffer.from(content).toString() : JSON.stringify(content);
  return {
    text: [card?.title, ...blocks.map(blockText)].join('\n'),
    pictures: blocks.flatMap((block) =>
      block.type === 'picture' ? [{ alt: block.alt, bytes: () => fetched(block.url) }] : [],
    ),
    files: blocks.flatMap((block) =>
      block.type === 'file' ? [{ name: block.name, text: async () => asText(await fetched(block.url)) }] : [],
    ),
    buttons: blocks.flatMap((block) => (block.type === 'choices' ? block.choices : [])),
    isPrivate,
    calls: [],
  };
}

function blockText(block: PageBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'fields':
      return block.fields.map(({ label, value }) => `${label} ${value}`).join('\n');
    case 'table':
      return [block.columns.map(({ label }) => label), ...block.rows].map((row) => row.join(' ')).join('\n');
    case 'picture':
      return block.alt;
    case 'progress':
      return [block.label, block.left, block.paused].join('\n');
    case 'code':
      return block.code;
    case 'input':
      return block.label;
    default:
      return '';
  }
}
