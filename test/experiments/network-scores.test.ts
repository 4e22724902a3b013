/** Scores of finished networks: stored separately from checkpoints, computed once, and the cost of a dropped network. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import type { ExperimentSpec, PlannedTrial } from '../../src/experiments/experiment.ts';
import { NetworkDropped } from '../../src/experiments/network-scores.ts';
import { plan } from '../../src/experiments/plan.ts';
import { createTrialRunner } from '../../src/experiments/trial-runner.ts';
import { createWorkload } from '../../src/experiments/workload.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { type Db, openDatabase } from '../../src/store/database.ts';
import { experimentStore } from '../../src/store/experiments.ts';
import { peopleStore } from '../../src/store/people.ts';
import { trialStore } from '../../src/store/trials.ts';
import { systemClock } from '../../src/time/clock.ts';
import { resolveBackend } from '../../src/training/backend.ts';
import { CLEAN_TEST, type Test, type TrialPool, TrialRefused } from '../../src/training/trial.ts';
import { small } from '../datasets/catalogs.ts';
import { deleteFolder, newFolder } from '../test-app.ts';
import { openChildren } from '../training/children.ts';
import '../training/compare-bytes.ts';

const MOVED: Test = { part: 'test', policy: parsePolicy('shift(0.1)'), seed: 7 };
const live = () => new AbortController().signal;

let folder: string;
let db: Db;
let pool: TrialPool;
/** The tests that the pool was asked for. */
let asked: Test[];
beforeEach(() => {
  folder = newFolder();
  db = openDatabase(folder);
  peopleStore(db).seen({ id: 'kim', name: 'kim', teacher: false }, 0);
  pool = openChildren(2).pool;
  asked = [];
});
afterEach(async () => {
  await pool.stop();
  db.close();
  deleteFolder(folder);
});

const specOf = (change: Partial<ExperimentSpec> = {}): ExperimentSpec => ({
  dataset: 'fashion-mnist',
  model: 'mlp',
  fraction: 0.1,
  policy: parsePolicy('flip'),
  epochs: 1,
  seeds: 1,
  batch: 32,
  ...change,
});

/** The trials of an experiment that has been proposed: reduced, augmented, full. */
function propose(change?: Partial<ExperimentSpec>): { id: number; trials: PlannedTrial[] } {
  const spec = specOf(change);
  const trials = plan(spec, small.info(spec.dataset), resolveBackend('wasm'));
  return {
    id: experimentStore(db).propose({ spec, asker: 'kim', classroom: 't:c', trials, now: 0 }),
    trials,
  };
}

function open(room = { checkpoints: Infinity, networks: Infinity }) {
  const trials = trialStore(db, room);
  const watched: TrialPool = {
    ...pool,
    score(trial, network, tests, signal) {
      asked.push(...tests);
      return pool.score(trial, network, tests, signal);
    },
  };
  const workload = createWorkload(1, trials);
  const runner = createTrialRunner({ pool: watched, trials, workload, datasets: small, clock: systemClock });
  return {
    trials,
    train: (planned: PlannedTrial) => runner.ensure(planned, [], 'kim', () => {}, live()),
    score: (planned: PlannedTrial, tests: readonly Test[], signal = live()) =>
      runner.score(planned, tests, 'kim', signal),
  };
}

it('are computed once for each test, however many ask, and are those of the trial where its own test is asked', async () => {
  const [planned] = propose().trials as [PlannedTrial];
  const { train, score } = open();
  await train(planned);
  const [first, second] = await Promise.all([
    score(planned, [MOVED, CLEAN_TEST]),
    score(planned, [CLEAN_TEST, MOVED]),
  ]);
  expect(second).toEqual([...first].reverse());
  expect(asked).toEqual([MOVED]);
  const stored = db.prepare('SELECT test_accuracy FROM trials WHERE id = ?').pluck().get(planned.id);
  expect(first[1]?.accuracy).toBe(stored);
  expect(await open().score(planned, [MOVED])).toEqual([{ ...first[0], test: MOVED }]);
  expect(asked).toHaveLength(1);
});

it('are computed once where one ask has the same test twice', async () => {
  const [planned] = propose().trials as [PlannedTrial];
  const { train, score } = open();
  await train(planned);
  const [first, , third] = await score(planned, [MOVED, CLEAN_TEST, MOVED]);
  expect(third).toEqual(first);
  expect(asked).toEqual([MOVED]);
});

it('come for the one who waits when the one who asked first leaves, and not for one who left while waiting', async () => {
  const [planned] = propose().trials as [PlannedTrial];
  const { train, score } = open();
  await train(planned);
  const [first, second] = [new AbortController(), new AbortController()];
  const reason = new Error('changed my mind');
  const left = [first, second].map(({ signal }) =>
    expect(score(planned, [MOVED], signal)).rejects.toBe(reason),
  );
  const stayed = score(planned, [MOVED]);
  await expect.poll(() => asked.length).toBe(1);
  second.abort(reason);
  first.abort(reason);
  await Promise.all(left);
  expect((await stayed)[0]?.accuracy).toBeGreaterThan(0);
  expect(asked).toEqual([MOVED, MOVED]);
});

it('are still there for a trial that was finished before weights were kept by themselves', async () => {
  const [planned] = propose().trials as [PlannedTrial];
  const { train, score } = open();
  await train(planned);
  const now = await score(planned, [MOVED]);
  db.exec('DELETE FROM networks; DELETE FROM scores');
  expect(await score(planned, [MOVED])).toEqual(now);
});

it('keep weights in a room of their own: the oldest are dropped first, and none of a running experiment', async () => {
  const weights = 4 + 4 * (784 * 128 + 128 + 128 * 10 + 10);
  const { train } = open({ checkpoints: Infinity, networks: 2.5 * weights });
  const kept = () => db.prepare('SELECT trial FROM networks ORDER BY id').pluck().all();
  const running = propose({ seeds: 1 });
  experimentStore(db).launch(running.id, { place: { platform: 't', channel: 'c' }, locale: 'en' }, 1);
  const others = propose({ fraction: 0.2 }).trials;
  const all = [running.trials[0]!, ...others.slice(0, 2)];
  for (const planned of all) await train(planned);
  expect(kept()).toEqual(all.map(({ id }) => id));
  experimentStore(db).finish(running.id, 'done', 2);
  await train(running.trials[1]!);
  expect(kept()).toEqual([others[1]!.id, running.trials[1]!.id]);
  expect(db.prepare('SELECT count(*) FROM trials WHERE checkpoint IS NOT NULL').pluck().get()).toBe(4);
});

it('of a network that is dropped say what training it again takes', async () => {
  const [planned] = propose().trials as [PlannedTrial];
  const { train, score } = open({ checkpoints: 0, networks: 0 });
  await train(planned);
  const dropped = await score(planned, [MOVED]).catch((error) => error);
  expect(dropped).toBeInstanceOf(NetworkDropped);
  for (const locale of locales) {
    const t = translate(locale);
    const { key, params } = (dropped as NetworkDropped).inWords(t);
    expect(t(key, params)).toContain(t.duration((dropped as NetworkDropped).ms));
  }
  expect(await score(planned, [CLEAN_TEST])).toHaveLength(1);
  expect(asked).toEqual([]);
});

it('and numbers of a trial that is refused are not stored', async () => {
  const [planned] = propose().trials as [PlannedTrial];
  const stale = { ...planned, trial: { ...planned.trial, numerics: 0 } };
  await expect(open().train(stale)).rejects.toThrow(TrialRefused);
  expect(db.prepare('SELECT count(*) FROM epochs').pluck().get()).toBe(0);
  expect(db.prepare('SELECT count(*) FROM networks').pluck().get()).toBe(0);
  expect(db.prepare('SELECT max(finished_at) FROM trials').pluck().get()).toBeNull();
});
