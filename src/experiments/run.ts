/** The background part of an experiment: trains what is missing, reports what changed, ends with a state. */
import { setMaxListeners } from 'node:events';
import type { DatasetInfos } from '../datasets/catalog.ts';
import { type Trial, TrialCrashed } from '../training/trial.ts';
import { type ExperimentRepository, type TrialProgress, testsOf } from './experiment.ts';
import type { TrialRunner } from './trial-runner.ts';
import { type Workload, work } from './workload.ts';

export interface RunParts {
  readonly experiments: ExperimentRepository;
  readonly runner: TrialRunner;
  readonly workload: Workload;
  readonly datasets: DatasetInfos;
  readonly now: () => number;
}

/**
 * Trains the trials of experiment `id` that are not finished yet. A trial whose process died twice is marked
 * and left out; everything else that goes wrong ends the run. Rejects with the signal's reason when aborted.
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
  try {
    const outcomes = await Promise.allSettled(
      experiments.planned(id).map(async (planned) => {
        const onEpoch = (epoch: number) => {
          left.set(planned.id, workLeft(planned.trial, epoch, datasets));
          changed();
        };
        try {
          await runner.ensure(planned, tests, asker, onEpoch, all);
          left.set(planned.id, 0);
        } catch (error) {
          if (!(error instanceof TrialCrashed)) {
            stop.abort(error);
            throw error;
          }
          experiments.markCrashed(id, planned.id);
          left.set(planned.id, 0);
        }
        changed();
      }),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw signal.aborted ? signal.reason : failed.reason;
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
