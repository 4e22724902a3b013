/** What is particular to a pool of children; test/contracts/trial-pool has what every pool does. */
import { cpSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { CLEAN_TEST, type Test } from '../../src/training/trial.ts';
import { small } from '../datasets/catalogs.ts';
import { deleteFolder, newFolder } from '../test-app.ts';
import { isAlive, openChildren } from './children.ts';
import { EPOCHS, recordIn, trialOf } from './trials.ts';
import './compare-bytes.ts';

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

test('a child is ended with the score or the trial that is cancelled, and with the pool: it leaves nothing', async () => {
  const { pool, pids } = openChildren(1);
  const trial = trialOf({ model: 'cnn', epochs: 1 });
  const { weights } = (await recordIn(pool, trial)).result;
  const many = Array.from({ length: 60 }, (_, seed): Test => ({ ...CLEAN_TEST, seed }));
  const train = (signal?: AbortSignal) => recordIn(pool, trialOf({ epochs: 100_000 }), undefined, signal);
  const score = (signal: AbortSignal) => pool.score(trial, weights, many, signal);
  for (const begin of [score, train]) {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const begun = expect(begin(controller.signal)).rejects.toBe(reason);
    const pid = pids.at(-1)!;
    controller.abort(reason);
    await begun;
    while (isAlive(pid)) await sleep(5);
  }
  const stopped = expect(train()).rejects.toThrow('stopped');
  await pool.stop();
  await stopped;
  expect(pids.map(isAlive)).toEqual([false, false, false]);
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
  const ready = pool.warm(small.default);
  expect(pids).toHaveLength(2);
  await ready;
  for (const pid of pids) while (isAlive(pid)) await sleep(10);
  expect((await recordIn(pool, trialOf({ epochs: 1 }))).epochs).toHaveLength(1);
  expect(pids).toHaveLength(3);
  await pool.stop();
});

test('a child that dies while it gets ready is not laid to the trial that waits for it, nor to anybody without one', async () => {
  const { pool, pids } = openChildren(1);
  const ready = pool.warm(small.default);
  process.kill(pids[0]!, 'SIGKILL');
  await ready;
  const again = pool.warm(small.default);
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
  await pool.warm(small.default);
  process.execPath = execPath;
  await pool.warm(small.default);
  cpSync(small.source.data, folder, { recursive: true });
  expect((await recordIn(pool, trialOf({ epochs: 1 }))).epochs).toHaveLength(1);
  expect(pids.filter((pid) => pid !== undefined)).toHaveLength(1);
  await pool.stop();
  deleteFolder(folder);
});
