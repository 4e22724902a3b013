/** The statistics for comparing paired runs. */

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample standard deviation (n - 1); 0 for a single value. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/** The most pairs for the sign-flip test: more would take seconds, and nobody trains that many. */
const MOST_PAIRS = 30;

/**
 * Exact two-sided sign-flip (randomisation) test of the mean (Fisher 1935): if `mean` were the true mean, a difference would be
 * on either side of it equally often. p is the share of the 2^n sign patterns whose sum is at least as far from 0 as the
 * one seen. Takes 1 to 30 differences in whole test images (augmented minus reduced) and returns p in (0, 1].
 *
 * Below the mean seen, a pattern is as far as that exactly where the differences that it flips, less `mean`, sum up to 0 or less,
 * or where those that it keeps do. So p is twice the share of such subsets. 30 differences take about a millisecond.
 */
export function signFlipTest(differences: readonly number[], mean = 0): number {
  check(differences);
  const shifted = differences.map((difference) => difference - mean);
  const sum = total(shifted);
  if (sum === 0) return 1;
  const above = sum > 0 ? shifted : shifted.map((difference) => -difference);
  return (2 * subsetsUpToZero(above)) / 2 ** differences.length;
}

/** A closed interval: its ends belong to it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * All means that the sign-flip test does not reject at `level` (p >= level): a mean is outside exactly if p < level. In
 * test images, as the differences; without ends if there are too few differences to reject anything.
 *
 * p counts the subsets whose average is at most the mean in question (see above), and the empty one. So the lower end is itself the
 * average of a subset, the k-th smallest of them (Hartigan 1969); with 6 pairs at .04 it is the smallest difference.
 * 30 differences take 25 ms, or 80 ms if they are thousands of images apart; results are cached.
 */
export function signFlipInterval(differences: readonly number[], level: number): Interval {
  const key = `${level} ${differences.join()}`;
  const known = intervals.get(key);
  if (known) return known;
  const found = findInterval(differences, level);
  if (intervals.size >= MOST_INTERVALS) intervals.delete(intervals.keys().next().value!);
  intervals.set(key, found);
  return found;
}

/** A cache: lists and card edits show the same intervals again. The oldest are dropped. */
const intervals = new Map<string, Interval>();
const MOST_INTERVALS = 200;

function findInterval(differences: readonly number[], level: number): Interval {
  check(differences);
  // p >= level means at least this many subsets. Halving and doubling are exact, so both sides round alike.
  const needed = Math.ceil(level * 2 ** (differences.length - 1));
  if (needed <= 1) return { low: -Infinity, high: Infinity };
  const negated = differences.map((difference) => -difference);
  return { low: lowestAverage(differences, needed), high: 0 - lowestAverage(negated, needed) };
}

/** The smallest average up to which there are at least `needed` subsets, with the empty one. */
function lowestAverage(differences: readonly number[], needed: number): number {
  const n = differences.length;
  // Two averages of at most n whole numbers are equal or more than 1 / n^2 apart: a step contains at most one of them.
  const steps = n * n;
  const enough = (step: number) =>
    subsetsUpToZero(differences.map((difference) => steps * difference - step)) >= needed;
  let below = steps * Math.min(...differences) - 1;
  let reached = Math.ceil((steps * total(differences)) / n);
  while (reached - below > 1) {
    const middle = Math.floor((below + reached) / 2);
    if (enough(middle)) reached = middle;
    else below = middle;
  }
  for (let size = 1; size <= n; size++) {
    const sum = Math.floor((reached * size) / steps);
    if (sum * steps > below * size) return sum / size;
  }
  throw new Error('no average of whole numbers: the differences must be whole numbers');
}

/**
 * How many subsets, the empty one among them, have a sum of at most 0: each half's sums in order, then one walk through both
 * (Horowitz & Sahni 1974). Costs 2^(n/2), however large the numbers are.
 */
function subsetsUpToZero(values: readonly number[]): number {
  const half = values.length >> 1;
  const first = sortedSums(values.slice(0, half));
  const second = sortedSums(values.slice(half));
  let count = 0;
  let fitting = second.length;
  for (const sum of first) {
    while (fitting > 0 && second[fitting - 1]! + sum > 0) fitting--;
    count += fitting;
  }
  return count;
}

/** The sums of all subsets, in ascending order. */
function sortedSums(values: readonly number[]): Float64Array {
  let sums = new Float64Array([0]);
  for (const value of values) {
    const { length } = sums;
    const merged = new Float64Array(2 * length);
    let without = 0;
    let having = 0;
    for (let i = 0; i < merged.length; i++) {
      const takes = having < length && (without === length || sums[having]! + value < sums[without]!);
      merged[i] = takes ? sums[having++]! + value : sums[without++]!;
    }
    sums = merged;
  }
  return sums;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function check(differences: readonly number[]): void {
  const { length } = differences;
  if (length < 1 || length > MOST_PAIRS || !differences.every(Number.isSafeInteger))
    throw new RangeError(
      `a sign-flip test needs 1 to ${MOST_PAIRS} whole numbers, not ${length} of any kind`,
    );
}
