/** What augmentation changed for each label, counted by hand. */
import { expect, it } from 'vitest';
import { firstOfLabels } from '../../src/experiments/answers-sheet.ts';
import { labelReport } from '../../src/experiments/labels.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const truth = bytes(0, 0, 0, 1, 1);
const pairs = [
  { seed: 1, reduced: bytes(0, 1, 1, 1, 1), augmented: bytes(0, 0, 1, 1, 0) },
  { seed: 2, reduced: bytes(0, 1, 0, 1, 1), augmented: bytes(0, 0, 2, 1, 1) },
];

it('gives accuracies and confusions as means over the pairs, the largest change first', () => {
  const { labels, confusions } = labelReport(truth, 4, pairs);
  expect(labels).toEqual([
    { label: 0, images: 3, reduced: 1.5 / 3, augmented: 2 / 3 },
    { label: 1, images: 2, reduced: 1, augmented: 1.5 / 2 },
  ]);
  expect(confusions).toEqual([
    { label: 0, answer: 1, reduced: 1.5, augmented: 0.5 },
    { label: 0, answer: 2, reduced: 0, augmented: 0.5 },
    { label: 1, answer: 0, reduced: 0, augmented: 0.5 },
  ]);
});

it('finds the images whose answers changed in most pairs, in their most frequent way', () => {
  expect(labelReport(truth, 3, pairs).changed).toEqual([
    { image: 1, label: 0, reduced: 1, augmented: 0, pairs: 2 },
    { image: 2, label: 0, reduced: 0, augmented: 2, pairs: 1 },
    { image: 4, label: 1, reduced: 1, augmented: 0, pairs: 1 },
  ]);
  const twice = { ...pairs[0]!, augmented: bytes(0, 0, 2, 1, 1) };
  const [, third] = labelReport(truth, 3, [
    ...pairs,
    twice,
    { ...twice, reduced: pairs[1]!.reduced },
  ]).changed;
  expect(third).toEqual({ image: 2, label: 0, reduced: 0, augmented: 2, pairs: 2 });
});

it('takes examples in the order of the test set, each of another label as long as there are any', () => {
  const labels = bytes(3, 3, 1, 3, 0, 1, 2, 0);
  expect(firstOfLabels(labels, 3)).toEqual([0, 2, 4]);
  expect(firstOfLabels(labels, 4)).toEqual([0, 2, 4, 6]);
  expect(firstOfLabels(labels, 6)).toEqual([0, 2, 4, 6, 1, 5]);
  expect(firstOfLabels(labels, 20)).toHaveLength(8);
});
