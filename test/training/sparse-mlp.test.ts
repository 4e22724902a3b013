/** The mlp that leaves out pixels that are 0: the numbers of the one that does not, to the last bit. */
import { beforeAll, describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/augment/augmenter.ts';
import type { Dataset } from '../../src/datasets/dataset.ts';
import { splitPool, trainingCount } from '../../src/datasets/split.ts';
import { draws } from '../../src/random/draws.ts';
import { type Backend, openBackend } from '../../src/training/backend.ts';
import { type Learner, labelsOf } from '../../src/training/learner.ts';
import { createLearner, denseLearner } from '../../src/training/learners.ts';
import { scoreNetwork } from '../../src/training/trainer.ts';
import { CLEAN_TEST } from '../../src/training/trial.ts';
import { ours, small } from '../datasets/catalogs.ts';
import { tinyDataset } from '../datasets/tiny.ts';
import { record, type TrialChange, trialOn } from './trials.ts';
import './compare-bytes.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend('wasm');
});

interface Kind {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly labels: number;
  readonly zeros: number;
}

/** Random images with a share of zeros, every seventh with nothing else. */
function randomDataset({ width, height, channels, labels: count, zeros }: Kind, perLabel = 20): Dataset {
  const values = width * height * channels;
  const images = (n: number, stream: number) => {
    const noise = draws(stream, 'images');
    return {
      labels: Uint8Array.from({ length: n }, (_, i) => i % count),
      pixels: Uint8Array.from({ length: n * values }, (_, i) =>
        Math.floor(i / values) % 7 === 6 || noise.at(i, 0).uniform(0) < zeros
          ? 0
          : 255 * noise.at(i, 0).uniform(1),
      ),
    };
  };
  const { info } = tinyDataset(perLabel);
  const pool = images(count * perLabel, 1);
  const test = images(count * 5, 2);
  const training = count * trainingCount(perLabel);
  return {
    info: {
      ...info,
      width,
      height,
      channels,
      labels: Array.from({ length: count }, (_, label) => String(label)),
      poolPerLabel: new Array<number>(count).fill(perLabel),
      sizes: { training, validation: count * perLabel - training, test: count * 5 },
    },
    pool,
    split: splitPool(pool.labels, info.hash),
    test,
  };
}

const both = async (dataset: Dataset, change: TrialChange) => {
  const trial = trialOn(dataset, backend, change);
  return {
    trial,
    sparse: await record(backend, dataset, trial),
    dense: await record(backend, dataset, trial, undefined, denseLearner),
  };
};

describe('epochs, checkpoints, predictions and weights are equal', () => {
  const kind: Kind = { width: 8, height: 8, channels: 1, labels: 4, zeros: 0.5 };
  test.each<[string, Partial<Kind>, TrialChange]>([
    ['nothing special', {}, {}],
    ['batches of 1', {}, { batch: 1, epochs: 2 }],
    ['batches of 7, the last one smaller', {}, { batch: 7 }],
    ['batches of 32', {}, { batch: 32, fraction: 1 }],
    ['batches of 50, the last one of 14', {}, { batch: 50, fraction: 1 }],
    ['more than are classified at a time', { labels: 10 }, { batch: 100, fraction: 1 }],
    ['two labels', { labels: 2 }, {}],
    ['three labels, batches of 5', { labels: 3 }, { batch: 5 }],
    ['23 labels', { labels: 23 }, { batch: 32 }],
    ['sides that differ, an odd number of values', { width: 5, height: 7 }, {}],
    ['colours', { width: 6, height: 5, channels: 3 }, { policy: 'hue(0.2) + flip' }],
    ['no zeros', { zeros: 0 }, {}],
    ['almost only zeros', { zeros: 0.98 }, {}],
    ['only zeros', { zeros: 1 }, {}],
    ['shift', {}, { policy: 'shift(0.2)@0.5' }],
    ['noise', {}, { policy: 'noise(0.1)' }],
    ['invert', {}, { policy: 'invert@0.5' }],
    ['brightness and contrast', {}, { policy: 'brightness(0.3) + contrast(0.3)' }],
    ['several operations', {}, { policy: 'flip + rotate(0.04) + zoom(0.1) + erase', batch: 32 }],
  ])('%s', async (_, less, change) => {
    const { sparse, dense } = await both(randomDataset({ ...kind, ...less }), change);
    expect(sparse).toEqual(dense);
  });

  test.each(['none', 'shift(0.1)@0.5'])('Fashion-MNIST, %s', async (policy) => {
    const dataset = await small.load('fashion-mnist');
    const { sparse, dense } = await both(dataset, { policy, batch: 32, fraction: 1 });
    expect(sparse).toEqual(dense);
  });

  test('a run goes on from the checkpoint of the other', async () => {
    const dataset = randomDataset(kind);
    const { trial, sparse, dense } = await both(dataset, { policy: 'shift(0.1)', epochs: 4 });
    const go = (learner: typeof createLearner, at: number) =>
      record(backend, dataset, trial, dense.checkpoints[at], learner);
    for (const at of [0, 2]) {
      expect((await go(createLearner, at)).result).toEqual(dense.result);
      expect(sparse.checkpoints[at]).toEqual(dense.checkpoints[at]);
      expect((await go(denseLearner, at)).result).toEqual(sparse.result);
    }
  });

  test('a network is scored as the other one', async () => {
    const dataset = randomDataset(kind);
    const { trial, dense } = await both(dataset, {});
    const [score] = await scoreNetwork(backend, dataset, trial, dense.result.weights, [CLEAN_TEST]);
    expect(score).toEqual({
      accuracy: dense.result.testAccuracy,
      loss: dense.result.testLoss,
      predictions: dense.result.predictions,
    });
  });
});

describe('what is not a finite number stays visible', () => {
  const dataset = randomDataset({ width: 4, height: 4, channels: 1, labels: 4, zeros: 0.5 });
  const samples = Int32Array.from({ length: 8 }, (_, i) => i);
  const clean = compilePolicy([], 0, dataset.info);

  test('a pixel: from its step on every loss is NaN, whatever is 0', () => {
    const source = { pictures: dataset.pool, samples, augmenter: clean, epoch: 1 };
    const write: typeof clean.write = (pixels, at, epoch, out) => {
      clean.write(pixels, at, epoch, out);
      out[3] = Number.NaN;
    };
    for (const create of [createLearner, denseLearner]) {
      const learner: Learner = create(backend, trialOn(dataset, backend, { batch: 8 }), dataset.info);
      const lossOf = (batch: typeof source, step: number) => {
        const sums = { loss: 0, correct: 0 };
        learner.learn(batch, step, sums);
        return sums.loss;
      };
      expect(lossOf(source, 1)).toBeGreaterThan(0);
      expect(lossOf({ ...source, augmenter: { ...clean, copies: false, write } }, 2)).toBeNaN();
      // The seventh image is all zeros.
      const zeros = learner.input({ ...source, samples: Int32Array.of(6) });
      expect(learner.classify(zeros).every(Number.isNaN)).toBe(true);
      backend.tf.dispose({ ...zeros });
      expect(lossOf({ ...source, samples: Int32Array.of(6) }, 3)).toBeNaN();
      learner.dispose();
    }
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'a checkpoint or network with %f is refused',
    async (bad) => {
      const trial = trialOn(dataset, backend);
      const { checkpoint, weights } = (await record(backend, dataset, trial)).result;
      const before = backend.tf.memory().numTensors;
      for (const create of [createLearner, denseLearner]) {
        const bytes = checkpoint.bytes.slice();
        new DataView(bytes.buffer).setFloat32(8 + 4 * 100, bad, true);
        const from = { epoch: 1, bytes };
        await expect(record(backend, dataset, trial, from, create)).rejects.toThrow(/not a finite number/);
      }
      const network = weights.slice();
      new DataView(network.buffer).setFloat32(4 + 4 * 100, bad, true);
      await expect(scoreNetwork(backend, dataset, trial, network, [CLEAN_TEST])).rejects.toThrow(/finite/);
      expect(backend.tf.memory().numTensors).toBe(before);
    },
  );
});

test('it takes no more memory than the dense one, and gives all back', async () => {
  const info = ours.info('fashion-mnist');
  const bytes = (create: typeof createLearner) => {
    const before = backend.tf.memory().numBytes;
    const learner = create(backend, trialOn({ info }, backend, { batch: 32 }), info);
    const held = backend.tf.memory().numBytes - before;
    learner.dispose();
    expect(backend.tf.memory().numBytes).toBe(before);
    return held;
  };
  expect(bytes(createLearner) - bytes(denseLearner)).toBeLessThan(4e6);
});

test('labels are those of the samples, in their order', () => {
  const pictures = { pixels: new Uint8Array(), labels: Uint8Array.of(3, 1, 2) };
  expect([...labelsOf(pictures, Int32Array.of(2, 0, 0))]).toEqual([2, 3, 3]);
});
