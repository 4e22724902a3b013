/** Trains one trial: epochs over its subset, validation after some, the test set at the end. */
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { type Augmenter, compilePolicy } from '../augment/augmenter.ts';
import type { Dataset, DatasetInfo, Pictures } from '../datasets/dataset.ts';
import { subset } from '../datasets/split.ts';
import { draws, shuffle } from '../random/draws.ts';
import type { Backend, TensorFlow } from './backend.ts';
import { restoreNetwork, restoreState, saveState, saveWeights } from './checkpoint.ts';
import { type BatchSums, softmaxCrossEntropy } from './kernels/softmax.ts';
import { type Input, type Learner, labelsOf, type Source } from './learner.ts';
import { createLearner } from './learners.ts';
import type { Checkpoint, OnEpoch, Score, Test, Trial, TrialResult } from './trial.ts';
import { isValidated } from './validation.ts';

export interface FitOptions {
  /** The checkpoint to continue from. Without it: from new weights. */
  readonly from?: Checkpoint | undefined;
  readonly onEpoch: OnEpoch;
  readonly signal?: AbortSignal;
  /** An epoch ends with a checkpoint if the last one is this old. */
  readonly checkpointEveryMs?: number;
  /** Another implementation with the same numbers, for tests and the bench. */
  readonly learner?: typeof createLearner;
}

/** How long the event loop may be blocked: the process must notice when its parent ends. */
const YIELD_MS = 20;

/**
 * Trains `trial` on `dataset` up to `trial.epochs`. The numbers depend only on trial, dataset and backend: not
 * on `from`, nor on the time. Holds no tensor afterwards. Rejects with the signal's reason when aborted.
 */
export async function fitTrial(
  backend: Backend,
  dataset: Dataset,
  trial: Trial,
  { from, onEpoch, signal, checkpointEveryMs = 2000, learner: create = createLearner }: FitOptions,
): Promise<TrialResult> {
  const { tf } = backend;
  const { info, pool, split, test } = dataset;
  if (from && from.epoch > trial.epochs)
    throw new Error(`the checkpoint is ${from.epoch} epochs old already`);
  const yieldToEventLoop = yielder(signal);
  const learner = create(backend, trial, info);
  const samples = subset(dataset, trial.fraction, trial.seed);
  const sizes = { epoch: samples.length, validation: split.validation.length };
  const score = (images: Images) => averaged(learner, () => evaluate(learner, images, yieldToEventLoop));
  const validation = { inputs: [] as Input[], labels: labelsOf(pool, split.validation) };
  try {
    let step = from ? restoreState(tf, learner, from.bytes) : 0;
    const trainEpoch = epochTrainer(dataset, trial, samples, learner, yieldToEventLoop);
    validation.inputs.push(...inputsOf(learner, sourceOf(info, pool, split.validation)));
    let checkpointed = performance.now();
    for (let epoch = (from?.epoch ?? 0) + 1; epoch <= trial.epochs; epoch++) {
      const cpu = process.cpuUsage();
      const train = await trainEpoch(epoch, step);
      const val = isValidated(trial, sizes, epoch) ? await score(validation) : undefined;
      const { user, system } = process.cpuUsage(cpu);
      step = train.step;
      const due = epoch < trial.epochs && performance.now() - checkpointed >= checkpointEveryMs;
      const checkpoint = due ? { epoch, bytes: saveState(learner, step) } : undefined;
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
    const last = await evaluate(learner, imagesOf(tf, info, learner, test), yieldToEventLoop);
    const final = await score(imagesOf(tf, info, learner, test));
    const own = await score(imagesOf(tf, info, learner, pool, samples));
    return {
      testAccuracy: final.accuracy,
      testLoss: final.loss,
      predictions: final.predictions,
      lastAccuracy: last.accuracy,
      trainAccuracy: own.accuracy,
      checkpoint: { epoch: trial.epochs, bytes: saveState(learner, step) },
      weights: saveWeights(learner),
    };
  } finally {
    learner.dispose();
    for (const input of validation.inputs) tf.dispose({ ...input });
  }
}

/**
 * Scores a network of this trial on tests, in their order. The numbers depend only on trial, dataset, backend and
 * test: on the clean test they are those at the end of `fitTrial`. Holds no tensor afterwards. Rejects with the signal's
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
  const learner = createLearner(backend, trial, info);
  const scores: Score[] = [];
  try {
    restoreNetwork(tf, learner, network);
    for (const { part, policy, seed } of tests) {
      const [pictures, samples] = part === 'test' ? [testSet, undefined] : [pool, split.validation];
      const augmenter = compilePolicy(policy, seed, info);
      const images = imagesOf(tf, info, learner, pictures, samples, augmenter);
      scores.push(await averaged(learner, () => evaluate(learner, images, yieldToEventLoop)));
    }
    return scores;
  } finally {
    learner.dispose();
  }
}

/** Lets the event loop run if it has waited long enough; rejects when the signal is aborted. */
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
 * One pass over the subset, in the order of (seed, epoch), including the last, smaller batch. The
 * means are running ones, weighted by sample, as Keras prints them.
 */
function epochTrainer(
  { info, pool }: Dataset,
  trial: Trial,
  samples: Int32Array,
  learner: Learner,
  yieldToEventLoop: () => Promise<void> | undefined,
): (epoch: number, step: number) => Promise<Means & { readonly step: number }> {
  const order = new Int32Array(samples.length);
  const orderDraws = draws(trial.seed, 'order');
  const augmenter = compilePolicy(trial.policy, trial.seed, info);

  return async (epoch, startStep) => {
    const sums: BatchSums = { loss: 0, correct: 0 };
    let step = startStep;
    order.set(samples);
    shuffle(order, orderDraws, epoch);
    for (let at = 0; at < order.length; at += trial.batch) {
      const batch = order.subarray(at, at + trial.batch);
      learner.learn({ pictures: pool, samples: batch, augmenter, epoch }, ++step, sums);
      await yieldToEventLoop();
    }
    return { loss: sums.loss / order.length, accuracy: sums.correct / order.length, step };
  };
}

/** Images to classify, a learner's chunk at a time, and their labels. */
interface Images {
  readonly inputs: Iterable<Input>;
  readonly labels: Uint8Array;
}

const everyOne = ({ labels }: Pictures): Int32Array => Int32Array.from(labels, (_, i) => i);

/** Images without augmentation, or with an augmenter's draws of epoch 0. */
const sourceOf = (
  info: DatasetInfo,
  pictures: Pictures,
  samples: Int32Array,
  augmenter: Augmenter = compilePolicy([], 0, info),
): Source => ({ pictures, samples, augmenter, epoch: 0 });

/** Chunk by chunk; the caller disposes each. */
function* inputsOf({ chunk, input }: Learner, source: Source): Generator<Input> {
  for (let at = 0; at < source.samples.length; at += chunk)
    yield input({ ...source, samples: source.samples.subarray(at, at + chunk) });
}

/** Images to classify once: only a chunk of them is in memory at a time. */
function imagesOf(
  tf: TensorFlow,
  info: DatasetInfo,
  learner: Learner,
  pictures: Pictures,
  samples = everyOne(pictures),
  augmenter?: Augmenter,
): Images {
  function* passing() {
    for (const input of inputsOf(learner, sourceOf(info, pictures, samples, augmenter)))
      try {
        yield input;
      } finally {
        tf.dispose({ ...input });
      }
  }
  return { inputs: passing(), labels: labelsOf(pictures, samples) };
}

/** Runs `action` with the averaged weights instead of the weights. */
async function averaged<T>({ parameters }: Learner, action: () => Promise<T>): Promise<T> {
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

/** Classifies everything with the current weights. */
async function evaluate(
  learner: Learner,
  { inputs, labels }: Images,
  yieldToEventLoop: () => Promise<void> | undefined,
): Promise<Means & { readonly predictions: Uint8Array }> {
  const sums: BatchSums = { loss: 0, correct: 0 };
  const predictions = new Uint8Array(labels.length);
  let at = 0;
  for (const input of inputs) {
    const end = Math.min(at + learner.chunk, labels.length);
    softmaxCrossEntropy(learner.classify(input), labels.subarray(at, end), sums, {
      predictions: predictions.subarray(at, end),
    });
    at = end;
    await yieldToEventLoop();
  }
  return { loss: sums.loss / labels.length, accuracy: sums.correct / labels.length, predictions };
}
