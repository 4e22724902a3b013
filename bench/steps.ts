/** Steps per second: our trainer beside plain tfjs `model.fit`, beside the cpu backend, and beside matMul alone. */
import { createRequire } from 'node:module';
import type { Rank } from '@tensorflow/tfjs-core';
import { parsePolicy } from '../src/augment/policy.ts';
import { loadDataset } from '../src/datasets/catalog.ts';
import type { Dataset } from '../src/datasets/dataset.ts';
import { subset } from '../src/datasets/split.ts';
import { openBackend } from '../src/training/backend.ts';
import { fitTrial } from '../src/training/trainer.ts';
import { type BackendName, type ModelName, NUMERICS } from '../src/training/trial.ts';

const FRACTION = 0.1;
const BATCH = 32;
const ROUNDS = 5;

/** The mlp: milliseconds per gradient step, medians over alternating rounds of one epoch (150 steps) each. */
export async function measureSteps(): Promise<{ ours: number; plain: number }> {
  const dataset = await withoutEvaluation();
  const steps = stepsOf(dataset, FRACTION);
  const rounds = [await ourEpoch(dataset, 'mlp', 'wasm', FRACTION), await plainEpoch(dataset)];
  const times: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round++)
    for (const [side, epoch] of rounds.entries()) times[side]!.push((await timed(epoch)) / steps);
  const [ours, plain] = times.map(median);
  return { ours: ours!, plain: plain! };
}

/** Of one picture through the cnn, there and back; the pictures themselves need no gradient. */
const CNN_MULTIPLICATIONS = 2 * (16 * 9 * 28 * 28) + 3 * (32 * 9 * 16 * 14 * 14 + 64 * 32 * 7 * 7 + 10 * 64);

/**
 * The cnn: milliseconds per gradient step on wasm and on the cpu backend, and GFLOP/s of its products and of one
 * large matMul on the same core.
 */
export async function measureCnn(): Promise<{ wasm: number; cpu: number; gflops: number; matMul: number }> {
  const dataset = await withoutEvaluation();
  const epoch = await ourEpoch(dataset, 'cnn', 'wasm', FRACTION);
  const times: number[] = [];
  const products: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push((await timed(epoch)) / stepsOf(dataset, FRACTION));
    products.push(await largeMatMul());
  }
  const wasm = median(times);
  const gflops = (2 * BATCH * CNN_MULTIPLICATIONS) / wasm / 1e6;
  // A step takes seconds.
  const few = (2 * BATCH) / dataset.info.sizes.training;
  const cpu = (await timed(await ourEpoch(dataset, 'cnn', 'cpu', few))) / stepsOf(dataset, few);
  return { wasm, cpu, gflops, matMul: median(products) };
}

/** GFLOP/s of a product of two 512 x 512 matrices, packing included. */
async function largeMatMul(): Promise<number> {
  const { tf } = await openBackend('wasm');
  const [a, b] = [tf.ones<Rank.R2>([512, 512]), tf.ones<Rank.R2>([512, 512])];
  const ms = await timed(async () => tf.matMul(a, b).dispose());
  tf.dispose([a, b]);
  return (2 * 512 ** 3) / ms / 1e6;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/**
 * What a policy adds to a step of the mlp on wasm, as a share of the step without it: the median over pairs of epochs,
 * one after the other, of this process's own time, as it is a small difference of two times.
 */
export async function measureAugmentedSteps(policy: string): Promise<number> {
  const dataset = await withoutEvaluation();
  const plain = await ourEpoch(dataset, 'mlp', 'wasm', FRACTION);
  const augmented = await ourEpoch(dataset, 'mlp', 'wasm', FRACTION, policy);
  const shares: number[] = [];
  for (let pair = 0; pair < 4 * ROUNDS; pair++) {
    const without = await ownTime(plain);
    shares.push((await ownTime(augmented)) / without - 1);
  }
  return median(shares);
}

/** Microseconds of a core that this process takes for something. */
async function ownTime(action: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const stepsOf = (dataset: Dataset, fraction: number) =>
  Math.ceil(subset(dataset, fraction, 1).length / BATCH);

/** Neither side evaluates: one validation and one test picture are left. */
async function withoutEvaluation(): Promise<Dataset> {
  const real = await loadDataset('fashion-mnist', 'data');
  return {
    ...real,
    split: { ...real.split, validation: new Int32Array(1) },
    test: { pixels: real.test.pixels.subarray(0, 784), labels: real.test.labels.subarray(0, 1) },
  };
}

/** One epoch of ours as a trial, start and end included. The first run is the warm-up. */
async function ourEpoch(
  dataset: Dataset,
  model: ModelName,
  name: BackendName,
  fraction: number,
  policy = 'none',
): Promise<() => Promise<unknown>> {
  const backend = await openBackend(name);
  const trial = {
    dataset: dataset.info.name,
    datasetHash: dataset.info.hash,
    split: dataset.info.split,
    fraction,
    model,
    policy: parsePolicy(policy),
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
