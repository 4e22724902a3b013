/** Statistics against values worked out elsewhere. */
import { expect, it } from 'vitest';
import { mean, standardDeviation } from '../../src/experiments/statistics.ts';

it('describes a handful of values', () => {
  expect(mean([1, 2, 3, 4])).toBe(2.5);
  expect(standardDeviation([1, 2, 3, 4])).toBeCloseTo(1.2909944487, 9);
  expect(standardDeviation([5])).toBe(0);
});
