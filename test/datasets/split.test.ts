/** Who sees what, by index sets: nothing of validation in training, subsets stratified and nested. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/datasets/dataset.ts';
import { splitPool, subset, subsetSize } from '../../src/datasets/split.ts';
import { ours } from './catalogs.ts';
import { tinyDataset } from './tiny.ts';

const perLabel = (indices: Int32Array, labels: Uint8Array): number[] => {
  const counts = new Array<number>(Math.max(...labels.subarray(0, 1000)) + 1).fill(0);
  for (const index of indices) counts[labels[index]!]!++;
  return counts;
};

describe('Fashion-MNIST', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await ours.load('fashion-mnist');
  });

  test('the split shares nothing, covers the pool, and is balanced', () => {
    const { training, validation } = dataset.split;
    expect(training.length).toBe(48_000);
    expect(validation.length).toBe(12_000);
    expect(new Set([...training, ...validation]).size).toBe(60_000);
    expect(perLabel(training, dataset.pool.labels)).toEqual(new Array(10).fill(4800));
    expect(perLabel(validation, dataset.pool.labels)).toEqual(new Array(10).fill(1200));
  });

  test('subsets lie in the training part, stratified and nested, of the announced size', () => {
    const training = new Set(dataset.split.training);
    let larger = dataset.split.training;
    for (const fraction of [1, 0.5, 0.2, 0.1, 0.01, 0.001]) {
      const chosen = subset(dataset, fraction, 3);
      const outer = new Set(larger);
      expect(chosen.every((index) => training.has(index) && outer.has(index))).toBe(true);
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(chosen.length).toBe(subsetSize(dataset.info, fraction));
      expect(perLabel(chosen, dataset.pool.labels)).toEqual(new Array(10).fill(Math.round(4800 * fraction)));
      larger = chosen;
    }
  });

  test('another seed sees another subset; the split never moves', () => {
    const [one, two] = [subset(dataset, 0.2, 1), subset(dataset, 0.2, 2)];
    const both = new Set([...one, ...two]);
    // Two independent fifths overlap in a fifth of themselves.
    expect(both.size / one.length).toBeGreaterThan(1.75);
    expect(both.size / one.length).toBeLessThan(1.85);
    expect(splitPool(dataset.pool.labels, dataset.info.hash)).toEqual(dataset.split);
  });
});

test('subsets are nested and hold every label, for any seed and fractions', () => {
  const dataset = tinyDataset(30);
  const fraction = fc.double({ min: 0.001, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer(), fraction, fraction, (seed, a, b) => {
      const small = subset(dataset, Math.min(a, b), seed);
      const large = new Set(subset(dataset, Math.max(a, b), seed));
      expect(small.every((index) => large.has(index))).toBe(true);
      expect(small).toEqual(small.slice().sort());
      expect(perLabel(small, dataset.pool.labels).every((count) => count >= 1)).toBe(true);
      expect(small.length).toBe(subsetSize(dataset.info, Math.min(a, b)));
    }),
  );
});
