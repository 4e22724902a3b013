/** npm start as whoever runs it sees it: addresses, links, a port that is taken, a page that does not let go. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../shell.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';
import { openTestWeb, rawSocket } from './test-web.ts';

let data: string;
beforeAll(() => {
  data = newFolder();
});
afterAll(() => deleteFolder(data));

const start = (env: Record<string, string>, ...args: string[]) =>
  run([join(import.meta.dirname, '..', '..', '..', 'dist', 'src', 'main.js'), ...args], {
    data,
    env: { PORT: '0', AUGIE_LOG_LEVEL: 'silent', ...env },
  });
async function printed(env: Record<string, string>, ...args: string[]): Promise<string> {
  const server = start(env, ...args);
  await server.printed(/#teach=.*\n(Only|Nur|.*\/join\/)/);
  server.process.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0, err: '' });
  return server.out();
}
const secret = (text: string) => /#teach=([\w-]{32})\n/.exec(text)?.[1];

it('shows a join link and its QR code where the room can open it', async () => {
  const text = await printed({ HOST: '0.0.0.0' });
  expect(text).toMatch(/Join Class: http:\/\/[\d.]+:\d+\/join\/[A-Z2-9]{10}\n/);
  expect(text).toMatch(/([█▀▄ ]{20,}\n){10,}/);
});

it('keeps the teacher link, and makes a new one when asked', async () => {
  const [first, second] = [secret(await printed({})), secret(await printed({ LANG: 'de_DE.UTF-8' }))];
  expect(first).toBeDefined();
  expect(second).toBe(first);
  const renewed = secret(await printed({}, '--new-teacher-link'));
  expect(renewed).toBeDefined();
  expect(renewed).not.toBe(first);
  expect(secret(await printed({}))).toBe(renewed);
});

it('says it when the port is taken, or the address is not this machine’s', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  expect(await start({ PORT: String(port) }).ended).toEqual({
    code: 2,
    out: '',
    err: `Another program is using port ${port}. Set PORT to another number, or to 0 for any free one.\n`,
  });
  other.close();
  expect(await start({ HOST: '192.0.2.1' }).ended).toMatchObject({
    code: 2,
    err: 'The classroom page cannot listen on 192.0.2.1, port 0 (EADDRNOTAVAIL). Check HOST and PORT.\n',
  });
});

it('stops although a page does not answer any more', async () => {
  const testWeb = await openTestWeb();
  const kim = await testWeb.student('kim');
  const socket = await rawSocket(testWeb.url, kim.cookie);
  socket.pause();
  await expect(testWeb.stop()).resolves.toBeUndefined();
  socket.destroy();
  // The library lets go by itself after 30 s.
}, 20_000);
