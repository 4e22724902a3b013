/** The few numbers that a comparison of paired runs needs. */

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample standard deviation (n - 1); 0 for a single value. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/**
 * Exact two-sided sign test: how probable at least so uneven a count is, were each pair a fair coin.
 * Ties are left out before (Dixon & Mood 1946). Returns a probability in (0, 1].
 */
export function signTest(wins: number, losses: number): number {
  const n = wins + losses;
  let tail = 0;
  let ways = 1; // binomial coefficient n over k
  for (let k = 0; k <= Math.min(wins, losses); k++) {
    tail += ways;
    ways = (ways * (n - k)) / (k + 1);
  }
  return Math.min(1, (2 * tail) / 2 ** n);
}

/** Student's t, two-sided 95 %, for 1 to 29 degrees of freedom (NIST/SEMATECH e-Handbook, table 1.3.6.7.2). */
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045,
];

/** 95 % confidence interval of the mean of 2 to 30 differences (paired t interval). */
export function meanInterval(differences: readonly number[]): { low: number; high: number } {
  const t = T95[differences.length - 2];
  if (t === undefined)
    throw new RangeError(`an interval needs 2 to 30 differences, not ${differences.length}`);
  const half = (t * standardDeviation(differences)) / Math.sqrt(differences.length);
  const centre = mean(differences);
  return { low: centre - half, high: centre + half };
}
