/** The pool, with real children: the same numbers as at home, through cancels and kills. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBackend, resolveBackend } from '../../src/training/backend.ts';
import { createPool } from '../../src/training/pool.ts';
import { type EpochResult, TrialCrashed } from '../../src/training/trial.ts';
import { small } from '../datasets/catalogs.ts';
import { record, recordIn, type TrialChange, trialOn } from './trials.ts';
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

/** A pool, and the process ids of its children in the order in which they were started. */
function open(size: number, datasets = small.source, idleMs = 60_000) {
  const pids: number[] = [];
  const log = (message: string, { pid }: Readonly<Record<string, unknown>>) => {
    if (message.includes('started')) pids.push(pid as number);
  };
  return { pool: createPool({ size, backend: backend.name, datasets, idleMs, log }), pids };
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('two children', () => {
  const { pool, pids } = open(2);
  afterAll(() => pool.stop());
  const seeds = [1, 2, 3];
  const here: Awaited<ReturnType<typeof recordIn>>[] = [];
  beforeAll(async () => {
    const home = await openBackend('wasm');
    const dataset = await small.load('fashion-mnist');
    for (const seed of seeds) {
      const { epochs, result } = await record(home, dataset, trialOf({ seed }));
      here.push({ epochs, result });
    }
  });

  test('give the same numbers as this process, beside each other and one after the other', async () => {
    expect(await Promise.all(seeds.map((seed) => recordIn(pool, trialOf({ seed }))))).toEqual(here);
    expect(pids).toHaveLength(2);
  });

  test('one is killed: its trial is resumed with the same numbers, each epoch told once; the other lives on', async () => {
    let killed = false;
    const kill = ({ epoch }: EpochResult) => {
      if (epoch !== 2 || killed) return;
      killed = true;
      process.kill(pids[0]!, 'SIGKILL');
    };
    // The first trial goes to the first child.
    const both = await Promise.all([
      recordIn(pool, trialOf({ seed: 1 }), kill),
      recordIn(pool, trialOf({ seed: 2 })),
    ]);
    expect(killed).toBe(true);
    expect(both).toEqual(here.slice(0, 2));
    expect(pids).toHaveLength(3);
    expect(alive(pids[1]!)).toBe(true);
  });
});

test('all children killed at once: the trial is resumed, not handed to another dead one', async () => {
  const { pool, pids } = open(2);
  await Promise.all([recordIn(pool, trialOf()), recordIn(pool, trialOf())]);
  let killed = false;
  const killAll = () => {
    if (!killed) for (const pid of pids) process.kill(pid, 'SIGKILL');
    killed = true;
  };
  expect((await recordIn(pool, trialOf(), killAll)).epochs).toHaveLength(EPOCHS);
  await pool.stop();
});

describe('one child', () => {
  const { pool, pids } = open(1);
  afterAll(() => pool.stop());

  test('dies twice under a trial: TrialCrashed, and the next trial is served', async () => {
    const doomed = expect(recordIn(pool, trialOf({ epochs: 100_000 }))).rejects.toThrow(TrialCrashed);
    const next = recordIn(pool, trialOf());
    for (const child of [0, 1]) {
      while (pids[child] === undefined) await sleep(20);
      process.kill(pids[child]!, 'SIGKILL');
    }
    await doomed;
    expect((await next).epochs).toHaveLength(EPOCHS);
  });

  test('is cancelled: within 2 s its work ends, and the next trial is served', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    let at = 0;
    const abort = () => {
      at = performance.now();
      controller.abort(reason);
    };
    const pid = pids.at(-1)!;
    const running = expect(
      recordIn(pool, trialOf({ epochs: 100_000 }), abort, controller.signal),
    ).rejects.toBe(reason);
    const waiting = recordIn(pool, trialOf());
    await running;
    while (alive(pid)) await sleep(5);
    expect(performance.now() - at).toBeLessThan(2000);
    expect((await waiting).epochs).toHaveLength(EPOCHS);
  });

  test('is left alone when a waiting trial is cancelled, or one that never began', async () => {
    const controller = new AbortController();
    const running = recordIn(pool, trialOf());
    const waiting = recordIn(pool, trialOf({ seed: 2 }), undefined, controller.signal);
    const started = pids.length;
    controller.abort(new Error('changed my mind'));
    await expect(waiting).rejects.toThrow('changed my mind');
    await expect(recordIn(pool, trialOf(), undefined, controller.signal)).rejects.toThrow('changed my mind');
    expect((await running).epochs).toHaveLength(EPOCHS);
    expect(pids).toHaveLength(started);
  });

  test('is not harmed by a listener that throws', async () => {
    const broken = recordIn(pool, trialOf(), () => {
      throw new Error('disk full');
    });
    await expect(broken).rejects.toThrow('disk full');
    expect((await recordIn(pool, trialOf())).epochs).toHaveLength(EPOCHS);
  });

  test('ends with the pool, which rejects what is under way and what comes later', async () => {
    const running = expect(recordIn(pool, trialOf({ epochs: 100_000 }))).rejects.toThrow('stopped');
    const waiting = expect(recordIn(pool, trialOf())).rejects.toThrow('stopped');
    await pool.stop();
    await Promise.all([running, waiting]);
    expect(alive(pids.at(-1)!)).toBe(false);
    await expect(recordIn(pool, trialOf())).rejects.toThrow('stopped');
  });
});

test('a mistake of the person comes back as one, and the child lives on', async () => {
  const { pool, pids } = open(1, { data: '/nowhere' });
  await expect(recordIn(pool, trialOf())).rejects.toMatchObject({ name: 'UserError', key: 'data.missing' });
  await expect(recordIn(pool, trialOf({ dataset: 'mnist' }))).rejects.toMatchObject({ key: 'data.unknown' });
  expect(pids).toHaveLength(1);
  await pool.stop();
});

test('a child that cannot be started is said, for each trial, and does not hang the pool', async () => {
  const { execPath } = process;
  process.execPath = '/nowhere/node';
  try {
    const { pool } = open(1);
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
  const { pool, pids } = open(1, small.source, 1);
  const first = await recordIn(pool, trialOf());
  while (alive(pids[0]!)) await sleep(10);
  expect(await recordIn(pool, trialOf())).toEqual(first);
  expect(pids).toHaveLength(2);
  await pool.stop();
});
