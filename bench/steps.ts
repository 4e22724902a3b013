/** Steps per second: our trainer beside plain tfjs `model.fit`, same network, batch and backend (wasm). */
import { createRequire } from 'node:module';
import { loadDataset } from '../src/datasets/catalog.ts';
import type { Dataset } from '../src/datasets/dataset.ts';
import { subset } from '../src/datasets/split.ts';
import { openBackend } from '../src/training/backend.ts';
import { fitTrial } from '../src/training/trainer.ts';
import { NUMERICS } from '../src/training/trial.ts';

const FRACTION = 0.1;
const BATCH = 32;
const ROUNDS = 5;

/** Milliseconds per gradient step, medians over alternating rounds of one epoch (150 steps) each. */
export async function measureSteps(): Promise<{ ours: number; plain: number }> {
  const real = loadDataset('fashion-mnist', 'data');
  // Neither side evaluates: one validation and one test picture are left.
  const one = new Int32Array(1);
  const dataset: Dataset = {
    ...real,
    split: { ...real.split, validation: one },
    test: { pixels: real.test.pixels.subarray(0, 784), labels: real.test.labels.subarray(0, 1) },
  };
  const steps = Math.ceil(subset(dataset, FRACTION, 1).length / BATCH);
  const rounds = [await ourEpoch(dataset), await plainEpoch(dataset)];
  const times: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round++)
    for (const [side, epoch] of rounds.entries()) {
      const start = performance.now();
      await epoch();
      times[side]!.push((performance.now() - start) / steps);
    }
  const [ours, plain] = times.map((all) => all.sort((a, b) => a - b)[ROUNDS >> 1]!);
  return { ours: ours!, plain: plain! };
}

/** One epoch of ours as a trial, start and end included. The first run is the warm-up. */
async function ourEpoch(dataset: Dataset): Promise<() => Promise<unknown>> {
  const backend = await openBackend('wasm');
  const trial = {
    dataset: dataset.info.name,
    datasetHash: dataset.info.hash,
    split: dataset.info.split,
    fraction: FRACTION,
    model: 'mlp' as const,
    policy: [],
    epochs: 1,
    batch: BATCH,
    seed: 1,
    backend: backend.name,
    backendVersion: backend.version,
    numerics: NUMERICS,
  };
  const epoch = () => fitTrial(backend, dataset, trial, { onEpoch() {} });
  await epoch();
  return epoch;
}

async function plainEpoch(dataset: Dataset): Promise<() => Promise<unknown>> {
  const tf: typeof import('@tensorflow/tfjs') = createRequire(import.meta.url)('@tensorflow/tfjs');
  const samples = subset(dataset, FRACTION, 1);
  const pictures = new Float32Array(samples.length * 784);
  const labels = new Float32Array(samples.length);
  for (const [i, sample] of samples.entries()) {
    for (let p = 0; p < 784; p++) pictures[784 * i + p] = dataset.pool.pixels[784 * sample + p]! / 255;
    labels[i] = dataset.pool.labels[sample]!;
  }
  const x = tf.tensor2d(pictures, [samples.length, 784]);
  const y = tf.tensor2d(labels, [samples.length, 1]);
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 128, activation: 'relu', inputShape: [784] }),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(1e-3),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const epoch = () => model.fit(x, y, { batchSize: BATCH, epochs: 1, verbose: 0 });
  await epoch();
  return epoch;
}
