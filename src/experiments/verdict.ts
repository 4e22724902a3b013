/** What the pairs say, and whether they say anything. The words are in the card. */
import { mean, meanInterval, signTest } from './statistics.ts';

/** The two results of one seed: same subset, same initial weights, same batch order. Shares in [0, 1]. */
export interface Pair {
  readonly seed: number;
  readonly reduced: number;
  readonly augmented: number;
}

/** Below six pairs not even all of them won would be significant: 2 / 2^5 = 0.0625. */
export const FEWEST_PAIRS = 6;
const SIGNIFICANT = 0.05;

export type Verdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'tooFew'; readonly pairs: number; readonly wins: number; readonly difference: number }
  | {
      readonly kind: 'better' | 'worse' | 'unclear';
      readonly pairs: number;
      readonly wins: number;
      readonly losses: number;
      /** Exact two-sided sign test. */
      readonly p: number;
      /** Mean of augmented minus reduced, with its 95 % interval. */
      readonly difference: number;
      readonly low: number;
      readonly high: number;
    };

export function verdict(pairs: readonly Pair[]): Verdict {
  if (pairs.length === 0) return { kind: 'none' };
  const differences = pairs.map(({ reduced, augmented }) => augmented - reduced);
  const wins = differences.filter((d) => d > 0).length;
  const difference = mean(differences);
  if (pairs.length < FEWEST_PAIRS) return { kind: 'tooFew', pairs: pairs.length, wins, difference };
  const losses = differences.filter((d) => d < 0).length;
  const p = signTest(wins, losses);
  const kind = p >= SIGNIFICANT ? 'unclear' : wins > losses ? 'better' : 'worse';
  return { kind, pairs: pairs.length, wins, losses, p, difference, ...meanInterval(differences) };
}
