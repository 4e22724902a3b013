/** Which trials answer a question, and in which order. */
import type { DatasetInfo } from '../datasets/dataset.ts';
import { subsetSize } from '../datasets/split.ts';
import { UserError } from '../i18n/user-error.ts';
import { type BackendInfo, NUMERICS, type Trial, trialId } from '../training/trial.ts';
import type { Sizes } from '../training/validation.ts';
import { type Arm, type ExperimentSpec, FULL_SEEDS, type PlannedTrial, seedsOf } from './experiment.ts';

/**
 * The pairs first, seed by seed, because they are the comparison; then the full arm, which takes longer.
 * With a fraction of 1, full and reduced would be the same trial, so it is trained and shown once, as reduced.
 * In a demonstration the full arm comes after the first pair: people wait for all of it, and the longest trial should start early.
 * `live` separates the trials from stored ones with the same numbers.
 */
export function plan(
  spec: ExperimentSpec,
  dataset: DatasetInfo,
  backend: BackendInfo,
  live?: string,
): PlannedTrial[] {
  if (spec.policy.length === 0) throw new UserError('experiment.noPolicy', {}, 'policy');
  const size = subsetSize(dataset, spec.fraction);
  if (spec.batch > size)
    throw new UserError('experiment.batchTooLarge', { batch: spec.batch, size }, 'batch');
  const seeds = seedsOf(spec);
  const full = spec.fraction === 1 ? [] : seeds.slice(0, spec.full ?? FULL_SEEDS);
  const planned = (arms: readonly Arm[], epochs: number) => (seed: number) =>
    arms.map((arm) => {
      const trial: Trial = {
        dataset: dataset.name,
        datasetHash: dataset.hash,
        split: dataset.split,
        fraction: arm === 'full' ? 1 : spec.fraction,
        model: spec.model,
        policy: arm === 'augmented' ? spec.policy : [],
        epochs,
        batch: spec.batch,
        seed,
        backend: backend.name,
        backendVersion: backend.version,
        numerics: NUMERICS,
        ...(live !== undefined && { live }),
      };
      return { arm, seed, id: trialId(trial), trial };
    });
  const pairs = (epochs: number) => seeds.flatMap(planned(['reduced', 'augmented'], epochs));
  const [early, last] = [spec.early === undefined ? [] : pairs(spec.early), pairs(spec.epochs)];
  const before = spec.demonstration ? 2 : last.length;
  const all = full.flatMap(planned(['full'], spec.epochs));
  return [...early, ...last.slice(0, before), ...all, ...last.slice(before)];
}

/** How many images an epoch of the trial and a validation have. */
export const epochSizes = (trial: Trial, dataset: DatasetInfo): Sizes => ({
  epoch: subsetSize(dataset, trial.fraction),
  validation: dataset.sizes.validation,
});

/** Gradient updates per epoch; the last batch may be smaller. */
export const stepsPerEpoch = (trial: Trial, dataset: DatasetInfo): number =>
  Math.ceil(subsetSize(dataset, trial.fraction) / trial.batch);
