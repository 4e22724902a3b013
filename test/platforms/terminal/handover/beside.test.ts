/** The built shell beside the built server: the same as alone, and what happens when either goes away. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../src/store/sqlite.ts';
import { augie, augieHere, type Running, stored, TRAINED } from '../../../shell.ts';
import { deleteFolder, newFolder, SHORT, TINY } from '../../../test-app.ts';
import { commands, expectSame, serve as serveBeside } from './commands.ts';

/** Of many short trials, so that others have their turn soon. */
const LONG = '/experiment run fraction:0.02 batch:4 epochs:6 seeds:30';

/** test/claims/beside.test.ts has the others. */
const FEW = commands.filter(([text = '']) => /mine|nowhere|rnu/.test(text));

let data: string;
let started: Running | undefined;
beforeEach(() => {
  data = newFolder();
});
afterEach(async () => {
  started?.process.kill('SIGKILL');
  await started?.ended;
  started = undefined;
  deleteFolder(data);
});

async function serve(env: Record<string, string> = {}): Promise<Running> {
  started = await serveBeside(data, env);
  return started;
}

it('says the same as alone, to the last byte of what is printed and written', async () => {
  expect((await expectSame(FEW)).files).toContain('mine/preview.png');
});

it('shows a classroom what is asked there, and what becomes of it', async () => {
  const running = await serve();
  const asked = await augie([TINY, '--channel', 'class', '--as', 'kim'], { data }).ended;
  expect(asked).toMatchObject({ code: 0, err: '' });
  expect(asked.out).toContain('The verdict comes after 6 pairs');
  expect((await augieHere(['/experiment show 9', '--channel', 'class'], { data }).ended).code).toBe(2);
  running.process.kill('SIGTERM');
  await running.ended;
  const db = openSqlite(join(data, 'var', 'augie.db'));
  const messages = db.prepare('SELECT classroom, author, said, only_for, card FROM messages').all();
  db.close();
  expect(messages).toEqual([
    {
      classroom: 'class',
      author: 'terminal:kim',
      said: TINY,
      only_for: null,
      card: expect.stringContaining('The verdict comes after 6 pairs'),
    },
  ]);
});

it('serves two shells at once, and goes on with what one leaves', async () => {
  await serve();
  const first = augie([LONG, '--as', 'kim'], { data });
  await stored(data, 'epochs');
  const second = augie([TINY, '--as', 'lee'], { data });
  expect(await second.ended).toMatchObject({ code: 0, err: '' });
  first.process.kill('SIGTERM');
  const left = await first.ended;
  expect(left).toMatchObject({ code: 130 });
  expect(left.err).toContain('Left for later');
  const list = await augieHere(['/experiment list'], { data }).ended;
  expect(list.out).toMatch(/2% of Fashion-MNIST[\s\S]* running/);
});

it('waits in a shell that is stopped and goes on, and ends as it should', async () => {
  await serve();
  const first = augie([`${LONG} policy:erase`], { data });
  await stored(data, 'epochs');
  first.process.kill('SIGSTOP');
  expect(await augieHere(['/experiment cancel 1'], { data }).ended).toMatchObject({ code: 0 });
  first.process.kill('SIGCONT');
  const ended = await first.ended;
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out).toContain('Cancelled');
});

describe('when the server goes away', () => {
  it('by kill -9, says so; the experiment goes on with the next one', async () => {
    const killed = await serve();
    const waiting = augie([SHORT, '--locale', 'de'], { data });
    await stored(data, TRAINED);
    killed.process.kill('SIGKILL');
    const ended = await waiting.ended;
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.err).toMatch(/^Die Verbindung zum Server ist abgebrochen\. [^\n]*\n$/);
    // Its socket is still there, and leads nowhere.
    expect(readdirSync(join(data, 'var'))).toContain('augie.sock');
    expect((await augieHere(['/experiment list'], { data }).ended).out).toMatch(/running/);
    const next = await serve();
    await next.printed(/Augie continues 1 experiment/);
    await next.printed(/"a job ended"/);
    const again = await augieHere([SHORT], { data }).ended;
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toContain('The verdict comes after 6 pairs');
  });

  it('in order, says that it was left for later', async () => {
    const stopped = await serve();
    const waiting = augie([LONG], { data });
    await stored(data, 'epochs');
    stopped.process.kill('SIGTERM');
    expect(await waiting.ended).toMatchObject({
      code: 130,
      err: 'The server has stopped. Run the same command or npm start to continue.\n',
    });
    expect(await stopped.ended).toMatchObject({ code: 0 });
    expect(readdirSync(join(data, 'var'))).not.toContain('augie.sock');
    expect(await augieHere(['/experiment list'], { data }).ended).toMatchObject({ code: 0, err: '' });
  });

  it('in order, does not wait for a shell that is stopped itself', async () => {
    const stopped = await serve();
    const waiting = augie([LONG], { data });
    await stored(data, 'epochs');
    waiting.process.kill('SIGSTOP');
    stopped.process.kill('SIGTERM');
    expect(await stopped.ended).toMatchObject({ code: 0 });
    waiting.process.kill('SIGCONT');
    expect(await waiting.ended).toMatchObject({ code: 130 });
  });
});

it('meets in a folder of its own where the path of the data is too long for a socket', async () => {
  const [temporary, long] = [join(data, 'tmp'), join(data, 'x'.repeat(100), 'var')];
  mkdirSync(temporary);
  const env = { AUGIE_DATA: long, TMPDIR: temporary };
  const stopped = await serve(env);
  expect(await augie(['/help'], { data, env }).ended).toMatchObject({ code: 0, err: '' });
  expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^augie-[0-9a-f]{16}$/)]);
  stopped.process.kill('SIGTERM');
  await stopped.ended;
  expect(readdirSync(temporary)).toEqual([]);
});
