/** How long it will take: work counted in steps, time per unit learnt from the trials that were trained here. */
import type { DatasetInfo } from '../datasets/dataset.ts';
import { subsetSize } from '../datasets/split.ts';
import type { BackendName, ModelName, Trial } from '../training/trial.ts';
import type { TrialRepository } from './experiment.ts';
import { stepsPerEpoch } from './plan.ts';

/** Milliseconds per unit of work before anything was measured: two-core laptop, batch of 32. */
const FIRST_GUESS: Record<ModelName, Record<BackendName, number>> = {
  mlp: { native: 0.6, wasm: 0.7, cpu: 9 },
  cnn: { native: 0.6, wasm: 0.7, cpu: 210 },
};

/**
 * A step costs so much whatever its batch (the optimizer), and so much for each of its pictures; classifying one costs
 * less than learning from it. Measured on wasm.
 */
const COST: Record<
  ModelName,
  { readonly step: number; readonly picture: number; readonly validation: number }
> = {
  mlp: { step: 0.2, picture: 0.8 / 32, validation: 0.3 / 32 },
  cnn: { step: 0.1, picture: 13.3 / 32, validation: 4 / 32 },
};

/** Work of `epochs` epochs, in units of one step of mlp with a batch of 32; the validation after each epoch included. */
export function work(trial: Trial, dataset: DatasetInfo, epochs = trial.epochs): number {
  const { step, picture, validation } = COST[trial.model];
  const training = step * stepsPerEpoch(trial, dataset) + picture * subsetSize(dataset, trial.fraction);
  return epochs * (training + validation * dataset.sizes.validation);
}

export interface Workload {
  /**
   * `remaining` says how much an asker's run has still to do, until the returned function is called. Who that is may
   * change: the run of somebody who was forgotten is nobody's.
   */
  follow(asker: () => string, remaining: () => number): () => void;
  /** A measurement: `units` took one trainer `ms`. */
  measured(trial: Trial, units: number, ms: number): void;
  /**
   * Milliseconds until an asker's `units` are done, with the trainers shared in turn: everybody else gets as
   * much as this asker needs, at most what they want.
   */
  wait(asker: string, units: number, trial: Trial): number;
}

export function createWorkload(trainers: number, trials: Pick<TrialRepository, 'pace'>): Workload {
  const runs = new Set<{ asker: () => string; remaining: () => number }>();
  const paces = new Map<string, number>();
  const key = (trial: Trial) => `${trial.model} ${trial.backend}`;
  const pace = (trial: Trial) =>
    paces.get(key(trial)) ??
    trials.pace(trial.model, trial.backend) ??
    FIRST_GUESS[trial.model][trial.backend];

  return {
    follow(asker, remaining) {
      const run = { asker, remaining };
      runs.add(run);
      return () => void runs.delete(run);
    },
    measured(trial, units, ms) {
      paces.set(key(trial), 0.8 * pace(trial) + 0.2 * (ms / units));
    },
    wait(asker, units, trial) {
      const others = new Map<string, number>();
      for (const run of runs) {
        const other = run.asker();
        if (other !== asker) others.set(other, (others.get(other) ?? 0) + run.remaining());
      }
      const shared = [...others.values()].reduce((sum, theirs) => sum + Math.min(theirs, units), units);
      return (shared * pace(trial)) / trainers;
    },
  };
}
