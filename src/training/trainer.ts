/** Trains one trial: epochs over its subset, validation after some, the test set at the end. */
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { type Augmenter, compilePolicy } from '../augment/augmenter.ts';
import type { Dataset, DatasetInfo, Pictures } from '../datasets/dataset.ts';
import { subset } from '../datasets/split.ts';
import { draws, shuffle } from '../random/draws.ts';
import type { Backend, TensorFlow } from './backend.ts';
import { restoreNetwork, restoreState, saveState, saveWeights } from './checkpoint.ts';
import { makeAdam } from './kernels/adam.ts';
import { type BatchSums, softmaxCrossEntropy } from './kernels/softmax.ts';
import type { Model } from './model.ts';
import { createModel } from './models.ts';
import type { Checkpoint, OnEpoch, Score, Test, Trial, TrialResult } from './trial.ts';
import { isValidated } from './validation.ts';

export interface FitOptions {
  /** Where to go on. Nothing: from fresh weights. */
  readonly from?: Checkpoint | undefined;
  readonly onEpoch: OnEpoch;
  readonly signal?: AbortSignal;
  /** After an epoch a checkpoint is made if the last one is this old. */
  readonly checkpointEveryMs?: number;
}

/** How long the event loop may be kept waiting: a parent that has gone away must be noticed. */
const YIELD_MS = 20;

/**
 * Trains `trial` on `dataset` up to `trial.epochs`. The numbers depend on nothing but trial, dataset and backend: not
 * on `from`, nor on the time. Holds no tensor afterwards. Rejects with the signal's reason when aborted.
 */
export async function fitTrial(
  backend: Backend,
  dataset: Dataset,
  trial: Trial,
  { from, onEpoch, signal, checkpointEveryMs = 2000 }: FitOptions,
): Promise<TrialResult> {
  const { tf } = backend;
  const { info, pool, split, test } = dataset;
  if (from && from.epoch > trial.epochs)
    throw new Error(`the checkpoint is ${from.epoch} epochs old already`);
  const yieldToEventLoop = yielder(signal);
  const model = createModel(backend, trial.model, info, trial.seed);
  const samples = subset(dataset, trial.fraction, trial.seed);
  const sizes = { epoch: samples.length, validation: split.validation.length };
  const validation = { columns: [] as Tensor2D[], labels: labelsOf(pool, split.validation) };
  const score = (images: Images) => averaged(model, () => evaluate(tf, model, images, yieldToEventLoop));
  try {
    let step = from ? restoreState(tf, model, from.bytes) : 0;
    const trainEpoch = epochTrainer(backend, dataset, trial, samples, model, yieldToEventLoop);
    validation.columns.push(...columnsOf(tf, info, model.chunk, pool, split.validation));
    let checkpointed = performance.now();
    for (let epoch = (from?.epoch ?? 0) + 1; epoch <= trial.epochs; epoch++) {
      const cpu = process.cpuUsage();
      const train = await trainEpoch(epoch, step);
      const val = isValidated(trial, sizes, epoch) ? await score(validation) : undefined;
      const { user, system } = process.cpuUsage(cpu);
      step = train.step;
      const due = epoch < trial.epochs && performance.now() - checkpointed >= checkpointEveryMs;
      const checkpoint = due ? { epoch, bytes: saveState(model, step) } : undefined;
      if (due) checkpointed = performance.now();
      onEpoch(
        {
          epoch,
          step,
          trainLoss: train.loss,
          trainAccuracy: train.accuracy,
          ...(val && { valLoss: val.loss, valAccuracy: val.accuracy }),
        },
        checkpoint,
        (user + system) / 1000,
      );
    }
    const last = await evaluate(tf, model, imagesOf(tf, info, model, test), yieldToEventLoop);
    const final = await score(imagesOf(tf, info, model, test));
    const own = await score(imagesOf(tf, info, model, pool, samples));
    return {
      testAccuracy: final.accuracy,
      testLoss: final.loss,
      predictions: final.predictions,
      lastAccuracy: last.accuracy,
      trainAccuracy: own.accuracy,
      checkpoint: { epoch: trial.epochs, bytes: saveState(model, step) },
      weights: saveWeights(model),
    };
  } finally {
    tf.dispose(model.parameters.map((parameter) => ({ ...parameter })));
    tf.dispose(validation.columns);
  }
}

/**
 * Scores a network of this trial on tests, in their order. The numbers depend on nothing but trial, dataset, backend and
 * test: on the clean test they are those that `fitTrial` ended with. Holds no tensor afterwards. Rejects with the signal's
 * reason when aborted.
 */
export async function scoreNetwork(
  backend: Backend,
  { info, pool, split, test: testSet }: Dataset,
  trial: Trial,
  network: Uint8Array,
  tests: readonly Test[],
  signal?: AbortSignal,
): Promise<Score[]> {
  const { tf } = backend;
  const yieldToEventLoop = yielder(signal);
  const model = createModel(backend, trial.model, info, trial.seed);
  const scores: Score[] = [];
  try {
    restoreNetwork(tf, model, network);
    for (const { part, policy, seed } of tests) {
      const [pictures, samples] = part === 'test' ? [testSet, undefined] : [pool, split.validation];
      const augmenter = compilePolicy(policy, seed, info);
      const images = imagesOf(tf, info, model, pictures, samples, augmenter);
      scores.push(await averaged(model, () => evaluate(tf, model, images, yieldToEventLoop)));
    }
    return scores;
  } finally {
    tf.dispose(model.parameters.map((parameter) => ({ ...parameter })));
  }
}

/** Lets the event loop run when it has waited long enough; rejects when the signal has been given. */
function yielder(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < YIELD_MS) return undefined;
    return setImmediate().then(() => {
      last = performance.now();
      signal?.throwIfAborted();
    });
  };
}

/** Means over an epoch: losses in nats, accuracies in [0, 1]. */
interface Means {
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * One pass over the subset, in the order that belongs to (seed, epoch), the last and smaller batch included. The
 * means are running ones, weighted by sample, as Keras prints them.
 */
function epochTrainer(
  backend: Backend,
  dataset: Dataset,
  trial: Trial,
  samples: Int32Array,
  model: Model,
  yieldToEventLoop: () => Promise<void> | undefined,
): (epoch: number, step: number) => Promise<Means & { readonly step: number }> {
  const { tf } = backend;
  const { info, pool } = dataset;
  const values = info.width * info.height * info.channels;
  const order = new Int32Array(samples.length);
  const orderDraws = draws(trial.seed, 'order');
  const augmenter = compilePolicy(trial.policy, trial.seed, info);
  const optimize = makeAdam(backend);
  const pictures = new Float32Array(trial.batch * values);
  const gradient = new Float32Array(trial.batch * info.labels.length);

  return async (epoch, startStep) => {
    const sums: BatchSums = { loss: 0, correct: 0 };
    let step = startStep;
    order.set(samples);
    shuffle(order, orderDraws, epoch);
    for (let at = 0; at < order.length; at += trial.batch) {
      const batch = order.subarray(at, at + trial.batch);
      const n = batch.length;
      augmenter.write(pool.pixels, batch, epoch, pictures);
      const labels = Uint8Array.from(batch, (sample) => pool.labels[sample]!);
      const gradients = tf.tidy(() => {
        const rows = tf.tensor2d(pictures.subarray(0, n * values), [n, values]);
        const { logits, backward } = model.forward(tf.transpose(rows));
        const dLogits = gradient.subarray(0, logits.size);
        softmaxCrossEntropy(logits.dataSync<'float32'>(), labels, sums, { gradient: dLogits });
        return backward(tf.tensor2d(dLogits, logits.shape));
      });
      optimize(model.parameters, gradients, ++step);
      tf.dispose(gradients);
      await yieldToEventLoop();
    }
    return { loss: sums.loss / order.length, accuracy: sums.correct / order.length, step };
  };
}

/** Images to be classified: columns [values, up to the model's chunk], and their labels. */
interface Images {
  readonly columns: Iterable<Tensor2D>;
  readonly labels: Uint8Array;
}

const everyOne = ({ labels }: Pictures): Int32Array => Int32Array.from(labels, (_, i) => i);

const labelsOf = ({ labels }: Pictures, samples: Int32Array): Uint8Array =>
  Uint8Array.from(samples, (sample) => labels[sample]!);

/** Chunk by chunk; each belongs to whoever asks for it. */
function* columnsOf(
  tf: TensorFlow,
  info: DatasetInfo,
  chunk: number,
  { pixels }: Pictures,
  samples: Int32Array,
  augmenter: Augmenter = compilePolicy([], 0, info),
): Generator<Tensor2D> {
  const values = info.width * info.height * info.channels;
  for (let at = 0; at < samples.length; at += chunk) {
    const part = samples.subarray(at, at + chunk);
    const pictures = new Float32Array(part.length * values);
    augmenter.write(pixels, part, 0, pictures);
    yield tf.tidy(() => tf.transpose(tf.tensor2d(pictures, [part.length, values])));
  }
}

/** Images to be classified once: no more than a chunk of them is held at a time. */
function imagesOf(
  tf: TensorFlow,
  info: DatasetInfo,
  { chunk }: Model,
  pictures: Pictures,
  samples = everyOne(pictures),
  augmenter?: Augmenter,
): Images {
  function* passing() {
    for (const columns of columnsOf(tf, info, chunk, pictures, samples, augmenter))
      try {
        yield columns;
      } finally {
        columns.dispose();
      }
  }
  return { columns: passing(), labels: labelsOf(pictures, samples) };
}

/** Runs `action` with the averaged weights in the place of the weights. */
async function averaged<T>({ parameters }: Model, action: () => Promise<T>): Promise<T> {
  const swap = () => {
    for (const parameter of parameters)
      Object.assign(parameter, { value: parameter.average, average: parameter.value });
  };
  swap();
  try {
    return await action();
  } finally {
    swap();
  }
}

/** Classifies everything with the weights as they are. */
async function evaluate(
  tf: TensorFlow,
  model: Model,
  { columns: chunks, labels }: Images,
  yieldToEventLoop: () => Promise<void> | undefined,
): Promise<Means & { readonly predictions: Uint8Array }> {
  const sums: BatchSums = { loss: 0, correct: 0 };
  const predictions = new Uint8Array(labels.length);
  let at = 0;
  for (const columns of chunks) {
    const end = at + columns.shape[1];
    // Nothing is returned: tidy would look for tensors at every number of it, which takes as long as the forward pass.
    tf.tidy(() => {
      softmaxCrossEntropy(
        model.forward(columns).logits.dataSync<'float32'>(),
        labels.subarray(at, end),
        sums,
        { predictions: predictions.subarray(at, end) },
      );
    });
    at = end;
    await yieldToEventLoop();
  }
  return { loss: sums.loss / labels.length, accuracy: sums.correct / labels.length, predictions };
}
