/** The background part of an experiment: trains missing trials, reports changes, ends with a state. */
import { setMaxListeners } from 'node:events';
import type { DatasetInfos } from '../datasets/catalog.ts';
import { type Trial, TrialCrashed } from '../training/trial.ts';
import {
  type ExperimentRepository,
  firstSeed,
  type PlannedTrial,
  type TrialProgress,
  testsOf,
} from './experiment.ts';
import { plan } from './plan.ts';
import type { TrialRunner } from './trial-runner.ts';
import { type Workload, work } from './workload.ts';

export interface RunParts {
  readonly experiments: ExperimentRepository;
  readonly runner: TrialRunner;
  readonly workload: Workload;
  readonly datasets: DatasetInfos;
  readonly now: () => number;
}

/** How many pairs of an experiment may be replaced: if every process died, it would never end otherwise. */
const MOST_REPLACED = 3;

/**
 * Trains the unfinished trials of experiment `id`. A trial whose process died twice is marked
 * and left out, and the pair of the next seed replaces its pair; every other error ends the run. Rejects
 * with the signal's reason when aborted.
 */
export async function runExperiment(
  id: number,
  parts: RunParts,
  changed: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { experiments, runner, workload, datasets, now } = parts;
  const experiment = experiments.get(id);
  // It has already ended, but the process was killed before showing that.
  if (experiment?.state !== 'running') return;
  const { asker, spec } = experiment;
  const tests = testsOf(spec);
  const left = new Map(
    experiments.trials(id).map((trial) => [trial.id, remainingWork(trial, tests.length > 0, datasets)]),
  );
  const unfollow = workload.follow(
    () => experiments.get(id)?.asker ?? asker,
    () => [...left.values()].reduce((sum, units) => sum + units, 0),
  );
  // After one trial's error, the others must not keep running for a job that has ended.
  const stop = new AbortController();
  const all = AbortSignal.any([signal, stop.signal]);
  setMaxListeners(0, all); // every waiting trial adds a listener
  /** The pair that replaces the trial's own, unless another one already has. */
  const successors = ({ arm, trial }: PlannedTrial): PlannedTrial[] => {
    if (arm === 'full') return [];
    const pairs = experiments.trials(id, false).filter((one) => one.arm !== 'full');
    const crashed = new Set(pairs.filter((one) => one.crashed).map(({ seed }) => seed)).size;
    const next = firstSeed(spec) + spec.seeds + crashed - 1;
    if (crashed > MOST_REPLACED || pairs.some(({ seed }) => seed === next)) return [];
    const backend = { name: trial.backend, version: trial.backendVersion };
    const added = plan(
      { ...spec, first: next, seeds: 1, full: 0 },
      datasets.info(spec.dataset),
      backend,
      trial.live,
    );
    experiments.add(id, added);
    return added;
  };
  const train = async (planned: PlannedTrial): Promise<void> => {
    const onEpoch = (epoch: number) => {
      left.set(planned.id, workLeft(planned.trial, epoch, datasets));
      changed();
    };
    let added: PlannedTrial[] = [];
    try {
      await runner.ensure(planned, tests, asker, onEpoch, all);
    } catch (error) {
      if (!(error instanceof TrialCrashed)) {
        stop.abort(error);
        throw error;
      }
      experiments.markCrashed(id, planned.id);
      added = successors(planned);
      for (const { id, trial } of added) left.set(id, workLeft(trial, 0, datasets));
    }
    left.set(planned.id, 0);
    changed();
    await trainAll(added);
  };
  const trainAll = async (trials: readonly PlannedTrial[]): Promise<void> => {
    const outcomes = await Promise.allSettled(trials.map(train));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw signal.aborted ? signal.reason : failed.reason;
  };
  try {
    await trainAll(experiments.planned(id));
    if (spec.demonstration) experiments.keepLive(id);
    experiments.finish(id, 'done', now());
  } finally {
    unfollow();
  }
}

/** Training work that a trial still needs, in the units of `work`; `isMoved`: it is also scored on moved images. */
export function remainingWork(progress: TrialProgress, isMoved: boolean, datasets: DatasetInfos): number {
  const { trial, epochs, crashed, testAccuracy, movedAccuracy, isKept } = progress;
  if (crashed) return 0;
  if (testAccuracy === undefined) return workLeft(trial, epochs.length, datasets);
  const isTrainedAgain = isMoved && movedAccuracy === undefined && !isKept;
  return isTrainedAgain ? workLeft(trial, 0, datasets) : 0;
}

const workLeft = (trial: Trial, done: number, datasets: DatasetInfos): number =>
  work(trial, datasets.info(trial.dataset), done);
