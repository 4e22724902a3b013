/** The background part of an experiment: trains what is missing, reports what changed, ends with a state. */
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

/** So many pairs of an experiment get a successor: what kills every process would never end otherwise. */
const MOST_REPLACED = 3;

/**
 * Trains the trials of experiment `id` that are not finished yet. A trial whose process died twice is marked
 * and left out, and the pair of the next seed takes the place of its pair; everything else that goes wrong ends the run. Rejects
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
  // It ended before, and the process was killed before that could be shown.
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
  // One trial's fault must not leave the others running behind the back of a job that has ended.
  const stop = new AbortController();
  const all = AbortSignal.any([signal, stop.signal]);
  setMaxListeners(0, all); // every trial that waits listens
  /** The pair that takes the place of the trial's own, where none has taken it yet. */
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

/** Work of training that a trial still needs, in the units of `work`; `isMoved`: it is scored on moved images, too. */
export function remainingWork(progress: TrialProgress, isMoved: boolean, datasets: DatasetInfos): number {
  const { trial, epochs, crashed, testAccuracy, movedAccuracy, isKept } = progress;
  if (crashed) return 0;
  if (testAccuracy === undefined) return workLeft(trial, epochs.length, datasets);
  const isTrainedAgain = isMoved && movedAccuracy === undefined && !isKept;
  return isTrainedAgain ? workLeft(trial, 0, datasets) : 0;
}

const workLeft = (trial: Trial, done: number, datasets: DatasetInfos): number =>
  work(trial, datasets.info(trial.dataset), done);
