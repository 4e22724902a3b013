/** A running classroom page, and browsers as far as a server can tell: cookies, headers, sockets. */
import { EventEmitter, once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { projectRoot } from '../../../src/config.ts';
import { translate } from '../../../src/i18n/i18n.ts';
import type { WebParts } from '../../../src/platforms/web/parts.ts';
import { createWeb, type Web } from '../../../src/platforms/web/platform.ts';
import type { Message, Room, ServerEvent } from '../../../src/platforms/web/protocol.ts';
import { systemClock } from '../../../src/time/clock.ts';
import { deleteFolder, newFolder, openTestApp, type TestApp } from '../../test-app.ts';

export interface TestWeb {
  readonly testApp: TestApp;
  readonly web: Web;
  readonly url: string;
  /** What was printed when it started. */
  readonly printed: readonly string[];
  browser(): Browser;
  /** A browser that came by the teacher link and entered the classroom. */
  teacher(name?: string, slug?: string, locale?: string): Promise<Browser>;
  /** A browser that joined by the code, and shows the page in a language. */
  student(name: string, slug?: string, locale?: string): Promise<Browser>;
  /** Deletes the data, too, unless they are to be kept. Rejects with what was a fault of ours. */
  stop(more?: { keep: boolean }): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  readonly json: any;
}

export type Browser = ReturnType<typeof createBrowser>;

/** Where the build put the page. */
export const PAGE = join(projectRoot(), 'dist', 'src', 'platforms', 'web', 'page');

export async function openTestWeb(
  parts: Partial<WebParts> = {},
  data = newFolder(),
  env: Record<string, string> = {},
  clock = systemClock,
): Promise<TestWeb> {
  const testApp = await openTestApp(data, env, undefined, clock);
  const printed: string[] = [];
  const faults: unknown[] = [];
  const web = createWeb({
    ...testApp.app.chat,
    charts: testApp.app.charts,
    logFault: (_, error) => faults.push(error),
    host: '127.0.0.1',
    port: 0,
    folder: PAGE,
    newTeacherLink: false,
    say: (line) => printed.push(line),
    t: translate('en'),
    ...parts,
  });
  testApp.app.connect(web);
  await web.start(testApp.app.dispatch);
  const url = `http://127.0.0.1:${web.address().port}`;
  return {
    testApp,
    web,
    url,
    printed,
    browser: () => createBrowser(url),
    async teacher(name = 'Ms Park', slug = 'class', locale = 'en') {
      const browser = createBrowser(url, slug, locale);
      await browser.post('/api/teach', { secret: secretOf(web) });
      await browser.post(`/api/enter/${slug}`, { name });
      return browser;
    },
    async student(name, slug = 'class', locale = 'en') {
      const browser = createBrowser(url, slug, locale);
      const code = testApp.app.chat.classrooms.get(slug)?.code;
      const { status } = await browser.post('/api/join', { code, name });
      if (status !== 200) throw new Error(`${name} could not join`);
      return browser;
    },
    async stop({ keep } = { keep: false }) {
      await web.stop();
      await testApp.stop();
      if (!keep) deleteFolder(data);
      if (faults.length > 0) throw faults[0];
    },
  };
}

export const secretOf = (web: Web): string => web.teacherLink().split('#teach=')[1] as string;

export function createBrowser(url: string, slug = 'class', locale = 'en') {
  let cookie = '';
  let key = 0;
  async function request(path: string, init: RequestInit): Promise<Answer> {
    const headers = { origin: url, 'accept-language': locale, ...(cookie && { cookie }), ...init.headers };
    const response = await fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const json = response.headers.get('content-type')?.includes('json')
      ? await response.json()
      : new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, json };
  }
  const browser = {
    slug,
    get cookie() {
      return cookie;
    },
    get: (path: string, headers: Record<string, string> = {}) => request(path, { headers }),
    post: (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
      request(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    say(text: string, more: { key?: string; picture?: File; headers?: Record<string, string> } = {}) {
      const form = new FormData();
      form.set('text', text);
      form.set('key', more.key ?? `key-${++key}-of-a-browser`);
      if (more.picture) form.set('picture', more.picture);
      return request(`/api/c/${slug}/say`, { method: 'POST', body: form, headers: more.headers ?? {} });
    },
    /** Any POST. */
    send: (path: string, body: string | FormData, headers: Record<string, string> = {}) =>
      request(path, { method: 'POST', body, headers }),
    /** `on`: the message that has the button. */
    press: (action: string, on?: number) =>
      browser.post(`/api/c/${slug}/press`, { action, key: `key-${++key}-of-a-browser`, on }),
    async room(): Promise<Room> {
      return (await browser.get(`/api/c/${slug}`)).json;
    },
    async messages(): Promise<readonly Message[]> {
      return (await browser.room()).messages;
    },
    /** An open page: keeps what it hears. */
    listen: (since = 0, more: { slug?: string; origin?: string } = {}) =>
      listen(
        `${url.replace('http', 'ws')}/live?classroom=${more.slug ?? slug}&since=${since}&locale=${locale}`,
        {
          origin: more.origin ?? url,
          cookie,
        },
      ),
    /** The same, once it has caught up. */
    async open(since = 0): Promise<Listening> {
      const page = browser.listen(since);
      await page.heard(({ type }) => type === 'ready');
      return page;
    },
  };
  return browser;
}

/** As the page does: the same request under the same key, until there is an answer. */
export async function untilTaken(send: () => Promise<{ readonly status: number }>): Promise<void> {
  for (;;) {
    const { status } = await send().catch(() => ({ status: 0 }));
    if (status === 200) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 20));
  }
}

export interface Listening {
  readonly socket: WebSocket;
  readonly events: readonly ServerEvent[];
  /** Every version of every message, as it came. */
  messages(): readonly Message[];
  /** Resolves when an event like this has come; rejects when the socket is closed before. */
  heard(like: (event: ServerEvent) => boolean): Promise<ServerEvent>;
  /** Resolves with the code. */
  closed(): Promise<number>;
}

function listen(url: string, headers: Record<string, string>): Listening {
  const socket = new WebSocket(url, { headers });
  const events: ServerEvent[] = [];
  const news = new EventEmitter();
  let code: number | undefined;
  socket.on('message', (data) => {
    events.push(JSON.parse(String(data)));
    news.emit('event');
  });
  // A refused upgrade is an error and a close without a code of its own.
  socket.on('error', () => {});
  socket.on('close', (given) => {
    code = given;
    news.emit('event');
  });
  return {
    socket,
    events,
    messages: () => events.flatMap((event) => (event.type === 'messages' ? event.messages : [])),
    async heard(like) {
      for (;;) {
        const found = events.find(like);
        if (found) return found;
        if (code !== undefined) throw new Error(`closed with ${code}`);
        await once(news, 'event');
      }
    },
    async closed() {
      while (code === undefined) await once(news, 'event');
      return code;
    },
  };
}

/** A page's socket as bytes, for what no browser does: it answers nothing, and reads when it is told to. */
export async function rawSocket(url: string, cookie: string): Promise<Socket> {
  const { host, hostname, port } = new URL(url);
  const socket = createConnection({ port: Number(port), host: hostname });
  socket.on('error', () => {});
  await once(socket, 'connect');
  const headers = [
    'GET /live?classroom=class&since=0 HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${url}`,
    `Cookie: ${cookie}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${'A'.repeat(22)}==`,
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  await once(socket, 'data');
  return socket;
}
