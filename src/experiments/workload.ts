/**
 * Estimates of time: work is counted in steps, and the processor time per unit is learnt from training here. How busy
 * the machine is changes only the time left on a card, never whether Augie asks about a run or refuses it.
 */
import type { DatasetInfo } from '../datasets/dataset.ts';
import type { BackendName, ModelName, Trial } from '../training/trial.ts';
import { validations } from '../training/validation.ts';
import type { TrialRepository } from './experiment.ts';
import { epochSizes, stepsPerEpoch } from './plan.ts';

/** Milliseconds of processor time per unit of work before anything was measured: two-core laptop, batch of 32. */
const FIRST_GUESS: Record<ModelName, Record<BackendName, number>> = {
  mlp: { native: 3, wasm: 0.7, cpu: 9 },
  cnn: { native: 1.6, wasm: 0.7, cpu: 210 },
};

/** A measurement of this many units counts as much as all before it: about one trial of a default experiment. */
const MEMORY = 5000;

/** The largest allowed ratio of time to processor time: a stopped process would make it meaningless. */
const MOST_SLOWDOWN = 10;

/**
 * A step has a fixed cost (the optimizer) and a cost for each picture; classifying one costs
 * less than learning from it. Measured on wasm.
 */
const COST: Record<
  ModelName,
  { readonly step: number; readonly picture: number; readonly validation: number }
> = {
  mlp: { step: 0.2, picture: 0.8 / 32, validation: 0.3 / 32 },
  cnn: { step: 0.1, picture: 13.3 / 32, validation: 4 / 32 },
};

/**
 * Work of the epochs after `from`, up to `to`, in units of one step of mlp with a batch of 32. It includes validation, and
 * nothing after the last epoch.
 */
export function work(trial: Trial, dataset: DatasetInfo, from = 0, to = trial.epochs): number {
  const { step, picture, validation } = COST[trial.model];
  const sizes = epochSizes(trial, dataset);
  const training = step * stepsPerEpoch(trial, dataset) + picture * sizes.epoch;
  const classified = validations(trial, sizes, from, to) * sizes.validation;
  return (to - from) * training + validation * classified;
}

export interface Workload {
  /**
   * `remaining` says how much work an asker's run still has, until the returned function is called. The asker may
   * change: a run stays without an asker when somebody deletes their data.
   */
  follow(asker: () => string, remaining: () => number): () => void;
  /** A measurement: `units` took one trainer `cpuMs` of processor time, in `passedMs` if known. */
  measured(trial: Trial, units: number, cpuMs: number, passedMs?: number): void;
  /** Milliseconds of processor time for a unit of work. */
  pace(trial: Trial): number;
  /**
   * Milliseconds until an asker's `units` are done, if askers take turns at the trainers: everybody else gets as
   * much as this asker needs, at most what they want. Assumes an otherwise idle machine.
   */
  wait(asker: string, units: number, trial: Trial): number;
  /** The same for a machine as busy as it has been since training began. */
  timeLeft(asker: string, units: number, trial: Trial): number;
}

export function createWorkload(trainers: number, trials: Pick<TrialRepository, 'pace'>): Workload {
  const runs = new Set<{ asker: () => string; remaining: () => number }>();
  const paces = new Map<string, number>();
  /** Time passed per millisecond of processor time. */
  let slowdown = 1;
  const key = (trial: Trial) => `${trial.model} ${trial.backend}`;
  const pace = (trial: Trial) =>
    paces.get(key(trial)) ??
    trials.pace(trial.model, trial.backend) ??
    FIRST_GUESS[trial.model][trial.backend];

  function wait(asker: string, units: number, trial: Trial): number {
    const others = new Map<string, number>();
    for (const run of runs) {
      const other = run.asker();
      if (other !== asker) others.set(other, (others.get(other) ?? 0) + run.remaining());
    }
    const shared = [...others.values()].reduce((sum, theirs) => sum + Math.min(theirs, units), units);
    return (shared * pace(trial)) / trainers;
  }

  return {
    follow(asker, remaining) {
      const run = { asker, remaining };
      runs.add(run);
      return () => {
        runs.delete(run);
        if (runs.size === 0) slowdown = 1;
      };
    },
    measured(trial, units, cpuMs, passedMs) {
      const weight = units / (units + MEMORY);
      paces.set(key(trial), (1 - weight) * pace(trial) + weight * (cpuMs / units));
      if (passedMs === undefined) return;
      const now = Math.min(Math.max(passedMs / Math.max(cpuMs, 1), 1), MOST_SLOWDOWN);
      slowdown = (1 - weight) * slowdown + weight * now;
    },
    pace,
    wait,
    timeLeft: (asker, units, trial) => slowdown * wait(asker, units, trial),
  };
}
