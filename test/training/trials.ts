/** Trials for tests, and what they tell while they are trained: in this process, or in a pool. */
import { parsePolicy } from '../../src/augment/policy.ts';
import type { Dataset, DatasetInfo } from '../../src/datasets/dataset.ts';
import { type Backend, resolveBackend } from '../../src/training/backend.ts';
import { createLearner } from '../../src/training/learners.ts';
import { fitTrial } from '../../src/training/trainer.ts';
import {
  type BackendInfo,
  type Checkpoint,
  type EpochResult,
  NUMERICS,
  type Trial,
  type TrialPool,
} from '../../src/training/trial.ts';
import { small } from '../datasets/catalogs.ts';

/** What a test asks for; the policy as people write it. */
export type TrialChange = Partial<Omit<Trial, 'policy'>> & { readonly policy?: string };

/** A short trial on a dataset, of which a test says only what matters to it. */
export const trialOn = (
  { info }: { readonly info: DatasetInfo },
  backend: BackendInfo,
  { policy = 'none', ...change }: TrialChange = {},
): Trial => ({
  dataset: info.name,
  datasetHash: info.hash,
  split: info.split,
  fraction: 0.5,
  model: 'mlp',
  epochs: 3,
  // Leaves a smaller last batch of the tiny dataset.
  batch: 7,
  seed: 1,
  backend: backend.name,
  backendVersion: backend.version,
  numerics: NUMERICS,
  ...change,
  policy: parsePolicy(policy),
});

/** Epochs of `trialOf`: enough for a process to be killed in the middle. */
export const EPOCHS = 40;
const backend = resolveBackend('wasm');

/** A trial for a pool, on the small dataset. */
export const trialOf = (change: TrialChange = {}): Trial =>
  trialOn({ info: small.info('fashion-mnist') }, backend, {
    fraction: 0.1,
    policy: 'flip + rotate(0.04)@0.5',
    batch: 32,
    epochs: EPOCHS,
    ...change,
  });

/** Trains here and keeps everything that was told. */
export async function record(
  backend: Backend,
  dataset: Dataset,
  trial: Trial,
  from?: Checkpoint,
  learner = createLearner,
) {
  const epochs: EpochResult[] = [];
  const checkpoints: Checkpoint[] = [];
  const result = await fitTrial(backend, dataset, trial, {
    from,
    learner,
    checkpointEveryMs: 0,
    onEpoch(epoch, checkpoint) {
      epochs.push(epoch);
      if (checkpoint) checkpoints.push(checkpoint);
    },
  });
  return { epochs, checkpoints, result };
}

/** Trains in a pool and keeps the epochs that were told. */
export async function recordIn(
  pool: TrialPool,
  trial: Trial,
  onEpoch = (_: EpochResult) => {},
  signal = new AbortController().signal,
) {
  const epochs: EpochResult[] = [];
  const told = (epoch: EpochResult) => {
    epochs.push(epoch);
    onEpoch(epoch);
  };
  return { result: await pool.run(trial, undefined, told, signal), epochs };
}
