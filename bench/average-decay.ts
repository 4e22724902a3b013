/**
 * How slowly the average of the weights should follow them: validation accuracy of several decays, all from the same networks.
 * `npx tsx bench/average-decay.ts [seeds]`; what it found is in src/training/kernels/adam.ts.
 */
import { argv, stdout } from 'node:process';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { compilePolicy } from '../src/augment/augmenter.ts';
import { parsePolicy } from '../src/augment/policy.ts';
import { subset } from '../src/datasets/split.ts';
import { mean, standardDeviation } from '../src/experiments/statistics.ts';
import { draws, shuffle } from '../src/random/draws.ts';
import { openBackend } from '../src/training/backend.ts';
import { makeAdam } from '../src/training/kernels/adam.ts';
import { softmaxCrossEntropy } from '../src/training/kernels/softmax.ts';
import { createModel } from '../src/training/models.ts';
import type { ModelName } from '../src/training/trial.ts';
import { ours } from '../test/datasets/catalogs.ts';

/** 0: the last step's weights. */
const DECAYS = [0, 0.99, 0.995, 0.998, 0.999, 0.9995];
const BATCH = 32;

interface Setting {
  readonly model: ModelName;
  readonly fraction: number;
  readonly epochs: number;
  readonly policy: string;
}
const SETTINGS: readonly Setting[] = [
  { model: 'mlp', fraction: 0.05, epochs: 5, policy: 'none' },
  { model: 'mlp', fraction: 0.05, epochs: 40, policy: 'none' },
  { model: 'mlp', fraction: 0.05, epochs: 40, policy: 'shift(0.1)@0.5' },
  { model: 'mlp', fraction: 0.2, epochs: 10, policy: 'none' },
  { model: 'mlp', fraction: 0.2, epochs: 10, policy: 'shift(0.04)@0.3' },
  { model: 'cnn', fraction: 0.02, epochs: 15, policy: 'none' },
  { model: 'cnn', fraction: 0.02, epochs: 15, policy: 'shift(0.07)' },
];

const seeds = Array.from({ length: Number(argv[2] ?? 20) }, (_, i) => 101 + i);
const backend = await openBackend('wasm');
const { tf } = backend;
const dataset = await ours.load(ours.default);
const { info, pool, split } = dataset;
const values = info.width * info.height * info.channels;

/** Validation accuracy with the average of each decay, after the last step. */
function accuracies({ model: name, fraction, epochs, policy }: Setting, seed: number): number[] {
  const model = createModel(backend, name, info, seed);
  const optimize = makeAdam(backend);
  const augmenter = compilePolicy(parsePolicy(policy), seed, info);
  const samples = subset(dataset, fraction, seed);
  const order = new Int32Array(samples.length);
  const orderDraws = draws(seed, 'order');
  const pictures = new Float32Array(BATCH * values);
  const gradient = new Float32Array(BATCH * info.labels.length);
  const fresh = model.parameters.map(({ value }) => value.dataSync<'float32'>().slice());
  const averages = DECAYS.map(() => fresh.map((weights) => weights.slice()));
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    order.set(samples);
    shuffle(order, orderDraws, epoch);
    for (let at = 0; at < order.length; at += BATCH) {
      const batch = order.subarray(at, at + BATCH);
      augmenter.write(pool.pixels, batch, epoch, pictures);
      const labels = Uint8Array.from(batch, (sample) => pool.labels[sample]!);
      const gradients = tf.tidy(() => {
        const rows = tf.tensor2d(pictures.subarray(0, batch.length * values), [batch.length, values]);
        const { logits, backward } = model.forward(tf.transpose(rows));
        const dLogits = gradient.subarray(0, logits.size);
        const sums = { loss: 0, correct: 0 };
        softmaxCrossEntropy(logits.dataSync<'float32'>(), labels, sums, { gradient: dLogits });
        return backward(tf.tensor2d(dLogits, logits.shape));
      });
      optimize(model.parameters, gradients, ++step);
      tf.dispose(gradients);
      for (const [p, { value }] of model.parameters.entries()) {
        const weights = value.dataSync<'float32'>();
        for (const [d, decay] of DECAYS.entries()) {
          const rate = Math.max(1 - decay, 9 / (10 + step));
          const average = averages[d]![p]!;
          if (decay === 0) average.set(weights);
          else
            for (let i = 0; i < average.length; i++)
              average[i] = average[i]! + (weights[i]! - average[i]!) * rate;
        }
      }
    }
  }
  const found = averages.map((weights) => {
    for (const [p, parameter] of model.parameters.entries()) {
      const { shape } = parameter.value;
      parameter.value.dispose();
      parameter.value = tf.tensor(weights[p]!, shape);
    }
    const sums = { loss: 0, correct: 0 };
    for (let at = 0; at < split.validation.length; at += model.chunk) {
      const part = split.validation.subarray(at, at + model.chunk);
      const rows = new Float32Array(part.length * values);
      compilePolicy([], 0, info).write(pool.pixels, part, 0, rows);
      const labels = Uint8Array.from(part, (sample) => pool.labels[sample]!);
      tf.tidy(() => {
        const columns: Tensor2D = tf.transpose(tf.tensor2d(rows, [part.length, values]));
        softmaxCrossEntropy(model.forward(columns).logits.dataSync<'float32'>(), labels, sums, {});
      });
    }
    return sums.correct / split.validation.length;
  });
  tf.dispose(model.parameters.map((parameter) => ({ ...parameter })));
  return found;
}

stdout.write(`decay ${DECAYS.join(' ')}\n`);
for (const setting of SETTINGS) {
  const chosen = setting.model === 'cnn' ? seeds.slice(0, 6) : seeds;
  const rows = chosen.map((seed) => accuracies(setting, seed));
  const cells = DECAYS.map((_, d) => {
    const column = rows.map((row) => 100 * row[d]!);
    return `${mean(column).toFixed(2)} (${standardDeviation(column).toFixed(2)})`;
  });
  stdout.write(`${JSON.stringify(setting)} ${cells.join('  ')}\n`);
}
