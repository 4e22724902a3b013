/** Forward and backward of the models: against finite differences, across backends, and against tfjs's own layers. */
import { createRequire } from 'node:module';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/augment/augmenter.ts';
import { subset } from '../../src/datasets/split.ts';
import { draws, shuffle } from '../../src/random/draws.ts';
import { type Backend, openBackend } from '../../src/training/backend.ts';
import { softmaxCrossEntropy } from '../../src/training/kernels/softmax.ts';
import type { Model } from '../../src/training/model.ts';
import { createModel } from '../../src/training/models.ts';
import { ours } from '../datasets/catalogs.ts';
import { tinyDataset } from '../datasets/tiny.ts';
import { record, trialOn } from './trials.ts';

const dataset = tinyDataset(40);
const VALUES = 64;
const N = 9;
const samples = Int32Array.from({ length: N }, (_, i) => i);
const pictures = new Float32Array(N * VALUES);
compilePolicy([], 1, dataset.info).write(dataset.pool.pixels, samples, 1, pictures);
const labels = dataset.pool.labels.subarray(0, N);

/** Mean loss on one batch, and what makes the gradients from it. */
function forward({ tf }: Backend, model: Model) {
  const sums = { loss: 0, correct: 0 };
  const { logits, backward } = model.forward(tf.transpose(tf.tensor2d(pictures, [N, VALUES])));
  const gradient = new Float32Array(logits.size);
  softmaxCrossEntropy(logits.dataSync<'float32'>(), labels, sums, { gradient });
  return { loss: sums.loss / N, backward: () => backward(tf.tensor2d(gradient, logits.shape)) };
}

function lossOf(backend: Backend, model: Model): number {
  let loss = 0;
  backend.tf.tidy(() => {
    loss = forward(backend, model).loss;
  });
  return loss;
}

/** Of every parameter. */
function gradientsOf(backend: Backend, model: Model): Float32Array[] {
  const gradients = backend.tf.tidy(() => forward(backend, model).backward());
  const values = gradients.map((tensor) => tensor.dataSync<'float32'>());
  backend.tf.dispose(gradients);
  return values;
}

test.each([
  ['mlp', 'cpu'],
  ['cnn', 'cpu'],
  ['cnn', 'wasm'],
] as const)('gradients of %s on %s agree with finite differences', async (name, on) => {
  const backend = await openBackend(on);
  const model = createModel(backend, name, dataset.info, 3);
  const gradients = gradientsOf(backend, model);
  const lossWith = (parameter: Model['parameters'][number], at: number, by: number) => {
    const original = parameter.value;
    const values = original.dataSync<'float32'>().slice();
    values[at]! += by;
    parameter.value = backend.tf.tensor(values, original.shape);
    const loss = lossOf(backend, model);
    parameter.value.dispose();
    parameter.value = original;
    return loss;
  };
  // Small, so that no relu changes sides on the way; large enough for float32.
  const EPSILON = 2e-4;
  // TensorFlow's cpu backend takes a second for a few passes of the cnn.
  const shares = name === 'cnn' && on === 'cpu' ? [0.5] : [0, 0.23, 0.5, 0.77, 0.99];
  for (const [p, parameter] of model.parameters.entries())
    for (const share of shares) {
      const at = Math.floor(share * parameter.value.size);
      const numeric = (lossWith(parameter, at, EPSILON) - lossWith(parameter, at, -EPSILON)) / (2 * EPSILON);
      expect(gradients[p]![at]).toBeCloseTo(numeric, 3);
    }
});

test.each(['mlp', 'cnn'] as const)('%s: wasm agrees with cpu, also after updates in place', async (model) => {
  const cpu = await openBackend('cpu');
  const onCpu = await record(cpu, dataset, trialOn(dataset, cpu, { model }));
  const wasm = await openBackend('wasm');
  const onWasm = await record(wasm, dataset, trialOn(dataset, wasm, { model }));
  for (const [i, epoch] of onWasm.epochs.entries())
    for (const name of ['trainLoss', 'valLoss'] as const)
      expect(epoch[name]).toBeCloseTo(onCpu.epochs[i]![name] as number, 4);
  expect(onWasm.result.testLoss).toBeCloseTo(onCpu.result.testLoss, 4);
});

test('cnn sees colours as planes: wasm agrees with cpu and with the same in grey', async () => {
  const logits = async (name: 'cpu' | 'wasm', channels: 1 | 3) => {
    const backend = await openBackend(name);
    const { tf } = backend;
    const model = createModel(backend, 'cnn', { ...dataset.info, channels }, 3);
    // The grey network's filters for each colour, a third each.
    if (channels === 3) {
      const grey = createModel(backend, 'cnn', dataset.info, 3);
      for (const [i, { value }] of grey.parameters.entries())
        model.parameters[i]!.value = i === 0 ? tf.div(tf.tile(value, [1, 3]), 3) : value;
    }
    return tf.tidy(() => {
      const rows = tf.tensor3d(pictures, [N, VALUES, 1]);
      const columns = tf.transpose<Tensor2D>(tf.reshape(tf.tile(rows, [1, 1, channels]), [N, -1]));
      return model.forward(columns).logits.dataSync<'float32'>().slice();
    });
  };
  const grey = await logits('cpu', 1);
  for (const [name, channels] of [
    ['wasm', 1],
    ['wasm', 3],
    ['cpu', 3],
  ] as const)
    for (const [i, value] of (await logits(name, channels)).entries()) expect(value).toBeCloseTo(grey[i]!, 4);
});

test.each(ours.names)('every model takes the pictures of %s', async (name) => {
  const backend = await openBackend('wasm');
  for (const model of ['mlp', 'cnn'] as const)
    expect(() => createModel(backend, model, ours.info(name), 1)).not.toThrow();
});

describe('weights at the start', () => {
  test('are Glorot uniform with zero biases, fixed by the seed', async () => {
    const backend = await openBackend('wasm');
    const model = createModel(backend, 'mlp', { ...dataset.info, width: 28, height: 28 }, 1);
    const [first, bias] = model.parameters.map(({ value }) => value.dataSync<'float32'>());
    const limit = Math.sqrt(6 / (784 + 128));
    expect(first).toHaveLength(784 * 128);
    expect(first!.every((weight) => Math.abs(weight) <= limit)).toBe(true);
    const variance = first!.reduce((sum, weight) => sum + weight * weight, 0) / first!.length;
    expect(variance / (limit ** 2 / 3)).toBeCloseTo(1, 1);
    expect(bias!.every((value) => value === 0)).toBe(true);
    const again = createModel(backend, 'mlp', { ...dataset.info, width: 28, height: 28 }, 1);
    expect(again.parameters[0]!.value.dataSync()).toEqual(first);
  });

  test('of cnn: 105,866, the filters count nine times, colours are inputs too', async () => {
    const backend = await openBackend('wasm');
    const info = { ...dataset.info, width: 28, height: 28, labels: Array.from('0123456789') };
    const { parameters } = createModel(backend, 'cnn', info, 1);
    expect(parameters.reduce((sum, { value }) => sum + value.size, 0)).toBe(105_866);
    const limits = [9 + 9 * 16, 9 * 16 + 9 * 32, 1568 + 64, 64 + 10].map((fans) => Math.sqrt(6 / fans));
    for (const [layer, limit] of limits.entries()) {
      const largest = parameters[2 * layer]!.value.dataSync<'float32'>().reduce(
        (a, b) => Math.max(a, Math.abs(b)),
        0,
      );
      expect(largest / limit).toBeGreaterThan(0.95);
      expect(largest / limit).toBeLessThanOrEqual(1);
    }
    const coloured = createModel(backend, 'cnn', { ...info, channels: 3 }, 1);
    expect(coloured.parameters[0]!.value.shape).toEqual([16, 27]);
    const odd = { ...info, width: 30 };
    expect(() => createModel(backend, 'cnn', odd, 1)).toThrow('30 x 28');
  });
});

test("training agrees with tfjs's own layers, losses and optimizer, batch by batch", async () => {
  const backend = await openBackend('cpu');
  const tf: typeof import('@tensorflow/tfjs') = createRequire(import.meta.url)('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  const trial = trialOn(dataset, backend, { epochs: 2 });
  const ours = await record(backend, dataset, trial);

  const layers = tf.sequential({
    layers: [
      tf.layers.dense({ units: 128, activation: 'relu', inputShape: [VALUES] }),
      tf.layers.dense({ units: 4, activation: 'softmax' }),
    ],
  });
  layers.compile({ optimizer: tf.train.adam(1e-3), loss: 'sparseCategoricalCrossentropy' });
  const initial = createModel(backend, 'mlp', dataset.info, trial.seed).parameters;
  layers.setWeights(
    initial.map(({ value }, i) =>
      i % 2
        ? tf.tensor1d(value.dataSync())
        : tf.tensor2d(value.dataSync(), value.shape as [number, number]).transpose(),
    ),
  );
  const order = subset(dataset, trial.fraction, trial.seed);
  for (const { epoch, trainLoss } of ours.epochs) {
    order.sort();
    shuffle(order, draws(trial.seed, 'order'), epoch);
    let sum = 0;
    for (let at = 0; at < order.length; at += trial.batch) {
      const batch = order.slice(at, at + trial.batch);
      const x = new Float32Array(batch.length * VALUES);
      compilePolicy([], 1, dataset.info).write(dataset.pool.pixels, batch, epoch, x);
      const y = Float32Array.from(batch, (sample) => dataset.pool.labels[sample]!);
      const loss = await layers.trainOnBatch(
        tf.tensor2d(x, [batch.length, VALUES]),
        tf.tensor2d(y, [batch.length, 1]),
      );
      sum += (loss as number) * batch.length;
    }
    expect(trainLoss).toBeCloseTo(sum / order.length, 4);
  }
});
