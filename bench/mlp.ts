/** Steps of the mlp: ours beside plain tfjs `model.fit`, and beside matMul alone. */
import { createRequire } from 'node:module';
import type { Dataset } from '../src/datasets/dataset.ts';
import { subset } from '../src/datasets/split.ts';
import { stepsPerEpoch } from '../src/experiments/plan.ts';
import { gflops, largeMatMul, ourEpoch, ROUNDS, withoutEvaluation } from './epoch.ts';
import { measureLearners } from './learners.ts';
import { median, ownTime, type Row } from './table.ts';
import { BATCH, trialOf } from './trial.ts';

/** Of one picture through the mlp, there and back, pixels that are 0 included; the picture itself needs no gradient. */
const MULTIPLICATIONS = 2 * 784 * 128 + 3 * 128 * 10;

/** Milliseconds of this process's own time: medians over alternating rounds of one epoch (150 steps) each. */
export async function measureMlp(): Promise<Row[]> {
  const dataset = await withoutEvaluation();
  const trial = trialOf({});
  const steps = stepsPerEpoch(trial, dataset.info);
  const epochs = [await ourEpoch(dataset, trial), await plainEpoch(dataset, trial.fraction)];
  const times: number[][] = [[], []];
  const products: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [side, epoch] of epochs.entries()) times[side]!.push((await ownTime(epoch)) / steps);
    products.push(await largeMatMul());
  }
  const [ours, plain] = times.map(median) as [number, number];
  const speed = gflops(MULTIPLICATIONS, ours);
  return [
    { what: 'mlp, wasm: step of ours', value: ours, unit: 'ms' },
    { what: 'mlp, wasm: step of model.fit', value: plain, unit: 'ms' },
    {
      what: 'mlp, wasm: our steps per step of model.fit',
      value: plain / ours,
      unit: 'x',
      least: 4,
      guarded: true,
    },
    { what: 'mlp, wasm: billions of operations per second', value: speed, unit: '' },
    { what: 'mlp, wasm: beside those of matMul', value: speed / median(products), unit: 'x' },
    ...(await measureLearners()),
  ];
}

async function plainEpoch(dataset: Dataset, fraction: number): Promise<() => Promise<unknown>> {
  const tf: typeof import('@tensorflow/tfjs') = createRequire(import.meta.url)('@tensorflow/tfjs');
  const samples = subset(dataset, fraction, 1);
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
