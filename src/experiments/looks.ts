/** When Augie looks at a question's pairs, what each look reads, and which effect a look can see. Pure. */
import { MOST } from './experiment.ts';

/** What is fixed about a question before its first pair is trained. The ledger of the classroom keeps the first three. */
export interface QuestionFacts {
  /** Pairs are counted from this seed. */
  readonly firstSeed: number;
  /** The planned number of pairs, from 6 to 30. */
  readonly planned: number;
  /** Effects between minus this and this do not matter in practice. A share of the test images: 0.003 is 0.3 points. */
  readonly margin: number;
  readonly testImages: number;
}

/** One look at this many pairs; a p below the level decides. */
export interface Look {
  readonly pairs: number;
  readonly level: number;
}

/** What matters in practice: 0.3 points. */
export const MARGIN = 0.003;
/** With five pairs, not even five wins out of five would decide: p = 2 / 2^5. */
export const FEWEST_PAIRS = 6;
const FIRST_LEVEL = 0.04;
const LATER_LEVEL = 0.005;

/** The planned number for a question that was first asked with this many seeds. */
export const plannedPairs = (seeds: number): number => Math.max(FEWEST_PAIRS, seeds);

/** At the planned number, at twice as many, and at 30: one to three looks, fewest pairs first. */
export function looksOf(planned: number): Look[] {
  if (!Number.isInteger(planned) || planned < FEWEST_PAIRS || planned > MOST.seeds)
    throw new RangeError(`a question has ${FEWEST_PAIRS} to ${MOST.seeds} planned pairs, not ${planned}`);
  const later = new Set([Math.min(2 * planned, MOST.seeds), MOST.seeds]);
  later.delete(planned);
  return [
    { pairs: planned, level: FIRST_LEVEL },
    ...[...later].map((pairs) => ({ pairs, level: LATER_LEVEL })),
  ];
}

/**
 * The pairs that looks read, in the order of their seeds, from the first seed on without a gap. A crashed seed is not a gap: the next
 * one takes its place, for good, also if it is trained later.
 */
export function inSeedOrder<Pair extends { readonly seed: number }>(
  firstSeed: number,
  pairs: readonly Pair[],
  crashed: readonly number[],
): Pair[] {
  const bySeed = new Map(pairs.map((pair) => [pair.seed, pair]));
  const replaced = new Set(crashed);
  const found: Pair[] = [];
  for (let seed = firstSeed; ; seed++) {
    if (replaced.has(seed)) continue;
    const pair = bySeed.get(seed);
    if (!pair) return found;
    found.push(pair);
  }
}

/** Two-sided normal quantiles of the levels, and the one-sided quantile of a power of 80 %. */
const LEVEL_QUANTILE = new Map([
  [FIRST_LEVEL, 2.0537],
  [LATER_LEVEL, 2.807],
]);
const POWER_QUANTILE = 0.8416;

/**
 * The effect that a look sees in 80 of 100 questions, in the unit of `deviation`, the standard deviation of the differences;
 * infinite if not even winning all pairs would decide. For normal differences the power is within 4 points of 80 %.
 *
 * The sample size of a t test (Guenther 1981) solved for the effect. The last term is fitted to simulated sign-flip tests: with
 * few pairs their p takes few values.
 */
export function visibleEffect({ pairs, level }: Look, deviation: number): number {
  const z = LEVEL_QUANTILE.get(level);
  if (z === undefined) throw new RangeError(`no look has the level ${level}`);
  if (2 / 2 ** pairs >= level) return Infinity;
  const worth = pairs - z ** 2 / 2 - (15 * z ** 4) / pairs ** 3;
  return (deviation * (z + POWER_QUANTILE)) / Math.sqrt(worth);
}

/** The fewest pairs with which a look of this level sees the effect, which is above 0, in 80 of 100 questions. */
export function pairsToSee(effect: number, level: number, deviation: number): number {
  let pairs = FEWEST_PAIRS;
  while (visibleEffect({ pairs, level }, deviation) > effect) pairs++;
  return pairs;
}
