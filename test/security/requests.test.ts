/** Nothing that comes over a socket, and no fault in what answers it, ends the server. */

import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openSqlite } from '../../src/store/sqlite.ts';
import { inputs } from '../bounded.ts';
import { type Browser, type Listening, openTestWeb, type TestWeb } from '../platforms/web/test-web.ts';
import { newFolder } from '../test-app.ts';
import {
  BAD_TARGETS,
  generated,
  handwritten,
  type Raw,
  rawRequest,
  sendAndReset,
  sendRaw,
  statusOf,
  type Target,
} from './raw-requests.ts';

/** What would have ended a process of its own. */
const deadly: unknown[] = [];
const note = (error: unknown) => void deadly.push(error);

const folder = newFolder();
const faults: [string, unknown][] = [];
let testWeb: TestWeb;
let kim: Browser;
let page: Listening;
let target: Target;
beforeAll(async () => {
  process.on('uncaughtExceptionMonitor', note);
  process.on('unhandledRejection', note);
  testWeb = await openTestWeb({ logFault: (id, error) => faults.push([id, error]) }, folder);
  kim = await testWeb.student('kim');
  page = await kim.open();
  target = { url: testWeb.url, cookie: (await testWeb.student('mallory')).cookie };
});
afterAll(async () => {
  page.socket.close();
  await testWeb.stop();
  process.off('uncaughtExceptionMonitor', note);
  process.off('unhandledRejection', note);
});
beforeEach(() => {
  faults.length = 0;
});

/** Milliseconds for a good request after all the bad ones, on a busy machine. */
const IN_TIME = 10_000;

/** A request, a socket that was open all the time, and a new one. */
afterEach(async () => {
  const said = `still here ${randomUUID()}`;
  expect((await kim.say(said)).status).toBe(200);
  await page.heard((event) => event.type === 'messages' && event.messages.some((one) => one.said === said));
  (await kim.open()).socket.close();
  expect(deadly).toEqual([]);
}, IN_TIME);

const AT_ONCE = 8;

async function sendAll(all: readonly Raw[], send: (url: string, raw: Raw) => Promise<unknown> = sendRaw) {
  const left = [...all];
  const sendRest = async () => {
    for (let raw = left.pop(); raw; raw = left.pop()) await send(target.url, raw);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendRest));
}

it('answers an address that cannot be read as one that is not there, and opens no socket for it', async () => {
  for (const path of BAD_TARGETS) {
    const status = statusOf(await sendRaw(target.url, [rawRequest(target, path)]));
    expect([path, status === 400 || status === 404]).toEqual([path, true]);
    for (const sender of ['member', 'stranger'] as const)
      expect(await sendRaw(target.url, [rawRequest(target, path, { upgrade: true, sender })])).toMatch(
        /^($|HTTP\/1\.1 400)/,
      );
  }
  expect(faults).toEqual([]);
});

it('goes on after requests that no browser sends', async () => {
  await sendAll(handwritten(target));
  expect(faults).toEqual([]);
});

it('goes on after requests that were made up', async () => {
  await sendAll(generated(target, 20_240_601, inputs(10_000, 300)));
  expect(faults).toEqual([]);
});

it('goes on after connections that are reset', async () => {
  await sendAll(handwritten(target), sendAndReset);
  expect(faults).toEqual([]);
});

it('answers a member: the requests above fail only for what is wrong in them', async () => {
  const live = rawRequest(target, '/live?classroom=class&since=0', { upgrade: true, sender: 'member' });
  expect(await sendRaw(target.url, [live])).toMatch(/^HTTP\/1\.1 101[\s\S]*"type":"ready"/);
  expect(statusOf(await sendRaw(target.url, [rawRequest(target, '/api/start')]))).toBe(200);
});

it('logs a fault of the database where a page connects, and closes that page alone', async () => {
  const db = openSqlite(join(folder, 'augie.db'));
  db.exec('ALTER TABLE messages RENAME TO lost');
  const code = await kim.listen().closed();
  db.exec('ALTER TABLE lost RENAME TO messages');
  db.close();
  expect(code).toBe(1006);
  expect(faults).toEqual([['upgrade', expect.objectContaining({ message: 'no such table: messages' })]]);
});

it('logs a visitor whom the system could not let in', async () => {
  let server: Server | undefined;
  const look = (message: unknown) => {
    server = (message as { server: Server }).server;
  };
  subscribe('http.server.request.start', look);
  await kim.get('/api/start');
  unsubscribe('http.server.request.start', look);
  const error = new Error('accept ENFILE');
  server?.emit('error', error);
  expect(faults).toEqual([['server', error]]);
});
