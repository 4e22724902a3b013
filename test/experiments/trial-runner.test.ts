/** A trial is trained once, however many ask; it is given up only when everybody has left. Real rows, a pool to steer. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import type { PlannedTrial } from '../../src/experiments/experiment.ts';
import { plan } from '../../src/experiments/plan.ts';
import { createTrialRunner, type TrialRunner } from '../../src/experiments/trial-runner.ts';
import { createWorkload, type Workload, work } from '../../src/experiments/workload.ts';
import { type Db, openDatabase } from '../../src/store/database.ts';
import { experimentStore } from '../../src/store/experiments.ts';
import { peopleStore } from '../../src/store/people.ts';
import { trialStore } from '../../src/store/trials.ts';
import type { Checkpoint, OnEpoch, TrialPool, TrialResult } from '../../src/training/trial.ts';
import { ours } from '../datasets/catalogs.ts';
import { deleteFolder, newFolder } from '../test-app.ts';
import { type FakeClock, fakeClock } from '../time/fake-clock.ts';

interface Run {
  readonly from: Checkpoint | undefined;
  readonly onEpoch: OnEpoch;
  readonly signal: AbortSignal;
  finish(): void;
}

let folder: string;
let db: Db;
let runs: Run[];
let runner: TrialRunner;
let trial: PlannedTrial;
let clock: FakeClock;
let workload: Workload;
beforeEach(() => {
  folder = newFolder();
  db = openDatabase(folder);
  peopleStore(db).seen({ id: 'kim', name: 'kim', teacher: false }, 0);
  const policy = parsePolicy('flip');
  const spec = {
    dataset: 'fashion-mnist',
    model: 'mlp',
    fraction: 0.2,
    policy,
    epochs: 2,
    seeds: 1,
    batch: 32,
  } as const;
  const trials = plan(spec, ours.info(spec.dataset), { name: 'wasm', version: '1' });
  experimentStore(db).propose({ spec, asker: 'kim', classroom: 't:c', trials, now: 0 });
  trial = trials[0] as PlannedTrial;
  runs = [];
  const result: TrialResult = {
    testAccuracy: 0.8,
    testLoss: 0.5,
    predictions: Uint8Array.of(1),
    lastAccuracy: 0.7,
    trainAccuracy: 0.9,
    checkpoint: { epoch: 2, bytes: Uint8Array.of(2) },
    weights: Uint8Array.of(3),
  };
  const pool: TrialPool = {
    size: 2,
    run: (_trial, from, onEpoch, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        runs.push({ from, onEpoch, signal, finish: () => resolve(result) });
      }),
    score: async () => [],
    warm: async () => {},
    stop: async () => {},
  };
  const store = trialStore(db, { checkpoints: Infinity, networks: Infinity });
  clock = fakeClock();
  workload = createWorkload(2, store);
  runner = createTrialRunner({ pool, trials: store, workload, datasets: ours, clock });
});
afterEach(() => {
  db.close();
  deleteFolder(folder);
});

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const ask = (asker: string, signal = new AbortController().signal, epochs: number[] = []) =>
  runner.ensure(trial, [], asker, (epoch) => epochs.push(epoch), signal);
const epoch = { epoch: 1, step: 300, trainLoss: 1, trainAccuracy: 0.5, valLoss: 1, valAccuracy: 0.6 };

it('trains once for two, tells both, and never again', async () => {
  const [one, two]: [number[], number[]] = [[], []];
  const both = [ask('kim', undefined, one), ask('lee', undefined, two)];
  await settle();
  expect(runs).toHaveLength(1);
  runs[0]?.onEpoch(epoch, undefined, 100);
  expect([one, two]).toEqual([[1], [1]]);
  runs[0]?.finish();
  await Promise.all(both);
  await ask('park');
  expect(runs).toHaveLength(1);
});

it('learns its pace from processor time, and is not misled when the clock is set', async () => {
  const guessed = workload.pace(trial.trial);
  const units = work(trial.trial, ours.info(trial.trial.dataset));
  const cpuMs = guessed * units; // two epochs in twice the time
  const asked = ask('kim');
  await settle();
  for (const [i, jump] of [-86_400_000, 86_400_000].entries()) {
    clock.jump(jump);
    clock.advance(3 * cpuMs);
    runs[0]?.onEpoch({ ...epoch, epoch: i + 1 }, undefined, cpuMs);
  }
  runs[0]?.finish();
  await asked;
  expect(db.prepare('SELECT trained_work, trained_ms FROM trials WHERE finished_at > 0').get()).toEqual({
    trained_work: units,
    trained_ms: Math.round(2 * cpuMs),
  });
  const learnt = workload.pace(trial.trial);
  expect(learnt).toBeGreaterThan(guessed);
  expect(learnt).toBeLessThan(2 * guessed);
  const busy = workload.timeLeft('kim', 1, trial.trial) / workload.wait('kim', 1, trial.trial);
  expect(busy).toBeGreaterThan(1);
  expect(busy).toBeLessThan(3);
});

it('goes on when one of two leaves, and is given up when the last one does', async () => {
  const [kim, lee] = [new AbortController(), new AbortController()];
  const kims = ask('kim', kim.signal);
  const lees = ask('lee', lee.signal);
  await settle();
  kim.abort(new Error('kim left'));
  await expect(kims).rejects.toThrow('kim left');
  expect(runs[0]?.signal.aborted).toBe(false);
  lee.abort(new Error('lee left'));
  expect(runs[0]?.signal.aborted).toBe(true);
  await expect(lees).rejects.toThrow('lee left');
});

it('is begun anew, from its checkpoint, by whoever asks while it is being given up', async () => {
  const kim = new AbortController();
  const kims = ask('kim', kim.signal);
  await settle();
  runs[0]?.onEpoch(epoch, { epoch: 1, bytes: Uint8Array.of(7) }, 100);
  kim.abort(new Error('kim left'));
  const lees = ask('lee');
  await expect(kims).rejects.toThrow('kim left');
  await settle();
  expect(runs).toHaveLength(2);
  expect(runs[1]?.from).toEqual({ epoch: 1, bytes: Buffer.from([7]) });
  runs[1]?.finish();
  await lees;
});

it('lets go of somebody who leaves just as the turn comes', async () => {
  const kim = new AbortController();
  const kims = ask('kim', kim.signal);
  kim.abort(new Error('too late'));
  await expect(kims).rejects.toThrow('too late');
});
