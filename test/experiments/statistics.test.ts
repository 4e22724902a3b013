/** Statistics against values worked out elsewhere, and the verdict that is drawn from them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, meanInterval, signTest, standardDeviation } from '../../src/experiments/statistics.ts';

describe('sign test', () => {
  // scipy.stats.binomtest(wins, wins + losses).pvalue
  it.each([
    [6, 0, 0.03125],
    [0, 6, 0.03125],
    [5, 0, 0.0625],
    [9, 1, 0.021484375],
    [7, 3, 0.34375],
    [5, 5, 1],
    [20, 10, 0.0987371466],
    [0, 0, 1],
  ])('%i won, %i lost', (wins, losses, p) => {
    expect(signTest(wins, losses)).toBeCloseTo(p, 9);
  });

  it('is a probability, the same from both sides', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (wins, losses) => {
        const p = signTest(wins, losses);
        return p > 0 && p <= 1 && p === signTest(losses, wins);
      }),
    );
  });
});

it('describes a handful of values', () => {
  expect(mean([1, 2, 3, 4])).toBe(2.5);
  expect(standardDeviation([1, 2, 3, 4])).toBeCloseTo(1.2909944487, 9);
  expect(standardDeviation([5])).toBe(0);
  // scipy.stats.t.interval(0.95, 3, loc=2.5, scale=sem)
  const { low, high } = meanInterval([1, 2, 3, 4]);
  expect(low).toBeCloseTo(0.4457, 3);
  expect(high).toBeCloseTo(4.5543, 3);
  expect(() => meanInterval([1])).toThrow(RangeError);
  expect(meanInterval(Array.from({ length: 30 }, (_, i) => i)).low).toBeCloseTo(11.2128, 3);
});
