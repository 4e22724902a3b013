/** The sign-flip test and its interval against SciPy, against all sign patterns, and against each other. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interval, mean, signFlipInterval, signFlipTest } from '../../src/experiments/statistics.ts';
import { bounded } from '../bounded.ts';

interface Case {
  readonly differences: readonly number[];
  readonly p: number;
  readonly intervals: Readonly<Record<string, readonly [number, number] | null>>;
}

const { cases }: { cases: Case[] } = JSON.parse(readFileSync('test/golden/sign_flip.json', 'utf8'));
const everything: Interval = { low: -Infinity, high: Infinity };

/** From all 2^n sign patterns, one by one. */
function byHand(differences: readonly number[]): number {
  const n = differences.length;
  const seen = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  let asFar = 0;
  for (let signs = 0; signs < 2 ** n; signs++) {
    const sum = differences.reduce((sum, one, i) => sum + ((signs >> i) & 1 ? one : -one), 0);
    if (Math.abs(sum) >= seen) asFar++;
  }
  return asFar / 2 ** n;
}

/** p of the mean sum / size, in whole numbers. */
const testAt = (differences: readonly number[], sum: number, size: number) =>
  byHand(differences.map((difference) => size * difference - sum));

/** The interval, by testing the average of each subset; between two of them p does not change. */
function inverted(differences: readonly number[], level: number): Interval {
  let [low, high] = [Infinity, -Infinity];
  for (let members = 1; members < 2 ** differences.length; members++) {
    const chosen = differences.filter((_, i) => (members >> i) & 1);
    const sum = chosen.reduce((sum, one) => sum + one, 0);
    const average = sum / chosen.length;
    if (average >= low && average <= high) continue;
    // Of whole numbers: rounding would let sums that are equal seem different.
    if (testAt(differences, sum, chosen.length) < level) continue;
    [low, high] = [Math.min(low, average), Math.max(high, average)];
  }
  return { low, high };
}

/** Few values, so that there are ties and zeros; differences as in class; the largest that 10,000 images allow. */
const difference = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.integer({ min: -120, max: 150 }));
const differences = (most: number, fewest = 1) =>
  fc.array(difference, { minLength: fewest, maxLength: most });
const levels = fc.constantFrom(0.04, 0.005, 0.05, 0.5, 1);

describe('sign-flip test', () => {
  it.each(cases)('gives the p of SciPy for $differences', ({ differences, p }) => {
    expect(signFlipTest(differences)).toBeCloseTo(p, 12);
  });

  it('counts what all sign patterns give', () => {
    fc.assert(
      fc.property(differences(12), (values) => signFlipTest(values) === byHand(values)),
      { numRuns: 60 },
    );
    const fourteen = [3, 0, -1, 3, 2, 0, 1, 1, -2, 3, 0, 0, 2, 1];
    expect(signFlipTest(fourteen)).toBe(byHand(fourteen));
  });

  it('knows what can be said without counting', () => {
    const all = (n: number) => Array.from({ length: n }, (_, i) => 10_000 - i);
    for (const n of [1, 6, 29, 30]) expect(signFlipTest(all(n))).toBe(2 / 2 ** n);
    expect(signFlipTest([0, 0, 0])).toBe(1);
    expect(signFlipTest([4, -4])).toBe(1);
    // 30 equal differences are a sign test: binomtest(20, 30).pvalue
    const signs = Array.from({ length: 30 }, (_, i) => (i < 20 ? 7 : -7));
    expect(signFlipTest(signs)).toBeCloseTo(0.0987371466, 9);
  });

  it('does not mind order and sign, and moves with the mean', () => {
    fc.assert(
      fc.property(differences(16), fc.integer({ min: -50, max: 50 }), (values, by) => {
        const p = signFlipTest(values);
        expect(signFlipTest([...values].reverse())).toBe(p);
        expect(signFlipTest(values.map((value) => -value))).toBe(p);
        expect(
          signFlipTest(
            values.map((value) => value + by),
            by,
          ),
        ).toBe(p);
      }),
      { numRuns: 100 },
    );
  });

  it('takes 1 to 30 whole numbers', () => {
    expect(() => signFlipTest([])).toThrow(RangeError);
    expect(() => signFlipTest(new Array(31).fill(1))).toThrow(RangeError);
    expect(() => signFlipTest([0.5, 1])).toThrow(RangeError);
    expect(() => signFlipInterval([1, Number.NaN], 0.04)).toThrow(RangeError);
  });
});

describe('sign-flip interval', () => {
  it.each(cases)('is as with the averages of all subsets for $differences', ({ differences, intervals }) => {
    for (const [level, ends] of Object.entries(intervals))
      expect(signFlipInterval(differences, Number(level))).toEqual(
        ends ? { low: ends[0], high: ends[1] } : everything,
      );
  });

  it('is from the smallest to the largest of 6, and anything with fewer', () => {
    expect(signFlipInterval([31, 12, 55, 20, -8, 47], 0.04)).toEqual({ low: -8, high: 55 });
    expect(signFlipInterval([31, 12, 55, 20, 47], 0.04)).toEqual(everything);
    expect(signFlipInterval([0, 0, 0, 0, 0, 0], 0.04)).toEqual({ low: 0, high: 0 });
    expect(signFlipInterval(new Array(30).fill(3), 0.005)).toEqual({ low: 3, high: 3 });
  });

  it('holds all means that the test does not reject, and no other', () => {
    fc.assert(
      fc.property(differences(9, 2), levels, (values, level) => {
        // At level 1 with an even number of patterns the mean alone is left, as it should be.
        const found = signFlipInterval(values, level);
        if (found.low === -Infinity) expect(2 / 2 ** values.length).toBeGreaterThanOrEqual(level);
        else expect(found).toEqual(inverted(values, level));
      }),
      { numRuns: 80, examples: [[[-75, 1, 0, -1, 88, -74, 3, -1], 1]] },
    );
  });

  it('always agrees with the test: 0 is outside exactly where p is below the level', () => {
    fc.assert(
      fc.property(
        differences(20),
        levels,
        fc.integer({ min: -60, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (values, level, sum, size) => {
          // Any mean sum / size, made 0.
          const shifted = values.map((value) => size * value - sum);
          const { low, high } = signFlipInterval(shifted, level);
          expect(low > 0 || high < 0).toBe(signFlipTest(shifted) < level);
          // And at its own ends, of which neither is rejected.
          for (const end of [low, high].filter(Number.isInteger))
            expect(signFlipTest(shifted, end)).toBeGreaterThanOrEqual(level);
          if (Number.isInteger(low)) expect(signFlipTest(shifted, low - 0.001)).toBeLessThan(level);
          if (Number.isInteger(high)) expect(signFlipTest(shifted, high + 0.001)).toBeLessThan(level);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is narrower at a higher level and holds the mean', () => {
    fc.assert(
      fc.property(differences(14, 9), (values) => {
        const [wide, narrow] = [signFlipInterval(values, 0.005), signFlipInterval(values, 0.04)];
        return (
          wide.low <= narrow.low &&
          narrow.low <= mean(values) &&
          mean(values) <= narrow.high &&
          narrow.high <= wide.high
        );
      }),
      { numRuns: 60 },
    );
  });
});

it('takes 30 pairs of any size within a moment', () => {
  // Differences as far apart as 10,000 test images allow, and no two alike.
  const far = Array.from({ length: 30 }, (_, i) => (i % 2 ? -1 : 1) * (10_000 - 331 * i) + 900);
  expect(bounded(60, () => signFlipTest(far))).toBeGreaterThan(0);
  const { low, high } = bounded(1000, () => signFlipInterval(far, 0.04));
  expect(signFlipTest(far, low - 0.002)).toBeLessThan(0.04);
  expect(signFlipTest(far, low + 0.002)).toBeGreaterThanOrEqual(0.04);
  expect(signFlipTest(far, high + 0.002)).toBeLessThan(0.04);
  expect(signFlipTest(far, high - 0.002)).toBeGreaterThanOrEqual(0.04);
});
