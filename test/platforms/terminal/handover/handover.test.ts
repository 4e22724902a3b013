/** A real Augie that answers over its socket: who sees what, and what a stranger can do to it. */
import { once } from 'node:events';
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Prompt } from '../../../../src/chat/ports.ts';
import { addressFor } from '../../../../src/platforms/terminal/handover/address.ts';
import { GREETING_MS, reachServer } from '../../../../src/platforms/terminal/handover/client.ts';
import { createHandover, type Handover } from '../../../../src/platforms/terminal/handover/server.ts';
import { classroomMaker } from '../../../../src/store/places.ts';
import { openSqlite } from '../../../../src/store/sqlite.ts';
import { systemClock } from '../../../../src/time/clock.ts';
import { augie, augieHere, run } from '../../../shell.ts';
import {
  type Channel,
  createChannel,
  deleteFolder,
  LONG,
  newFolder,
  openTestApp,
  plainText,
  type TestApp,
  TINY,
} from '../../../test-app.ts';
import { fakeClock } from '../../../time/fake-clock.ts';

let data: string;
let testApp: TestApp;
let classroom: Channel;
let prompts: (Prompt | undefined)[];
let handover: Handover;
let broken: Error[];
let faults: unknown[];
let logFault: (error: unknown) => void;

beforeEach(async () => {
  data = newFolder();
  testApp = await openTestApp(join(data, 'var'));
  classroom = createChannel('page');
  prompts = [];
  broken = [];
  faults = [];
  logFault = (error) => faults.push(error);
  handover = createHandover({
    data: join(data, 'var'),
    host: testApp.app,
    platforms: [
      {
        ...classroom,
        knows: (channel) => channel === 'class-a',
        async post(...[place, card, nonce, prompt]) {
          prompts.push(prompt);
          return classroom.post(place, card, nonce);
        },
      },
    ],
    onFault: (_, error) => logFault(error),
    onBroken: (error) => broken.push(error),
  });
  handover.platforms.forEach(testApp.app.connect);
});
afterEach(async () => {
  handover.stop();
  await testApp.stop();
  deleteFolder(data);
});

const last = (message: number, channel = classroom) => plainText(channel.messages[message]!.cards.at(-1)!);
const shell = (...args: string[]) => augieHere(args, { data });
const shellProcess = (...args: string[]) => augie(args, { data });
const socket = () => addressFor(join(data, 'var')).path;

describe('a channel that a platform knows', () => {
  beforeEach(() => handover.start());

  it('shows the answer and all that becomes of it to both', async () => {
    const ended = await shell(TINY, '--channel', 'class-a', '--as', 'k\u0007im').ended;
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('The verdict comes after 6 pairs');
    expect(classroom.messages).toHaveLength(1);
    expect(last(0)).toContain('The verdict comes after 6 pairs');
    expect(prompts).toEqual([
      { person: { id: 'terminal:k\u0007im', name: 'kim', teacher: false }, said: TINY },
    ]);
    // A button has no words.
    await shell('experiment.run.numbers:1', '--channel', 'class-a', '--as', 'kim').ended;
    expect(prompts[1]).toEqual({ person: { id: 'terminal:kim', name: 'kim', teacher: false } });
    expect(last(1)).toContain('Difference');
  });

  it('does not show mistakes and private answers', async () => {
    expect(await shell('/experiment show 7', '--channel', 'class-a').ended).toMatchObject({ code: 2 });
    expect((await shell('/help', '--channel', 'class-a').ended).out).toContain('What Augie can do');
    expect(classroom.messages).toEqual([]);
  });

  it('is none of the others', async () => {
    expect((await shell('/augment list').ended).out).toContain('flip');
    expect((await shell('/augment list', '--channel', 'class-b').ended).out).toContain('flip');
    expect(classroom.messages).toEqual([]);
  });

  it('goes on showing what the shell has left', async () => {
    const first = shellProcess(LONG, '--channel', 'class-a');
    await first.printed(/networks trained · /);
    first.process.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 130 });
    expect((await shell('/experiment cancel 1', '--channel', 'class-a').ended).code).toBe(0);
    await testApp.app.jobs.settled(1);
    expect(last(0)).toContain('Cancelled');
  });
});

it('shows what was begun before it, where it is asked for again', async () => {
  const person = { id: 'terminal:kim', name: 'kim', teacher: false };
  const place = { platform: 'terminal', channel: 'class-a' };
  const posted = { ...place, message: '1' };
  const db = openSqlite(join(data, 'var', 'augie.db'));
  classroomMaker(db)('page:class-a');
  db.prepare(`INSERT INTO places VALUES ('terminal', 'class-a', 'page:class-a')`).run(); // as the page makes it
  db.close();
  await testApp.app.dispatch({ person, place, input: { text: LONG } }, async () => posted);
  await handover.start();
  const again = shellProcess(LONG, '--channel', 'class-a', '--as', 'kim');
  await again.printed(/It continues in this card/);
  testApp.app.jobs.cancel(1);
  expect((await again.ended).out).toContain('Cancelled');
  expect(last(0)).toContain('Cancelled');
});

it('lets two shells wait for one job, even when the newer one leaves', async () => {
  await handover.start();
  const first = shellProcess(LONG, '--as', 'kim');
  await first.printed(/networks trained · /);
  const second = shellProcess(LONG, '--as', 'kim');
  await second.printed(/It continues in this card[\s\S]*trained · /);
  second.process.kill('SIGTERM');
  expect(await second.ended).toMatchObject({ code: 130 });
  testApp.app.jobs.cancel(1);
  expect((await first.ended).out).toMatch(/Cancelled/);
});

it('cancels the job of whoever asks on that connection', async () => {
  await handover.start();
  const parts = { data: join(data, 'var'), clock: systemClock, onTrouble: () => {} };
  const [host, other] = [(await reachServer(parts))!, (await reachServer(parts))!];
  const terminal = createChannel('terminal');
  host.connect(terminal);
  const person = { id: 'terminal:kim', name: 'kim', teacher: false };
  const place = { platform: 'terminal', channel: 'shell' };
  const say = (to: typeof host, text: string) =>
    to.dispatch({ person, place, localeTag: 'en', input: { text } }, (card) =>
      terminal.post(place, card, undefined),
    );
  expect(await say(host, LONG)).toEqual({ kind: 'answered', job: 1 });
  const cancel = vi.spyOn(testApp.app.jobs, 'cancel');
  other.jobs.cancel(1);
  await say(other, '/experiment list'); // is heard after it
  expect(cancel).not.toHaveBeenCalled();
  host.jobs.cancel(1);
  await host.jobs.settled(1);
  expect(last(0, terminal)).toContain('Cancelled');
  handover.stop();
  await expect(other.jobs.settled(1)).rejects.toMatchObject({ key: 'handover.stopped', stopped: true });
  await Promise.all([host.stop(), other.stop()]);
});

it('makes a fault known, as it is known alone', async () => {
  await handover.start();
  classroom.post = async () => {
    throw new Error('the page is broken');
  };
  const ended = await shell('/augment list', '--channel', 'class-a', '--locale', 'de').ended;
  expect(ended).toMatchObject({ code: 1, out: '' });
  expect(ended.err).toMatch(/^[^\n]*[0-9a-f]{8}[^\n]*\n$/);
  expect(faults).toEqual([new Error('the page is broken')]);
});

it('goes on where a fault cannot even be logged', async () => {
  await handover.start();
  classroom.post = async () => {
    throw new Error('the page is broken');
  };
  const full = new Error('no room for the log');
  logFault = () => {
    throw full;
  };
  expect((await shell('/augment list', '--channel', 'class-a').ended).code).toBe(1);
  expect(broken).toEqual([full]);
  expect((await shell('/help').ended).code).toBe(0);
});

describe('the socket', () => {
  it('is for its owner alone, whatever the umask', async () => {
    const before = process.umask(0);
    await handover.start();
    expect(process.umask(before)).toBe(0);
    expect(statSync(socket()).mode & 0o777).toBe(0o600);
  });

  const root = process.getuid?.() === 0;
  if (!root) process.stdout.write('skipped: a connection by somebody else, as only root can be another\n');
  it.runIf(root)('lets nobody else connect', async () => {
    await handover.start();
    chmodSync(data, 0o755);
    chmodSync(join(data, 'var'), 0o755);
    const script = `require('node:net').connect(process.argv[1]).on('connect', () => console.log('in')).on('error', ({ code }) => console.log(code))`;
    const nobody = [
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      process.execPath,
      '-e',
      script,
      socket(),
    ];
    expect((await run(nobody, { data, program: 'setpriv' }).ended).out).toBe('EACCES\n');
  });

  it('takes the place of what a killed server left', async () => {
    writeFileSync(socket(), 'left');
    await handover.start();
    expect((await shell('/help').ended).code).toBe(0);
  });

  it('that cannot be made is a sentence', async () => {
    mkdirSync(socket());
    await expect(handover.start()).rejects.toMatchObject({
      key: 'handover.cannotListen',
      params: { path: socket() },
    });
    rmSync(socket(), { recursive: true });
  });

  it.each([
    ['garbage', '\u0000\u0001nonsense\n'],
    ['another protocol', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a command that is none', '{"type":"command","invocation":{}}\n'],
    ['somebody from elsewhere', `${JSON.stringify(command({ id: 'web:1', name: 'x', teacher: true }))}\n`],
    ['a language that is a path', `${JSON.stringify(command(undefined, '../../../package'))}\n`],
    ['a line in the middle of which it ends', '{"type":"comm'],
  ])('outlives %s', async (_, text) => {
    await handover.start();
    const stranger = connect(socket()).on('error', () => {});
    stranger.resume().end(text);
    await once(stranger, 'close');
    expect(await shell('/help').ended).toMatchObject({ code: 0, err: '' });
    expect(broken).toHaveLength(text.endsWith('\n') ? 1 : 0);
    expect(faults).toEqual([]);
  });

  it('outlives whoever asks for nothing sensible, and whoever goes before the answer', async () => {
    await handover.start();
    const person = { id: 'terminal:x', name: 'x', teacher: false };
    const odd = connect(socket()).on('error', () => {});
    odd.write('{"type":"cancel"}\n{"type":"picture","id":99,"bytes":"AAAA"}\n');
    odd.write(`${JSON.stringify(command(person, undefined, '/augment preview image:x.png'))}\n`);
    for await (const part of odd.setEncoding('utf8')) if (part.includes('readPicture')) break;
    odd.destroy();
    expect(await shell('/help').ended).toMatchObject({ code: 0, err: '' });
    expect(faults).toEqual([]);
  });
});

function command(person: unknown, locale?: string, text = '/help') {
  const place = { platform: 'terminal', channel: 'shell' };
  const asking = person ?? { id: 'terminal:kim', name: 'kim', teacher: false };
  return { type: 'command', invocation: { person: asking, place, locale, input: { text } } };
}

describe('what is no server of ours', () => {
  const stub = async (greeting: string) => {
    const server = createServer((socket) => socket.on('error', () => {}).write(greeting)).listen(socket());
    await once(server, 'listening');
    return server;
  };

  it('may be of another version', async () => {
    const server = await stub('{"type":"hello","protocol":99,"more":true}\n');
    const ended = await shell('/help').ended;
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.err).toMatch(/^The running server belongs to another version of Augie\. .*\n$/);
    server.close();
  });

  it('may be nothing at all: somebody has the data, as ever', async () => {
    for (const left of [true, false]) {
      if (left) writeFileSync(socket(), '');
      else rmSync(socket());
      const ended = await shell('/help').ended;
      expect(ended).toMatchObject({ code: 2, out: '' });
      expect(ended.err).toContain('is using');
    }
  });

  it('may say nothing, which is waited for, but not for ever', async () => {
    const server = await stub('');
    const clock = fakeClock();
    const reaching = reachServer({ data: join(data, 'var'), clock, onTrouble: () => {} });
    await once(server, 'connection');
    clock.advance(GREETING_MS);
    expect(await reaching).toBeUndefined();
    server.close();
  });

  it('may answer in no language of ours', async () => {
    const server = await stub('HTTP/1.1 400 Bad Request\r\n\r\n');
    const reaching = reachServer({ data: join(data, 'var'), clock: systemClock, onTrouble: () => {} });
    expect(await reaching).toBeUndefined();
    server.close();
  });
});
