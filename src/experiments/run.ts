/** The background part of an experiment: trains what is missing, reports what changed, ends with a state. */
import { setMaxListeners } from 'node:events';
import type { DatasetInfos } from '../datasets/catalog.ts';
import { type Trial, TrialCrashed } from '../training/trial.ts';
import type { ExperimentRepository, TrialProgress } from './experiment.ts';
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
  const { asker = '', state } = experiments.get(id) ?? {};
  // It ended before, and the process was killed before that could be shown.
  if (state !== 'running') return;
  const left = new Map(experiments.trials(id).map((trial) => [trial.id, remainingWork(trial, datasets)]));
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
          await runner.ensure(planned, asker, onEpoch, all);
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
    experiments.finish(id, 'done', now());
  } finally {
    unfollow();
  }
}

/** Work still to be done for a trial, in the units of `work`. */
export function remainingWork(progress: TrialProgress, datasets: DatasetInfos): number {
  if (progress.testAccuracy !== undefined || progress.crashed) return 0;
  return workLeft(progress.trial, progress.epochs.length, datasets);
}

const workLeft = (trial: Trial, done: number, datasets: DatasetInfos): number =>
  work(trial, datasets.info(trial.dataset), done);
