/** A trial to measure. */
import { parsePolicy } from '../src/augment/policy.ts';
import { resolveBackend } from '../src/training/backend.ts';
import { type BackendName, NUMERICS, type Trial } from '../src/training/trial.ts';
import { ours } from '../test/datasets/catalogs.ts';

export const BATCH = 32;

/** One epoch of the mlp on wasm with a tenth of the training part (150 steps), with the given changes. */
export function trialOf({
  backend: name = 'wasm',
  policy = 'none',
  ...rest
}: Partial<Omit<Trial, 'policy' | 'backend'>> & { backend?: BackendName; policy?: string }): Trial {
  const info = ours.info('fashion-mnist');
  const backend = resolveBackend(name);
  return {
    dataset: info.name,
    datasetHash: info.hash,
    split: info.split,
    fraction: 0.1,
    model: 'mlp',
    policy: parsePolicy(policy),
    epochs: 1,
    batch: BATCH,
    seed: 1,
    backend: backend.name,
    backendVersion: backend.version,
    numerics: NUMERICS,
    ...rest,
  };
}
