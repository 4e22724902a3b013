/** The smaller question that is offered in the place of a long one. */
import { expect, test } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import type { ExperimentSpec } from '../../src/experiments/experiment.ts';
import { shorter } from '../../src/experiments/shorter.ts';

const spec: ExperimentSpec = {
  dataset: 'fashion-mnist',
  model: 'mlp',
  fraction: 0.2,
  policy: parsePolicy('flip'),
  epochs: 24,
  seeds: 12,
  batch: 32,
};
/** As if a full network took as long as five others. */
const timeOf = ({ epochs, seeds, full = 2 }: ExperimentSpec) => epochs * (2 * seeds + 5 * full);

test.each([
  [600, { ...spec, seeds: 6 }],
  [500, { ...spec, seeds: 6, full: 1 }],
  [300, { ...spec, seeds: 6, full: 0 }],
  [100, { ...spec, seeds: 6, full: 0, epochs: 6 }],
])('takes no more than %i, and changes no more than it must', (limit, expected) => {
  expect(shorter(spec, limit, timeOf)).toEqual({ spec: expected, time: timeOf(expected) });
});

test('is none where nothing is left to compare', () => {
  expect(shorter(spec, 20, timeOf)).toBeUndefined();
});
