/** One epoch of our trainer to measure, and the best that a core can do. */
import type { Rank } from '@tensorflow/tfjs-core';
import type { Dataset } from '../src/datasets/dataset.ts';
import { openBackend } from '../src/training/backend.ts';
import { fitTrial } from '../src/training/trainer.ts';
import type { Trial } from '../src/training/trial.ts';
import { ours } from '../test/datasets/catalogs.ts';
import { ownTime } from './table.ts';
import { BATCH } from './trial.ts';

export const ROUNDS = 5;

/** Fashion-MNIST with one validation and one test picture left: epochs are only steps. */
export async function withoutEvaluation(): Promise<Dataset> {
  const real = await ours.load('fashion-mnist');
  return {
    ...real,
    split: { ...real.split, validation: new Int32Array(1) },
    test: { pixels: real.test.pixels.subarray(0, 784), labels: real.test.labels.subarray(0, 1) },
  };
}

/** One epoch of ours as a trial, start and end included. The first run is the warm-up. */
export async function ourEpoch(dataset: Dataset, trial: Trial): Promise<() => Promise<unknown>> {
  const backend = await openBackend(trial.backend);
  const epoch = () => fitTrial(backend, dataset, trial, { onEpoch() {} });
  await epoch();
  return epoch;
}

/** GFLOP/s of a product of two 512 x 512 matrices by tf.matMul, packing included: the bound for this core. */
export async function largeMatMul(): Promise<number> {
  const { tf } = await openBackend('wasm');
  const [a, b] = [tf.ones<Rank.R2>([512, 512]), tf.ones<Rank.R2>([512, 512])];
  const ms = await ownTime(() => tf.matMul(a, b).dispose());
  tf.dispose([a, b]);
  return (2 * 512 ** 3) / ms / 1e6;
}

/** GFLOP/s of a step with this many multiplications (and as many additions) for each picture. */
export const gflops = (multiplications: number, ms: number): number =>
  (2 * BATCH * multiplications) / ms / 1e6;
