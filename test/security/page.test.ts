/** What a member or a stranger could do to the page’s server, and to whom it belongs. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/i18n.ts';
import { isOurHost } from '../../src/platforms/web/hosts.ts';
import { QUOTAS, type Quotas } from '../../src/platforms/web/quotas.ts';
import { openTestWeb, secretOf, type TestWeb } from '../platforms/web/test-web.ts';
import { type FakeClock, fakeClock } from '../time/fake-clock.ts';
import { statusOf } from './raw-requests.ts';

async function withWeb(
  parts: { quotas?: Partial<Quotas>; clock?: FakeClock; publicUrl?: string },
  test: (testWeb: TestWeb) => Promise<void>,
): Promise<void> {
  const testWeb = await openTestWeb({ ...parts, quotas: { ...QUOTAS, ...parts.quotas } });
  await test(testWeb).finally(() => testWeb.stop());
}

/** The beginning of an upload by somebody; what is answered. */
async function upload(testWeb: TestWeb, cookie: string, length: number, language = 'en') {
  const { host, hostname, port } = new URL(testWeb.url);
  const socket: Socket = createConnection({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const headers = [
    'POST /api/c/class/say HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${testWeb.url}`,
    `Cookie: ${cookie}`,
    `Accept-Language: ${language}`,
    'Content-Type: multipart/form-data; boundary=x',
    `Content-Length: ${length}`,
    'Connection: close',
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  return {
    socket,
    send: (bytes: number) =>
      new Promise<void>((resolve) => socket.write(Buffer.alloc(bytes), () => resolve())),
    async answered() {
      await closed;
      return answer;
    },
  };
}

describe('slow uploads', () => {
  it('hold no turn, and are given up with a sentence', () => {
    const clock = fakeClock();
    return withWeb({ clock }, async (testWeb) => {
      const slow = await Promise.all(
        Array.from({ length: 8 }, async (_, i) => {
          const { cookie } = await testWeb.student(`slow ${i}`);
          const one = await upload(testWeb, cookie, 5_000_000, locales[i % locales.length]);
          await one.send(1000);
          return one;
        }),
      );
      // More of them than there are turns; another one’s image is taken all the same.
      const kim = await testWeb.student('kim');
      const picture = new File([Buffer.alloc(100_000)], 'x.png');
      expect((await kim.say('/augment preview picture:x.png', { picture })).status).toBe(200);
      clock.advance(10_000);
      const answers = await Promise.all(slow.map((one) => one.answered()));
      for (const answer of answers) expect(statusOf(answer)).toBe(400);
      expect(answers.join('\n')).toMatch(
        /too slow[\s\S]*전송이 너무 느려서|전송이 너무 느려서[\s\S]*too slow/,
      );
    });
  });

  it('are given up at a deadline, however steadily they come', () => {
    const clock = fakeClock();
    return withWeb({ clock }, async (testWeb) => {
      const { cookie } = await testWeb.student('slow');
      const one = await upload(testWeb, cookie, 19_000_000);
      for (let i = 0; i < 11; i++) {
        await one.send(300_000);
        // Until the server has read it: another request of the same process is answered after it.
        await testWeb.browser().get('/api/start');
        clock.advance(9999);
      }
      clock.advance(20_000);
      expect(await one.answered()).toContain('too slow');
    });
  });
});

it('bytes of uploads under way are bounded over all connections', () =>
  withWeb({}, async (testWeb) => {
    const all = await Promise.all(
      Array.from({ length: 7 }, async (_, i) =>
        upload(testWeb, (await testWeb.student(`kim ${i}`)).cookie, 19_500_000),
      ),
    );
    // None of them is sent to its end, so none is let go.
    for (const one of all) one.socket.write(Buffer.alloc(19_000_000));
    const [first, second] = all.map((one) => one.answered());
    const refused = await Promise.race([first, second, ...all.slice(2).map((one) => one.answered())]);
    expect(statusOf(refused ?? '')).toBe(503);
    expect(refused).toContain('Wait a few seconds, then send yours again');
    for (const { socket } of all) socket.destroy();
    // What was held is free again.
    const lee = await testWeb.student('lee');
    await expect
      .poll(
        async () =>
          (await lee.say('/augment preview picture:x', { picture: new File([Buffer.alloc(1e6)], 'x') }))
            .status,
      )
      .toBe(200);
  }));

describe('quotas', () => {
  it('bound what one person stores; settings still work, and the teacher is not held up', () =>
    withWeb({ quotas: { person: 100_000 } }, async (testWeb) => {
      const [kim, lee, teacher] = [
        await testWeb.student('kim'),
        await testWeb.student('lee'),
        await testWeb.teacher(),
      ];
      const command = '/augment preview policy:noise(0.5)@1 count:6';
      const tries: number[] = [];
      while (tries.at(-1) !== 403 && tries.length < 8) tries.push((await kim.say(command)).status);
      expect(tries.length).toBeGreaterThan(1);
      for (const text of [command, 'hello', '/help']) {
        const { status, json } = await kim.say(text);
        expect([status, json.error]).toEqual([
          403,
          expect.stringMatching(/take up .* MB.*\/settings privacy/),
        ]);
      }
      expect((await kim.press('experiment.run.cancel:1')).status).toBe(403);
      expect((await kim.say('/settings privacy')).status).toBe(200);
      expect((await kim.press('settings.privacy.export:me')).status).toBe(200);
      expect((await lee.say('hello')).status).toBe(200);
      for (let i = 0; i < 3; i++) expect((await teacher.say(command)).status).toBe(200);
      // As the sentence says.
      await kim.press('settings.privacy.confirm:me');
      const again = await testWeb.student('kim again');
      expect((await again.say('hello')).status).toBe(200);
    }));

  it('bound what a classroom stores', () =>
    withWeb({ quotas: { classroom: 3000 } }, async (testWeb) => {
      for (const name of ['kim', 'lee']) await (await testWeb.student(name)).say('x'.repeat(2000));
      const { status, json } = await (await testWeb.student('park')).say('x');
      expect([status, json.error]).toEqual([403, expect.stringContaining('/settings keep')]);
      const teacher = await testWeb.teacher();
      expect((await teacher.say('/settings keep days:1')).status).toBe(200);
    }));

  it('bound the members of a classroom; whoever is removed makes room', () =>
    withWeb({ quotas: { members: 3 } }, async (testWeb) => {
      const teacher = await testWeb.teacher();
      const code = testWeb.testApp.app.chat.classrooms.get('class')?.code;
      const [kim] = [await testWeb.student('kim'), await testWeb.student('lee')];
      const join = () => testWeb.browser().post('/api/join', { code, name: 'park' });
      const { status, json } = await join();
      expect([status, json.error]).toEqual([403, expect.stringContaining('has 3 members')]);
      const { id } = (await kim.room()).me;
      await teacher.post(`/api/c/class/members/${id}/remove`);
      expect((await join()).status).toBe(200);
    }));

  it('bound the joins of an address, and let those in who are members', () => {
    const clock = fakeClock();
    return withWeb({ clock, quotas: { joins: { burst: 2, perSecond: 1 } } }, async (testWeb) => {
      const code = testWeb.testApp.app.chat.classrooms.get('class')?.code;
      const [kim] = [await testWeb.student('kim'), await testWeb.student('lee')];
      const join = () => testWeb.browser().post('/api/join', { code, name: 'park' });
      const { status, json } = await join();
      expect([status, json.error]).toEqual([429, expect.stringContaining('Wait a minute')]);
      expect((await kim.post('/api/join', { code, name: 'kim' })).status).toBe(200);
      clock.advance(1000);
      expect((await join()).status).toBe(200);
    });
  });
});

it('names that look like a teacher’s or anybody’s are refused, at joining and at renaming', () =>
  withWeb({}, async (testWeb) => {
    const teacher = await testWeb.teacher('Ms Park');
    const kim = await testWeb.student('Kim');
    const code = testWeb.testApp.app.chat.classrooms.get('class')?.code;
    for (const name of ['Ms. Pаrk', 'Кim', 'K\u200dim', 'Aug\u0456e', 'Augie ✓']) {
      const { status, json } = await testWeb.browser().post('/api/join', { code, name });
      expect([name, status, json.error]).toEqual([name, 409, expect.stringContaining('Choose another name')]);
      const { id } = (await (await testWeb.student(`x${name.length} ${Math.abs(name.charCodeAt(0))}`)).room())
        .me;
      expect((await teacher.post(`/api/c/class/members/${id}/rename`, { name })).status).toBe(409);
    }
    // One’s own name, written otherwise.
    const { id } = (await kim.room()).me;
    expect((await teacher.post(`/api/c/class/members/${id}/rename`, { name: 'KIM' })).status).toBe(200);
  }));

it('a copied cookie does not become a teacher’s, and whoever has it is nobody from then on', () =>
  withWeb({}, async (testWeb) => {
    const park = await testWeb.student('park');
    const copied = park.cookie;
    const page = await park.open();
    const { id } = (await park.room()).me;
    const signedIn = await park.post('/api/teach', { secret: secretOf(testWeb.web) });
    expect(signedIn.json).toMatchObject({ teacher: true });
    expect(park.cookie).not.toBe(copied);
    // The teacher is the person they were, also in a page that was open.
    expect((await park.room()).me).toMatchObject({ id, teacher: true });
    await page.heard((event) => event.type === 'me' && event.me.teacher);
    page.socket.close();
    const thief = testWeb.browser();
    const as = (path: string) => thief.get(path, { cookie: copied });
    expect((await as('/api/start')).json).toMatchObject({ teacher: false, classrooms: [] });
    expect((await as('/api/c/class')).status).toBe(403);
    // Signed in again, the teacher has a new session again.
    const before = park.cookie;
    await park.post('/api/teach', { secret: secretOf(testWeb.web) });
    expect((await thief.get('/api/start', { cookie: before })).json).toMatchObject({ teacher: false });
    expect((await park.room()).me).toMatchObject({ id, teacher: true });
  }));

describe('a name that somebody let point here (DNS rebinding)', () => {
  const at = { host: '0.0.0.0', port: 3000 };
  it.each([
    '127.0.0.1:3000',
    'localhost',
    'LOCALHOST.:3000',
    'x.localhost',
    '[::1]:3000',
    '192.168.2.7:3000',
    '[fe80::1]',
    'pc7',
    'pc7.local',
    'pc7.uni.example',
    'augie:3000',
    undefined,
  ])('%s is ours', (host) => expect(isOurHost(host, at, 'pc7.uni.example')).toBe(true));
  it.each([
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evil.example.',
    'pc8.local',
    'uni.example',
    '',
    'a b',
    'user@localhost',
    '[',
    'x/..',
    '127.0.0.1:80:80',
  ])('%s is not', (host) => expect(isOurHost(host, at, 'pc7.uni.example')).toBe(false));
  it('but that of PUBLIC_URL is, and that of HOST', () => {
    expect(
      isOurHost('augie.example.org', { host: '127.0.0.1', publicUrl: 'https://augie.example.org' }),
    ).toBe(true);
    expect(isOurHost('augie.example.org', { host: 'Augie.example.org' })).toBe(true);
  });

  it('is answered with a sentence, everywhere, and opens no socket', () =>
    withWeb({ publicUrl: 'http://class.example' }, async (testWeb) => {
      const { hostname, port } = new URL(testWeb.url);
      async function ask(path: string, host: string, more = {}) {
        const asked = get({ hostname, port, path, headers: { host, ...more } });
        const [event] = (await once(asked, 'response').catch(() => [])) as [IncomingMessage?];
        const body = event ? Buffer.concat(await event.toArray()).toString() : '';
        return { status: event?.statusCode, body };
      }
      for (const path of ['/', '/join/X', '/api/start', '/api/nothing', '/assets/x']) {
        const { status, body } = await ask(path, `evil.example:${port}`);
        expect([path, status, body]).toEqual([
          path,
          421,
          expect.stringContaining(`PUBLIC_URL=http://evil.example`),
        ]);
      }
      const upgrade = { connection: 'upgrade', upgrade: 'websocket', origin: 'http://evil.example' };
      expect(await ask('/live', 'evil.example', upgrade)).toEqual({ status: undefined, body: '' });
      for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'class.example', `192.168.7.7:${port}`])
        expect((await ask('/', host)).status).toBe(200);
    }));
});
