/** Options that are chosen and lines that are put in order, by their letters. */
import { expect, test } from 'vitest';
import type { Item } from '../../../src/quiz/content/quiz.ts';
import { cases, gradeOf, said } from '../cases.ts';
import { item } from '../items.ts';

const fruit = (many: boolean, right: string): Item =>
  item({
    kind: 'choice',
    many,
    options: [
      { text: { en: 'apple', de: 'Apfel', ko: '사과' }, right: right.includes('A'), why: 'An apple.' },
      { text: 'bad', right: right.includes('B') },
      { text: 'cherry, sour', right: right.includes('C'), why: 'Sour.' },
      { text: 'dates', right: right.includes('D') },
    ],
  });

cases('one option', fruit(false, 'B'), [
  ['B', 'right option'],
  ['b', 'right option'],
  ['(b)', 'right option'],
  ['B.', 'right option'],
  ['Ｂ', 'right option'],
  ['bad', 'right option'],
  ['A', 'wrong option'],
  ['Apfel', 'wrong option'],
  ['사과', 'wrong option'],
  ['cherry, sour', 'wrong option'],
  ['E', 'invalid option'],
  ['A B', 'invalid option'],
  ['2', 'invalid option'],
  ['plum', 'invalid option'],
  ['', 'invalid option'],
  ['?', 'invalid option'],
  ['constructor', 'invalid option'],
]);
cases('many options', fruit(true, 'ACD'), [
  ['A C D', 'right option'],
  ['dca', 'right option'],
  ['a, c; d', 'right option'],
  ['A, C and D', 'right option'],
  ['A C D D', 'right option'],
  ['A C', 'partly option'],
  ['A B C D', 'partly option'],
  ['B', 'wrong option'],
  ['A B', 'wrong option'],
  ['apple, dates', 'partly option'],
  ['Apfel, C, dates', 'right option'],
  ['A E', 'invalid option'],
  ['apple, plum', 'invalid option'],
]);
test.each([
  ['A', 0.3333],
  ['A C', 0.6667],
  ['A B C D', 0.6667],
  ['A B', 0],
  ['B', 0],
  ['A C D', 1],
])('of several right options %s is worth %d', (answer, credit) =>
  expect(gradeOf(fruit(true, 'ACD'), answer).credit).toBe(credit),
);
test('an option says why', () => {
  expect(gradeOf(fruit(false, 'B'), 'A').why).toBe('An apple.');
  expect(gradeOf(fruit(true, 'AB'), 'A C').why).toBe('Sour.');
});

const steps = item({ kind: 'order', lines: ['load', 'split', 'train', 'test'], shown: [2, 0, 3, 1] });
cases('lines in order, by the letters that are shown', steps, [
  ['B D A C', 'right order'],
  ['bdac', 'right order'],
  ['B > D > A > C', 'right order'],
  ['b, d, a, c', 'right order'],
  ['B D C A', 'partly order'],
  ['B D A', 'invalid order'],
  ['B D A C E', 'invalid order'],
  ['B D A A', 'invalid order'],
  ['load, split', 'invalid order'],
  ['', 'invalid order'],
]);
test.each([
  ['B D C A', 0.75],
  ['D B C A', 0.5],
  ['C A D B', 0.25],
])('%s is worth %d', (answer, credit) => expect(gradeOf(steps, answer).credit).toBe(credit));
test('lines that read the same stand for each other', () => {
  const twice = item({ kind: 'order', lines: ['fit', 'check', 'fit'], shown: [2, 1, 0] });
  expect(said(twice, 'A B C')).toBe('right order');
  expect(said(twice, 'C B A')).toBe('right order');
  expect(said(twice, 'B A C')).toBe('partly order');
});
