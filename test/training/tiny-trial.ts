/** A trial on the tiny dataset, for tests. */
import { parsePolicy } from '../../src/augment/policy.ts';
import type { Dataset } from '../../src/datasets/dataset.ts';
import type { Backend, BackendInfo } from '../../src/training/backend.ts';
import { fitTrial } from '../../src/training/trainer.ts';
import { type Checkpoint, type EpochResult, NUMERICS, type Trial } from '../../src/training/trial.ts';

export const tinyTrial = (
  dataset: Dataset,
  backend: BackendInfo,
  { policy = 'none', ...rest }: Partial<Omit<Trial, 'policy'>> & { policy?: string } = {},
): Trial => ({
  dataset: dataset.info.name,
  datasetHash: dataset.info.hash,
  split: dataset.info.split,
  fraction: 0.5,
  model: 'mlp',
  epochs: 3,
  // Leaves a smaller last batch.
  batch: 7,
  seed: 1,
  backend: backend.name,
  backendVersion: backend.version,
  numerics: NUMERICS,
  ...rest,
  policy: parsePolicy(policy),
});

/** Trains and keeps everything that was told. */
export async function record(backend: Backend, dataset: Dataset, trial: Trial, from?: Checkpoint) {
  const epochs: EpochResult[] = [];
  const checkpoints: Checkpoint[] = [];
  const result = await fitTrial(backend, dataset, trial, {
    from,
    checkpointEveryMs: 0,
    onEpoch(epoch, checkpoint) {
      epochs.push(epoch);
      if (checkpoint) checkpoints.push(checkpoint);
    },
  });
  return { epochs, checkpoints, result };
}
