/** Which epochs end with a validation. */
import { expect, test } from 'vitest';
import { isValidated, validations } from '../../src/training/validation.ts';

const validated = (epochs: number, epoch: number, validation = 12_000): number[] =>
  Array.from({ length: epochs }, (_, i) => i + 1).filter((at) =>
    isValidated({ epochs }, { epoch, validation }, at),
  );

test('about twenty of a default run, and the last one', () => {
  expect(validated(40, 2400)).toEqual(Array.from({ length: 20 }, (_, i) => 2 * (i + 1)));
  expect(validated(10, 9600)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(validated(2, 48_000)).toEqual([1, 2]);
  expect(validated(5, 480)).toEqual([5]);
  expect(validated(8, 3000)).toEqual([2, 4, 5, 7, 8]);
});

test('more epochs continue the same multiples', () => {
  for (const size of [480, 2400, 3000, 9600]) {
    const long = validated(60, size);
    for (const epochs of [1, 7, 13, 40])
      expect(validated(epochs, size).filter((at) => at < epochs)).toEqual(long.filter((at) => at < epochs));
  }
});

test('as many as are counted beforehand, from any epoch to any other', () => {
  for (const size of [480, 3000, 9600, 48_000])
    for (const from of [0, 3, 8, 19])
      for (const to of [from, from + 1, 20]) {
        const between = validated(20, size).filter((at) => at > from && at <= to);
        expect(validations({ epochs: 20 }, { epoch: size, validation: 12_000 }, from, to)).toBe(
          between.length,
        );
      }
});
