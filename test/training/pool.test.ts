/** What is particular to a pool of children; test/contracts/trial-pool has what every pool does. */
import { cpSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { resolveBackend } from '../../src/training/backend.ts';
import { isAlive } from '../contracts/trial-pool/contract.ts';
import { small } from '../datasets/catalogs.ts';
import { deleteFolder, newFolder } from '../test-app.ts';
import { openChildren } from './children.ts';
import { recordIn, type TrialChange, trialOn } from './trials.ts';
import './compare-bytes.ts';

const info = small.info('fashion-mnist');
const backend = resolveBackend('wasm');
/** Enough for a child to be killed in the middle. */
const EPOCHS = 40;
const trialOf = (change: TrialChange = {}) =>
  trialOn({ info }, backend, {
    fraction: 0.1,
    policy: 'flip + rotate(0.04)@0.5',
    batch: 32,
    epochs: EPOCHS,
    ...change,
  });

test('all children killed at once: the trial is resumed, not handed to another dead one', async () => {
  const { pool, pids } = openChildren(2);
  await Promise.all([recordIn(pool, trialOf()), recordIn(pool, trialOf())]);
  let killed = false;
  const killAll = () => {
    if (!killed) for (const pid of pids) process.kill(pid, 'SIGKILL');
    killed = true;
  };
  expect((await recordIn(pool, trialOf(), killAll)).epochs).toHaveLength(EPOCHS);
  await pool.stop();
});

test('a mistake of the person comes back as one, and the child lives on', async () => {
  const { pool, pids } = openChildren(1, { data: '/nowhere' });
  await expect(recordIn(pool, trialOf())).rejects.toMatchObject({ name: 'UserError', key: 'data.missing' });
  await expect(recordIn(pool, trialOf({ dataset: 'mnist' }))).rejects.toMatchObject({ key: 'data.unknown' });
  expect(pids).toHaveLength(1);
  await pool.stop();
});

test('a child that cannot be started is said, for each trial, and does not hang the pool', async () => {
  const { execPath } = process;
  process.execPath = '/nowhere/node';
  try {
    const { pool } = openChildren(1);
    const outcomes = await Promise.allSettled([
      recordIn(pool, trialOf()),
      recordIn(pool, trialOf({ seed: 2 })),
    ]);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { name: 'UserError', key: 'training.cannotFork' } });
    // Cancelled before that is known: there is nothing to kill.
    const controller = new AbortController();
    const cancelled = recordIn(pool, trialOf(), () => {}, controller.signal);
    controller.abort(new Error('changed my mind'));
    await expect(cancelled).rejects.toThrow('changed my mind');
  } finally {
    process.execPath = execPath;
  }
});

test('children without work are ended, and started again when there is some', async () => {
  const { pool, pids } = openChildren(1, small.source, 1);
  const first = await recordIn(pool, trialOf());
  while (isAlive(pids[0]!)) await sleep(10);
  expect(await recordIn(pool, trialOf())).toEqual(first);
  expect(pids).toHaveLength(2);
  await pool.stop();
});

test('all children start when they are to get ready, and what was started for nothing is ended', async () => {
  const { pool, pids } = openChildren(2, small.source, 1);
  const ready = pool.warm(info.name);
  expect(pids).toHaveLength(2);
  await ready;
  for (const pid of pids) while (isAlive(pid)) await sleep(10);
  expect((await recordIn(pool, trialOf({ epochs: 1 }))).epochs).toHaveLength(1);
  expect(pids).toHaveLength(3);
  await pool.stop();
});

test('a child that dies while it gets ready is not laid to the trial that waits for it, nor to anybody without one', async () => {
  const { pool, pids } = openChildren(1);
  const ready = pool.warm(info.name);
  process.kill(pids[0]!, 'SIGKILL');
  await ready;
  const again = pool.warm(info.name);
  let killed = false;
  const kill = () => {
    if (!killed) process.kill(pids[2]!, 'SIGKILL');
    killed = true;
  };
  const running = recordIn(pool, trialOf(), kill);
  process.kill(pids[1]!, 'SIGKILL');
  await again;
  // Its second child dies under it, which it survives once.
  expect((await running).epochs).toHaveLength(EPOCHS);
  expect(killed).toBe(true);
  expect(pids).toHaveLength(4);
  await pool.stop();
});

test('children that cannot be started to get ready are no error; files that were missing are looked for again', async () => {
  const folder = newFolder();
  const { pool, pids } = openChildren(1, { ...small.source, data: folder });
  const { execPath } = process;
  process.execPath = '/nowhere/node';
  await pool.warm(info.name);
  process.execPath = execPath;
  await pool.warm(info.name);
  cpSync(small.source.data, folder, { recursive: true });
  expect((await recordIn(pool, trialOf({ epochs: 1 }))).epochs).toHaveLength(1);
  expect(pids.filter((pid) => pid !== undefined)).toHaveLength(1);
  await pool.stop();
  deleteFolder(folder);
});
