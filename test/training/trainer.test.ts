/** The trainer: it learns, its numbers depend only on the trial, and it sees only what it may see. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/datasets/dataset.ts';
import { subset } from '../../src/datasets/split.ts';
import { type Backend, openBackend } from '../../src/training/backend.ts';
import { fitTrial, scoreNetwork } from '../../src/training/trainer.ts';
import { CLEAN_TEST, modelNames, type Test, type TrialResult } from '../../src/training/trial.ts';
import { tinyDataset } from '../datasets/tiny.ts';
import { record, type TrialChange, trialOn } from './trials.ts';
import './compare-bytes.ts';

const dataset = tinyDataset(40);
let backend: Backend;
beforeAll(async () => {
  backend = await openBackend('wasm');
});
const train = (change: TrialChange = {}, on: Dataset = dataset) =>
  record(backend, on, trialOn(dataset, backend, change));

test('it learns', async () => {
  const { epochs, result } = await train({ epochs: 12, fraction: 1 });
  expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(epochs.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => 19 * (i + 1)));
  expect(epochs.at(-1)!.trainLoss).toBeLessThan(epochs[0]!.trainLoss);
  expect(epochs.at(-1)!.valAccuracy).toBeGreaterThan(0.9);
  expect(result.testAccuracy).toBeGreaterThan(0.9);
  const hits = result.predictions.filter((label, i) => label === dataset.test.labels[i]).length;
  expect(hits / dataset.test.labels.length).toBe(result.testAccuracy);
});

describe('the same trial gives the same numbers, bit for bit', () => {
  const policy = 'flip + rotate(0.05)@0.5 + erase';

  test.each(['mlp', 'cnn'] as const)('twice: %s', async (model) => {
    expect(await train({ policy, model })).toEqual(await train({ policy, model }));
  });

  test.each(['mlp', 'cnn'] as const)('interrupted after any epoch and resumed: %s', async (model) => {
    const whole = await train({ policy, model, epochs: 4 });
    expect(whole.checkpoints.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    for (const checkpoint of whole.checkpoints) {
      const trial = trialOn(dataset, backend, { policy, model, epochs: 4 });
      const rest = await record(backend, dataset, trial, checkpoint);
      expect(rest.epochs).toEqual(whole.epochs.slice(checkpoint.epoch));
      expect(rest.result).toEqual(whole.result);
    }
  });

  test('trained on from a shorter trial', async () => {
    const short = await train({ policy, epochs: 2 });
    const long = await train({ policy, epochs: 4 });
    const trial = trialOn(dataset, backend, { policy, epochs: 4 });
    expect((await record(backend, dataset, trial, short.result.checkpoint)).result).toEqual(long.result);
    expect(short.epochs).toEqual(long.epochs.slice(0, 2));
  });

  test('beside another one in the same process', async () => {
    const alone = await train({ policy });
    const [beside] = await Promise.all([train({ policy }), train({ policy, seed: 2 })]);
    expect(beside).toEqual(alone);
  });

  test('another seed gives others', async () => {
    const [one, two] = [await train({ seed: 1 }), await train({ seed: 2 })];
    expect(one.epochs[0]!.trainLoss).not.toBe(two.epochs[0]!.trainLoss);
  });
});

test('a pair differs by nothing but the augmentation', async () => {
  // A policy that never fires leaves subset, weights and batch order to be compared.
  expect(await train({ policy: 'flip@0 + erase@0' })).toEqual(await train());
  expect(await train({ policy: 'flip' })).not.toEqual(await train());
});

describe('it sees only what it may see', () => {
  /** The dataset with noise for every pool picture in `samples`, and other labels. */
  const spoiled = (samples: Iterable<number>): Dataset => {
    const pixels = dataset.pool.pixels.slice();
    const labels = dataset.pool.labels.slice();
    const size = dataset.info.width * dataset.info.height;
    for (const sample of samples) {
      labels[sample] = (labels[sample]! + 1) % 4;
      for (let p = sample * size; p < (sample + 1) * size; p++) pixels[p] = (p * 101) % 256;
    }
    // The subset is drawn by label, so it is drawn from the real ones.
    return { ...dataset, pool: { pixels, labels } };
  };
  const seen = new Set(subset(dataset, 0.5, 1));
  const { training, validation } = dataset.split;
  const policy = 'flip + shift(0.1)';

  test('of the pool, nothing but its subset and the validation part', async () => {
    const unseen = training.filter((sample) => !seen.has(sample));
    expect(unseen.length).toBeGreaterThan(50);
    // Only pixels: another label would rightly move the subset.
    const other = { ...spoiled(unseen), pool: { ...spoiled(unseen).pool, labels: dataset.pool.labels } };
    expect(await train({ policy }, other)).toEqual(await train({ policy }));
  });

  test('the validation part changes only the validation numbers', async () => {
    const [clean, other] = [await train({ policy }), await train({ policy }, spoiled(validation))];
    expect(other.result).toEqual(clean.result);
    for (const [i, epoch] of other.epochs.entries()) {
      const { trainLoss, trainAccuracy, valLoss } = clean.epochs[i]!;
      expect(epoch).toMatchObject({ trainLoss, trainAccuracy });
      expect(epoch.valLoss).not.toBe(valLoss);
    }
  });

  test('the test set changes only the test numbers', async () => {
    const other = {
      ...dataset,
      test: { ...dataset.test, labels: dataset.test.labels.map((l) => (l + 1) % 4) },
    };
    const [clean, changed] = [await train({ policy }), await train({ policy }, other)];
    expect(changed.epochs).toEqual(clean.epochs);
    expect(changed.checkpoints).toEqual(clean.checkpoints);
    expect(changed.result.testAccuracy).toBeLessThan(clean.result.testAccuracy);
  });

  test('validation is never augmented', async () => {
    // Weights before the first update are the same, so an epoch that learns nothing would show the same numbers;
    // here the trained weights are evaluated under both policies instead.
    const { result } = await train({ policy, epochs: 1 });
    const evaluate = async (text: string) => {
      const trial = trialOn(dataset, backend, { policy: text, epochs: 1 });
      return (await record(backend, dataset, trial, result.checkpoint)).result.predictions;
    };
    expect(await evaluate('erase(1..1)@1')).toEqual(await evaluate('none'));
  });
});

test.each(['mlp', 'cnn'] as const)('%s: no tensor is left behind, however many epochs', async (model) => {
  const { tf } = backend;
  const before = tf.memory().numTensors;
  const during: number[] = [];
  await fitTrial(backend, dataset, trialOn(dataset, backend, { model, policy: 'flip', epochs: 5 }), {
    checkpointEveryMs: 0,
    onEpoch: () => during.push(tf.memory().numTensors),
  });
  expect(tf.memory().numTensors).toBe(before);
  expect(new Set(during).size).toBe(1);
});

test('an aborted trial rejects with the reason and leaves no tensor behind', async () => {
  const before = backend.tf.memory().numTensors;
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const trial = trialOn(dataset, backend, { epochs: 10_000 });
  const onEpoch = () => controller.abort(reason);
  await expect(fitTrial(backend, dataset, trial, { onEpoch, signal: controller.signal })).rejects.toBe(
    reason,
  );
  expect(backend.tf.memory().numTensors).toBe(before);
});

describe.each(modelNames)('scores of a trained %s', (model) => {
  const trial = () => trialOn(dataset, backend, { model, policy: 'flip', epochs: 1 });
  const score = (network: Uint8Array, tests: readonly Test[], signal?: AbortSignal) =>
    scoreNetwork(backend, dataset, trial(), network, tests, signal);
  let result: TrialResult;
  beforeAll(async () => {
    ({ result } = await train({ model, policy: 'flip', epochs: 1 }));
  });

  test('are the numbers that training ended with', async () => {
    const { testAccuracy: accuracy, testLoss: loss, predictions } = result;
    for (const network of [result.weights, result.checkpoint.bytes])
      expect(await score(network, [CLEAN_TEST])).toEqual([{ accuracy, loss, predictions }]);
  });

  test('leave no tensor when they are done, aborted or impossible', async () => {
    const before = backend.tf.memory().numTensors;
    await score(result.weights, [CLEAN_TEST, { ...CLEAN_TEST, part: 'validation' }]);
    expect(backend.tf.memory().numTensors).toBe(before);

    const controller = new AbortController();
    const reason = new Error('cancelled');
    // Far more than can be done before the event loop runs.
    const many = new Array<Test>(10_000).fill(CLEAN_TEST);
    const scoring = score(result.weights, many, controller.signal);
    expect(backend.tf.memory().numTensors).toBeGreaterThan(before);
    controller.abort(reason);
    await expect(scoring).rejects.toBe(reason);
    expect(backend.tf.memory().numTensors).toBe(before);

    await expect(score(result.weights.subarray(1), [CLEAN_TEST])).rejects.toThrow('does not belong');
    const unknown = { ...CLEAN_TEST, policy: [{ op: 'unheard-of', parameters: {}, probability: 1 }] };
    await expect(score(result.weights, [CLEAN_TEST, unknown as unknown as Test])).rejects.toThrow();
    expect(backend.tf.memory().numTensors).toBe(before);
  });
});

test('a checkpoint of something else is refused', async () => {
  const trial = trialOn(dataset, backend);
  const from = (epoch: number, bytes: Uint8Array) =>
    fitTrial(backend, dataset, trial, { from: { epoch, bytes }, onEpoch() {} });
  const { checkpoint } = (await train()).result;
  await expect(from(1, checkpoint.bytes.subarray(1))).rejects.toThrow(/checkpoint/);
  await expect(from(1, new Uint8Array(checkpoint.bytes.length))).rejects.toThrow(/checkpoint/);
  await expect(from(4, checkpoint.bytes)).rejects.toThrow(/checkpoint/);
});
