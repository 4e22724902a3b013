/** What strangers, other classrooms and broken clients try, and do not get. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLimiter } from '../../../src/platforms/web/limits.ts';
import { type Route, rates, rights } from '../../../src/platforms/web/rights.ts';
import { fakeClock } from '../../time/fake-clock.ts';
import { type Browser, openTestWeb, rawSocket, secretOf, type TestWeb } from './test-web.ts';

let testWeb: TestWeb;
let teacher: Browser;
let kim: Browser;
/** In another classroom. */
let stranger: Browser;
beforeAll(async () => {
  testWeb = await openTestWeb();
  teacher = await testWeb.teacher();
  for (const title of ['Other', 'Doomed']) await teacher.post('/api/classrooms', { title });
  await testWeb.student('victim');
  kim = await testWeb.student('kim');
  stranger = await testWeb.student('stranger', 'other');
});
afterAll(() => testWeb.stop());

let leaving = 0;

/** A request of each kind, in the classroom `class`. */
async function requests(): Promise<Record<Route, (browser: Browser) => ReturnType<Browser['get']>>> {
  const all = (await teacher.get('/api/c/class/members')).json;
  const victim = all.find(({ name }: { name: string }) => name === 'victim');
  const member = `/api/c/class/members/${victim.id}`;
  const post = (path: string, body: object) => (browser: Browser) => browser.post(path, body);
  const get = (path: string) => (browser: Browser) => browser.get(path);
  return {
    'GET /api/start': get('/api/start'),
    'GET /api/words/:locale': get('/api/words/ko'),
    'POST /api/teach': post('/api/teach', { secret: 'wrong' }),
    'POST /api/invitation/:code': post('/api/invitation/WRONGX', {}),
    'POST /api/join': post('/api/join', { code: 'WRONGX', name: 'x' }),
    'GET /api/c/:slug': get('/api/c/class'),
    'GET /api/c/:slug/messages': get('/api/c/class/messages?before=9'),
    'GET /api/c/:slug/attachments/:message/:name': get('/api/c/class/attachments/1/x'),
    'POST /api/c/:slug/assist': post('/api/c/class/assist', { text: '/', cursor: 1 }),
    'POST /api/c/:slug/say': (browser) => {
      const form = new FormData();
      form.set('text', 'hi');
      form.set('key', `key of a ${browser.slug} in a table`);
      return browser.send('/api/c/class/say', form);
    },
    'POST /api/c/:slug/press': post('/api/c/class/press', { action: 'help.no:1', key: 'a key of a table' }),
    'POST /api/c/:slug/language': post('/api/c/class/language', { locale: 'en' }),
    'POST /api/c/:slug/messages/:id/delete': post('/api/c/class/messages/0/delete', { stop: false }),
    'POST /api/c/:slug/name': async (browser) => {
      const { name = 'x' } = (await browser.room()).me ?? {};
      return browser.post('/api/c/class/name', { name });
    },
    // As a browser of its own: whoever leaves is not there for the next request.
    'POST /api/c/:slug/leave': async (browser) => {
      if (browser === kim) return (await testWeb.student(`leaving ${++leaving}`)).post('/api/c/class/leave');
      return browser.post('/api/c/class/leave');
    },
    'POST /api/classrooms': post('/api/classrooms', { title: 'Another' }),
    'POST /api/enter/:slug': post('/api/enter/class', { name: 'Me' }),
    'GET /api/c/:slug/invitation': get('/api/c/class/invitation'),
    'GET /api/c/:slug/members': get('/api/c/class/members'),
    'POST /api/c/:slug/lock': post('/api/c/class/lock', { locked: false }),
    'POST /api/c/:slug/members/:id/rename': post(`${member}/rename`, { name: 'victim' }),
    'POST /api/c/:slug/members/:id/remove': post(`${member}/remove`, {}),
    'POST /api/c/:slug/members/:id/readmit': post(`${member}/readmit`, {}),
    'POST /api/teacher-link': post('/api/teacher-link', {}),
    'POST /api/c/:slug/delete': post('/api/c/doomed/delete', {}),
  };
}

describe('each request', () => {
  const refusedWith = [401, 403];
  it.each(Object.entries(rights))('%s is for those whom the table names', async (route, { who }) => {
    const send = (await requests())[route as Route];
    const may = async (browser: Browser) => !refusedWith.includes((await send(browser)).status);
    expect(await may(testWeb.browser())).toBe(who === 'anyone');
    expect(await may(stranger)).toBe(who === 'anyone');
    if (who !== 'teacher') expect(await may(kim)).toBe(true);
    else {
      expect(await may(kim)).toBe(false);
      expect(await may(teacher)).toBe(true);
    }
  });

  it('has a line in the table: there is no other way in', async () => {
    for (const path of ['/api', '/api/', '/api/c', '/api/classrooms', '/api/nothing', '/data/var/augie.db'])
      expect((await kim.get(path)).status).toBe(404);
  });
});

describe('another classroom', () => {
  it('shows nothing: neither messages nor pictures nor that it is there', async () => {
    await kim.say('/augment preview count:1');
    const picture = (await kim.messages()).at(-1)?.card?.blocks.find(({ type }) => type === 'picture');
    const url = picture?.type === 'picture' ? picture.url : '';
    expect((await kim.get(url)).status).toBe(200);
    expect((await stranger.get(url)).status).toBe(403);
    // Through one's own classroom neither.
    expect((await stranger.get(url.replace('/c/class/', '/c/other/'))).status).toBe(404);
    const answers = [await stranger.get('/api/c/class'), await stranger.get('/api/c/no-such-classroom')];
    expect(answers.map(({ status, json }) => [status, json])).toEqual([
      [403, answers[0]?.json],
      [403, answers[0]?.json],
    ]);
    expect(await stranger.listen(0, { slug: 'class' }).closed()).toBe(4001);
  });

  /** As it is: `fetch` takes the dots out of a path. */
  async function statusOf(path: string): Promise<number | undefined> {
    const { hostname, port } = new URL(testWeb.url);
    const asked = get({ hostname, port, path, headers: { cookie: kim.cookie } });
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  }

  it.each(['../index.html', '..%2findex.html', '%2e%2e/index.html', '..%5cindex.html', '%00', 'x/y', '.'])(
    'has no picture %s',
    async (name) => {
      expect(await statusOf(`/api/c/class/attachments/1/${name}`)).toBe(404);
      expect(await statusOf(`/assets/${name}`)).toBe(404);
    },
  );
});

describe('what is private', () => {
  it('is in nobody else’s requests', async () => {
    await kim.say('/help experiment run');
    const [message] = (await kim.messages()).slice(-1);
    expect(message).toMatchObject({ private: true });
    const lee = await testWeb.student('lee');
    const seen = [
      await lee.get('/api/c/class'),
      await lee.get(`/api/c/class/messages?before=${(message?.id ?? 0) + 1}`),
    ];
    const page = await lee.open();
    for (const text of [JSON.stringify(seen), JSON.stringify(page.events)]) {
      expect(text).toContain('augment preview');
      expect(text).not.toContain('help experiment run');
    }
    expect(
      (await teacher.get('/api/c/class')).json.messages.map(({ id }: { id: number }) => id),
    ).not.toContain(message?.id);
    page.socket.close();
  });
});

describe('another website', () => {
  it('can change nothing', async () => {
    const press = (origin: string) =>
      kim.post('/api/c/class/press', { action: 'help.no:1', key: 'a key of evil' }, { origin });
    for (const origin of [
      'https://evil.example',
      'null',
      `${testWeb.url}.evil.example`,
      'http://127.0.0.1:1',
      '',
    ])
      expect((await press(origin)).status).toBe(403);
    expect((await press(testWeb.url)).status).toBe(200);
  });

  it('hears nothing', async () => {
    expect(await kim.listen(0, { origin: 'https://evil.example' }).closed()).toBe(1006);
  });

  it('is not let into a page of ours, nor a page of ours into its frame', async () => {
    const { headers } = await kim.get('/');
    const policy = headers.get('content-security-policy');
    for (const rule of [
      "default-src 'none'",
      "script-src 'self';",
      "style-src 'self';",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      expect(policy).toContain(rule);
    const picture = await kim.get('/api/start');
    expect(picture.headers.get('content-security-policy')).toContain('sandbox');
    for (const { headers } of [await kim.get('/'), picture]) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('access-control-allow-origin')).toBe(null);
    }
  });
});

describe('the cookie', () => {
  it('is out of reach for scripts and other websites', async () => {
    const browser = testWeb.browser();
    const code = testWeb.testApp.app.chat.classrooms.get('class')?.code;
    const { headers } = await browser.post('/api/join', { code, name: 'cookie' });
    expect(headers.get('set-cookie')).toMatch(
      /^augie-[\w-]{8}=[\w-]{22}\.[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
  });

  it('cannot be made up', async () => {
    const [name, value = ''] = kim.cookie.split('=');
    const [session, signature] = value.split('.');
    const forged = [
      `${name}=${session}`,
      `${name}=${session}.`,
      `${name}=${session}.${[...(signature ?? '')].reverse().join('')}`,
      `${name}=other.${signature}`,
      `${name}=${'.'.repeat(3000)}`,
    ];
    for (const cookie of forged)
      expect((await testWeb.browser().get('/api/c/class', { cookie })).status).toBe(401);
    expect((await testWeb.browser().get('/api/c/class', { cookie: `a=b; ${kim.cookie}; c=d` })).status).toBe(
      200,
    );
  });
});

describe('too much at once', () => {
  let still: TestWeb;
  beforeAll(async () => {
    still = await openTestWeb({ clock: fakeClock() });
  });
  afterAll(() => still.stop());

  it('of one person’s messages is refused, and nobody else’s', async () => {
    const [fast, calm] = [await still.student('fast'), await still.student('calm')];
    for (let i = 0; i < rates.act.burst; i++) expect((await fast.say('spam')).status).toBe(200);
    expect((await fast.say('spam')).status).toBe(429);
    expect((await calm.say('hello')).status).toBe(200);
  });

  it('wrong codes and links are counted together, and lock nobody out who has the right one', async () => {
    const ask = (path: string, body: object = {}) => still.browser().post(path, body);
    const wrong = [
      () => ask('/api/invitation/WRONGX'),
      () => ask('/api/join', { code: 'WRONGX', name: 'x' }),
      () => ask('/api/teach', { secret: 'wrong' }),
    ];
    const statuses = [];
    for (let i = 0; i < 30; i++) statuses.push((await wrong[i % 3]?.())?.status);
    expect(statuses).toEqual([...Array(20).fill(404), ...Array(10).fill(429)]);
    const code = still.testApp.app.chat.classrooms.get('class')?.code;
    expect((await ask(`/api/invitation/${code}`)).status).toBe(200);
    expect((await ask('/api/join', { code, name: 'latecomer' })).status).toBe(200);
    expect((await ask('/api/teach', { secret: secretOf(still.web) })).status).toBe(200);
    expect((await wrong[0]?.())?.status).toBe(429);
  });

  it('many who look from one address keep nobody out: the page still opens, and lets people in', async () => {
    for (let i = 0; i < 600; i++) await still.browser().get(i % 2 ? '/api/start' : '/api/c/class');
    const late = still.browser();
    expect((await late.get('/api/start')).status).toBe(200);
    expect((await late.get('/api/words/ko')).status).toBe(200);
    expect((await late.post('/api/teach', { secret: secretOf(still.web) })).status).toBe(200);
  });

  it('wrong codes are counted by the address that a proxy names, if it is one that is believed', async () => {
    const tries = async (testWeb: TestWeb, from: (i: number) => string) => {
      const statuses = [];
      for (let i = 0; i < 25; i++) {
        const headers = { 'x-forwarded-for': from(i) };
        statuses.push((await testWeb.browser().post('/api/invitation/WRONGX', {}, headers)).status);
      }
      return statuses.includes(429);
    };
    const open = () => openTestWeb({ clock: fakeClock(), trustedProxies: ['127.0.0.0/8'] });
    const [proxied, alone] = [await open(), await openTestWeb({ clock: fakeClock() })];
    expect(await tries(proxied, (i) => `192.0.2.${i}`)).toBe(false);
    // What comes before the last address was written by whoever asks.
    expect(await tries(proxied, (i) => `192.0.2.${i}, 198.51.100.7`)).toBe(true);
    expect(await tries(alone, (i) => `192.0.2.${i}`)).toBe(true);
    await Promise.all([proxied.stop(), alone.stop()]);
  });
});

describe('too much', () => {
  it('comes back with the time', () => {
    const clock = fakeClock();
    const limiter = createLimiter({ burst: 2, perSecond: 0.5 }, clock);
    const take = () => limiter.take('kim');
    expect([take(), take(), take()]).toEqual([true, true, false]);
    clock.advance(2000);
    expect([take(), take()]).toEqual([true, false]);
    clock.advance(1_000_000);
    expect([take(), take(), take()]).toEqual([true, true, false]);
    expect(limiter.take('lee')).toBe(true);
  });

  it('of a body is refused before it is read', async () => {
    expect((await kim.post('/api/c/class/assist', { text: 'x'.repeat(70_000), cursor: 0 })).status).toBe(413);
    const picture = new File([new Uint8Array(21_000_000)], 'large.png', { type: 'image/png' });
    const answer = await kim.say('/augment preview image:large.png', { picture });
    expect([answer.status, answer.json.error]).toEqual([413, expect.stringContaining('20 MB')]);
  });

  it('of headers is refused', async () => {
    expect((await kim.get('/api/start', { 'x-long': 'x'.repeat(9000) })).status).toBe(431);
  });

  it.each([
    '',
    '{',
    '[]',
    '"text"',
    'null',
    '{"text":1}',
    '{"text":"/","cursor":-1}',
    '{"text":"/","cursor":1.5}',
  ])('nonsense is refused: %s', async (body) => {
    const answer = await kim.send('/api/c/class/assist', body, { 'content-type': 'application/json' });
    expect([answer.status, Object.keys(answer.json)]).toEqual([400, ['error']]);
  });

  it('waiting: a page that takes nothing is cut off, the others stay', async () => {
    const slow = await rawSocket(testWeb.url, kim.cookie);
    slow.pause();
    const closed = once(slow, 'close');
    const good = await kim.open();
    const card = { title: 'large', blocks: [{ type: 'text' as const, text: 'x'.repeat(500_000) }] };
    const posted = await testWeb.web.post({ platform: 'web', channel: 'class' }, card, undefined);
    // Some of it waits in the system's buffers.
    for (let i = 0; i < 40; i++) {
      await testWeb.web.edit(posted, { ...card, title: `large ${i}` });
      await good.heard(
        (event) =>
          event.type === 'messages' && event.messages.some((one) => one.card?.title === `large ${i}`),
      );
    }
    slow.resume();
    await closed;
    expect(good.socket.readyState).toBe(good.socket.OPEN);
    good.socket.close();
  });
});
