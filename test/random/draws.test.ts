/** Draws are keyed: by everything in their key, and by nothing else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draws, hash32, shuffle } from '../../src/random/draws.ts';

test('a draw is the same whenever and in whatever order it is asked for', () => {
  const first = draws(1, 'rotate#0');
  const forwards = [0, 1, 2].map((sample) => first.at(sample, 3).uniform(1));
  const again = draws(1, 'rotate#0');
  const backwards = [2, 1, 0].map((sample) => again.at(sample, 3).uniform(1)).reverse();
  expect(backwards).toEqual(forwards);
});

test('seed, purpose, sample, epoch and number all make another draw', () => {
  const base = { seed: 1, purpose: 'flip#0', sample: 7, epoch: 2, i: 0 };
  const draw = (at: typeof base) => draws(at.seed, at.purpose).at(at.sample, at.epoch).uniform(at.i);
  const values = [
    base,
    { ...base, seed: 2 },
    { ...base, purpose: 'flip#1' },
    { ...base, purpose: 'rotate#0' },
    { ...base, sample: 8 },
    { ...base, epoch: 3 },
    { ...base, i: 1 },
  ].map(draw);
  expect(new Set(values).size).toBe(values.length);
});

test('draws lie in [0, 1) and are uniform', () => {
  const stream = draws(5, 'test');
  const n = 100_000;
  const bins = new Array<number>(10).fill(0);
  let [sum, outside] = [0, 0];
  for (let i = 0; i < n; i++) {
    const value = stream.at(i, 1).uniform(0);
    if (!(value >= 0 && value < 1)) outside++;
    sum += value;
    bins[Math.floor(value * 10)]!++;
  }
  expect(outside).toBe(0);
  // Four standard errors each.
  expect(Math.abs(sum / n - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
  for (const count of bins) expect(Math.abs(count - n / 10)).toBeLessThan(4 * Math.sqrt(n * 0.09));
});

test('neighbouring samples, epochs and numbers are uncorrelated', () => {
  const stream = draws(5, 'test');
  const n = 20_000;
  const correlation = (pair: (i: number) => [number, number]) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const [a, b] = pair(i);
      sum += (a - 0.5) * (b - 0.5);
    }
    return (12 * sum) / n;
  };
  const limit = 4 / Math.sqrt(n);
  const at = (sample: number, epoch: number, i: number) => stream.at(sample, epoch).uniform(i);
  expect(Math.abs(correlation((i) => [at(i, 1, 0), at(i + 1, 1, 0)]))).toBeLessThan(limit);
  expect(Math.abs(correlation((i) => [at(i, 1, 0), at(i, 2, 0)]))).toBeLessThan(limit);
  expect(Math.abs(correlation((i) => [at(i, 1, 0), at(i, 1, 1)]))).toBeLessThan(limit);
});

test('a shuffle is a permutation, the same for the same epoch, another for another', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 300 }), (seed, epoch) => {
      const shuffled = (at: number) => {
        const items = Int32Array.from({ length: 50 }, (_, i) => i);
        shuffle(items, draws(seed, 'order'), at);
        return [...items];
      };
      expect([...shuffled(epoch)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
      expect(shuffled(epoch)).toEqual(shuffled(epoch));
      expect(shuffled(epoch)).not.toEqual(shuffled(epoch + 1));
    }),
  );
});

test('hash32 is FNV-1a', () => {
  expect(hash32('') >>> 0).toBe(0x811c9dc5);
  expect(hash32('foobar') >>> 0).toBe(0xbf9cf968);
});
