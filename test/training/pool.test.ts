/** The pool, with real children on real data: the same numbers as at home, through cancels and kills. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import { datasetInfo, loadDataset } from '../../src/datasets/catalog.ts';
import { openBackend, resolveBackend } from '../../src/training/backend.ts';
import { createPool } from '../../src/training/pool.ts';
import { type EpochResult, NUMERICS, type Trial, TrialCrashed, type TrialPool } from '../../src/training/trial.ts';
import { record } from './tiny-trial.ts';

const info = datasetInfo('fashion-mnist');
const backend = resolveBackend('wasm');
const trialOf = (change: Partial<Trial> = {}): Trial => ({
  dataset: info.name,
  datasetHash: info.hash,
  split: info.split,
  fraction: 0.02,
  model: 'mlp',
  policy: parsePolicy('flip + rotate(0.04)@0.5'),
  epochs: 3,
  batch: 32,
  seed: 1,
  backend: backend.name,
  backendVersion: backend.version,
  numerics: NUMERICS,
  ...change,
});

let pool: TrialPool | undefined;
let pids: number[] = [];
afterEach(async () => {
  await pool?.stop();
  pids = [];
});

function open(size: number, dataFolder = 'data'): TrialPool {
  const log = (message: string, { pid }: Readonly<Record<string, unknown>>) => {
    if (message.includes('started')) pids.push(pid as number);
  };
  pool = createPool({ size, backend: backend.name, dataFolder, log });
  return pool;
}

async function run(in_: TrialPool, trial: Trial, onEpoch = (_: EpochResult) => {}, signal = new AbortController().signal) {
  const epochs: EpochResult[] = [];
  const told = (epoch: EpochResult) => {
    epochs.push(epoch);
    onEpoch(epoch);
  };
  return { result: await in_.run(trial, undefined, told, signal), epochs };
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('the same numbers as in this process, alone or beside others, more trials than children', async () => {
  const seeds = [1, 2, 3];
  const home = await openBackend('wasm');
  const dataset = loadDataset('fashion-mnist', 'data');
  const here = [];
  for (const seed of seeds) {
    const { epochs, result } = await record(home, dataset, trialOf({ seed }));
    here.push({ epochs, result });
  }
  const two = open(2);
  const there = await Promise.all(seeds.map((seed) => run(two, trialOf({ seed }))));
  expect(there).toEqual(here);
  expect(pids).toHaveLength(2);
});

describe('a killed child', () => {
  test('once: its trial is resumed with the same numbers, each epoch told once, the other lives on', async () => {
    const both = open(2);
    const expected = await run(both, trialOf({ epochs: 6 }));
    let killed = false;
    const [victim, other] = await Promise.all([
      run(both, trialOf({ epochs: 6 }), ({ epoch }) => {
        if (epoch === 3 && !killed) {
          killed = true;
          // The first child is free again and got the first trial.
          process.kill(pids[0]!, 'SIGKILL');
        }
      }),
      run(both, trialOf({ epochs: 6, seed: 2 })),
    ]);
    expect(killed).toBe(true);
    expect(victim).toEqual(expected);
    expect(other.epochs).toHaveLength(6);
    expect(pids).toHaveLength(3);
  });

  test('twice: TrialCrashed, and the pool goes on', async () => {
    const one = open(1);
    const doomed = run(one, trialOf({ fraction: 1, epochs: 50 }));
    const next = run(one, trialOf());
    const outcome = expect(doomed).rejects.toThrow(TrialCrashed);
    for (const child of [0, 1]) {
      while (pids[child] === undefined) await sleep(20);
      process.kill(pids[child]!, 'SIGKILL');
    }
    await outcome;
    expect((await next).epochs).toHaveLength(3);
  });
});

describe('cancelling', () => {
  test('rejects with the reason within 2 s and ends the work; the next trial is served', async () => {
    const one = open(1);
    const controller = new AbortController();
    const reason = new Error('cancelled');
    let at = 0;
    const onEpoch = () => {
      at = performance.now();
      controller.abort(reason);
    };
    const running = run(one, trialOf({ epochs: 1000 }), onEpoch, controller.signal);
    const waiting = run(one, trialOf());
    await expect(running).rejects.toBe(reason);
    expect(performance.now() - at).toBeLessThan(2000);
    expect((await waiting).epochs).toHaveLength(3);
    expect(alive(pids[0]!)).toBe(false);
  });

  test('works for one that waits, and for one that never began', async () => {
    const one = open(1);
    const controller = new AbortController();
    const running = run(one, trialOf());
    const waiting = run(one, trialOf({ seed: 2 }), undefined, controller.signal);
    controller.abort(new Error('changed my mind'));
    await expect(waiting).rejects.toThrow('changed my mind');
    await expect(run(one, trialOf(), undefined, controller.signal)).rejects.toThrow('changed my mind');
    expect((await running).epochs).toHaveLength(3);
  });
});

test('a mistake of the person comes back as one, and the child lives on', async () => {
  const one = open(1, '/nowhere');
  await expect(run(one, trialOf())).rejects.toMatchObject({ name: 'UserError', key: 'data.missing' });
  await expect(run(one, trialOf({ dataset: 'mnist' }))).rejects.toMatchObject({ key: 'data.unknown' });
  expect(pids).toHaveLength(1);
});

test('a listener that throws ends its own trial only', async () => {
  const one = open(1);
  const broken = run(one, trialOf(), () => {
    throw new Error('disk full');
  });
  await expect(broken).rejects.toThrow('disk full');
  expect((await run(one, trialOf())).epochs).toHaveLength(3);
});

test('stop ends every child and rejects what is under way', async () => {
  const one = open(1);
  const running = expect(run(one, trialOf({ epochs: 1000 }))).rejects.toThrow('stopped');
  const waiting = expect(run(one, trialOf())).rejects.toThrow('stopped');
  await one.stop();
  await Promise.all([running, waiting]);
  expect(pids.some(alive)).toBe(false);
  await expect(run(one, trialOf())).rejects.toThrow('stopped');
});
