/** What is learnt about how long training takes: from processor time, kept over a restart, by model and backend. */
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import type { ExperimentSpec, PlannedTrial } from '../../src/experiments/experiment.ts';
import { plan } from '../../src/experiments/plan.ts';
import { createTrialRunner } from '../../src/experiments/trial-runner.ts';
import { createWorkload, type Workload, work } from '../../src/experiments/workload.ts';
import { type Db, openDatabase } from '../../src/store/database.ts';
import { experimentStore } from '../../src/store/experiments.ts';
import { peopleStore } from '../../src/store/people.ts';
import { trialStore } from '../../src/store/trials.ts';
import { systemClock } from '../../src/time/clock.ts';
import { resolveBackend } from '../../src/training/backend.ts';
import { createPool } from '../../src/training/pool.ts';
import { ours } from '../datasets/catalogs.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

let folder: string;
let db: Db;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  db.close();
  deleteFolder(folder);
});

const spec: ExperimentSpec = {
  dataset: 'fashion-mnist',
  model: 'mlp',
  fraction: 0.05,
  policy: parsePolicy('flip'),
  epochs: 10,
  seeds: 2,
  batch: 32,
};

function propose(): PlannedTrial[] {
  peopleStore(db).seen({ id: 'kim', name: 'kim', teacher: false }, 0);
  const trials = plan(spec, ours.info(spec.dataset), resolveBackend('wasm'));
  experimentStore(db).propose({ spec, asker: 'kim', classroom: 't:c', trials, now: 0 });
  return trials.filter(({ arm }) => arm === 'reduced');
}

it('is not misled by a process that waited, and says the same after a restart', async () => {
  db = openDatabase(folder);
  const [first, second] = propose() as [PlannedTrial, PlannedTrial];
  let pid = 0;
  const log = (message: string, details: Readonly<Record<string, unknown>>) => {
    if (message.includes('started')) pid = details.pid as number;
  };
  const pool = createPool({ size: 1, backend: 'wasm', datasets: ours.source, log });
  const trials = trialStore(db, { checkpoints: Infinity, networks: Infinity });

  /** Trains a trial and says at which pace; its process is stopped for so long, in four of its epochs. */
  async function train(planned: PlannedTrial, stoppedMs: number): Promise<Workload> {
    const workload = createWorkload(1, trials);
    const runner = createTrialRunner({ pool, trials, workload, datasets: ours, clock: systemClock });
    const stops: Promise<void>[] = [];
    const stop = async () => {
      await sleep(10); // into the next epoch
      process.kill(pid, 'SIGSTOP');
      await sleep(stoppedMs / 4);
      process.kill(pid, 'SIGCONT');
    };
    const onEpoch = (epoch: number) => {
      if (stoppedMs > 0 && epoch >= 3 && epoch <= 6) stops.push(stop());
    };
    await runner.ensure(planned, [], 'kim', onEpoch, new AbortController().signal);
    await Promise.all(stops);
    return workload;
  }
  const cpuMs = (planned: PlannedTrial) =>
    db.prepare<[string], number>('SELECT trained_ms FROM trials WHERE id = ?').pluck().get(planned.id) ?? 0;

  const quick = (await train(first, 0)).pace(first.trial);
  // Much longer than the training itself takes.
  const workload = await train(second, 4 * cpuMs(first));
  const slow = workload.pace(second.trial);
  expect(slow / quick).toBeGreaterThan(0.5);
  expect(slow / quick).toBeLessThan(2);
  expect(cpuMs(second)).toBeLessThan(2 * cpuMs(first));
  expect(workload.timeLeft('kim', 100, second.trial)).toBeGreaterThan(
    workload.wait('kim', 100, second.trial),
  );
  await pool.stop();

  const restarted = createWorkload(1, trials);
  expect(restarted.pace(second.trial)).toBe(slow);
  expect(restarted.pace({ ...second.trial, model: 'cnn' })).not.toBe(slow);
});

it('learns little from little work, and all of it from much', () => {
  db = openDatabase(folder);
  const [{ trial }] = propose() as [PlannedTrial];
  const learntFrom = (units: number) => {
    const workload = createWorkload(1, trialStore(db, { checkpoints: Infinity, networks: Infinity }));
    const before = workload.pace(trial);
    workload.measured(trial, units, 10 * before * units);
    return workload.pace(trial) / before;
  };
  expect(learntFrom(work({ ...trial, fraction: 0.001 }, ours.info(trial.dataset), 1))).toBeLessThan(1.5);
  expect(learntFrom(1_000_000)).toBeGreaterThan(9);
});

it('says again how long it takes on an idle machine when nothing is trained any more', () => {
  db = openDatabase(folder);
  const [{ trial }] = propose() as [PlannedTrial];
  const workload = createWorkload(1, trialStore(db, { checkpoints: Infinity, networks: Infinity }));
  const unfollow = workload.follow(
    () => 'kim',
    () => 1,
  );
  workload.measured(trial, 5000, 3500, 35_000);
  expect(workload.timeLeft('kim', 1, trial)).toBeGreaterThan(2 * workload.wait('kim', 1, trial));
  unfollow();
  expect(workload.timeLeft('kim', 1, trial)).toBe(workload.wait('kim', 1, trial));
});

it('does not believe what was measured by the clock before', () => {
  const migrations = new URL('../../src/store/migrations/', import.meta.url);
  const older = join(folder, 'older');
  mkdirSync(older);
  const names = readdirSync(migrations).sort();
  for (const name of names.slice(0, names.indexOf('007-owners.sql')))
    cpSync(new URL(name, migrations), join(older, name));
  db = openDatabase(folder, new URL(`${pathToFileURL(older).href}/`));
  const [{ id, trial }] = plan(spec, ours.info(spec.dataset), resolveBackend('wasm')) as [PlannedTrial];
  db.prepare(
    `INSERT INTO trials (id, lineage, epochs, spec, finished_at, trained_work, trained_ms)
     VALUES (?, '', 10, ?, 1, 1, 100000)`,
  ).run(id, JSON.stringify(trial));
  db.close();
  db = openDatabase(folder);
  expect(
    createWorkload(1, trialStore(db, { checkpoints: Infinity, networks: Infinity })).pace(trial),
  ).toBeLessThan(10);
  expect(db.prepare('SELECT max(trained_ms) FROM trials').pluck().get()).toBe(0);
});
