/** Blanks graded by what the policy then does to pictures. */
import { describe, expect, it, test } from 'vitest';
import { parsePolicy } from '../../../src/augment/policy.ts';
import type { Item } from '../../../src/quiz/content/quiz.ts';
import { effectPolicies, gradeByEffect, sameEffect } from '../../../src/quiz/grade/effect.ts';
import { gradeItem } from '../../../src/quiz/grade/grade.ts';
import { pictures, policy } from '../items.ts';

type BlanksItem = Extract<Item, { kind: 'blanks' }>;

const said = (asked: Item, answers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(gradeItem(asked, answers, { pictures })).map(([name, { outcome, rule }]) => [
      name,
      `${outcome} ${rule}`,
    ]),
  );

describe('policies that do the same', () => {
  test.each([
    ['flip', 'flip@0.5'],
    ['flip', 'flip(horizontal)@.5'],
    ['rotate(0.04)', 'rotate(-0.04..0.04)'],
    ['rotate(0.04)', 'rotate(-0.04)'],
    ['shift(0.1)', 'shift(0.1, 0.1)'],
    ['none', 'flip@0'],
    ['none', 'rotate(0) + brightness(0)'],
    ['none', 'greyscale@1'],
    ['flip + brightness(0)@0.3', 'flip'],
    ['rotate(0.04)', 'rotate(0.0400001)'],
  ])('%s and %s', (a, b) => {
    expect(sameEffect(parsePolicy(a), parsePolicy(b), pictures)).toBe(true);
  });
});

describe('policies that do not', () => {
  test.each([
    ['flip', 'none'],
    ['flip', 'flip@1'],
    ['flip', 'flip@0.51'],
    ['flip', 'flip(vertical)'],
    ['flip', 'flip + flip'],
    ['rotate(0.04)', 'rotate(0.05)'],
    ['rotate(0.04)', 'rotate(0..0.04)'],
    ['rotate(0.04)', 'rotate(0.04, fill=reflect)'],
    ['rotate(0.04) + shift(0.1)', 'shift(0.1) + rotate(0.04)'],
    ['noise(0.05)', 'noise(0.06)'],
  ])('%s and %s', (a, b) => {
    expect(sameEffect(parsePolicy(a), parsePolicy(b), pictures)).toBe(false);
  });
});

const factor = policy('rotate({[factor]})', { factor: '0.04' });

test.each([
  ['0.04', 'right equal'],
  ['.04', 'right code'],
  ['1/25', 'right code'],
  ['-0.04..0.04', 'right effect'],
  ['factor=0.04', 'right effect'],
  ['-0.04', 'right effect'],
  ['-1/25', 'right effect'],
  ['0.04, fill=constant', 'right effect'],
  ['0.04) + flip@0 + rotate(0', 'right effect'],
  ['0.05', 'wrong none'],
  ['14.4', 'invalid effect'],
  ['0,04', 'invalid effect'],
  ['big', 'invalid effect'],
  ['0.04) + (', 'invalid effect'],
  [')+('.repeat(100), 'invalid effect'],
  [`0${') + flip(horizontal'.repeat(9)}`, 'invalid effect'],
  ['', 'invalid empty'],
])('rotate(…) with %j: %s', (answer, wanted) => {
  expect(said(factor, { factor: answer })).toEqual({ factor: wanted });
});

test('what the reader of policies advises is not said: it may be the answer', () => {
  const keys = (answer: string) => {
    const { key, params } = gradeItem(factor, { factor: answer }, { pictures }).factor?.problem ?? {};
    return { key, advised: params && 'suggestion' in params };
  };
  expect(keys('14.4')).toEqual({ key: 'policy.outOfRange', advised: false });
  expect(keys('0.04)@50 + flip(horizontal')).toEqual({ key: 'policy.badProbability', advised: false });
  expect(keys('0.04) + RandomFlip(')).toEqual({ key: 'policy.unknownOp', advised: false });
});

test("a policy that cannot be read is explained in the policy reader's own words", () => {
  expect(gradeItem(factor, { factor: '14.4' }, { pictures }).factor?.problem).toEqual({
    key: 'policy.outOfRange',
    params: { op: 'rotate', name: 'factor', position: 1, value: '14.4', min: '-1', max: '1' },
  });
});

const two = policy('flip + {[op]}({[amount]})', { op: 'rotate', amount: '0.04' });

test('where it cannot be read is counted from the beginning of the blank: keys before it may be of any length', () => {
  const grades = gradeItem(two, { op: 'rotate', amount: '0.1 big' }, { pictures });
  expect(grades.amount?.problem?.params).toMatchObject({ position: 5 });
});

describe('two blanks', () => {
  it.each([
    ['both with the same effect', { op: 'ROTATE', amount: '-0.04' }, 'right code', 'right effect'],
    ['one right, one wrong', { op: 'rotate', amount: '0.1' }, 'right equal', 'wrong none'],
    [
      'another policy, though each alone is none',
      { op: 'flip', amount: 'vertical' },
      'wrong none',
      'wrong none',
    ],
    ['another operation of the same kind', { op: 'zoom', amount: '0.04' }, 'wrong none', 'right equal'],
    ['no policy because of one', { op: 'spin', amount: '-0.04' }, 'invalid effect', 'right effect'],
    ['no policy at all', { op: 'spin', amount: 'fast' }, 'invalid effect', 'invalid effect'],
  ] as const)('%s', (_, answers, op, amount) => {
    expect(said(two, answers)).toEqual({ op, amount });
  });

  it('are right together where the effect is shared out differently', () => {
    const steps = policy('{[first]} + {[second]}', { first: 'flip@1', second: 'flip@0' });
    expect(said(steps, { first: 'flip@0', second: 'flip@1' })).toEqual({
      first: 'right effect',
      second: 'right effect',
    });
    expect(said(steps, { first: 'flip@0', second: 'flip@0' })).toEqual({
      first: 'wrong none',
      second: 'right equal',
    });
  });
});

it('known mistakes come before the effect, and blanks without `effect` know nothing of it', () => {
  const wrong = [{ is: '-0.04..0.04', why: 'Shorter, please.', credit: 0.5 }];
  expect(said(policy('rotate({[f]})', { f: '0.04' }, { f: { wrong } }), { f: '-0.04..0.04' })).toEqual({
    f: 'partly known',
  });
  const mixed = policy('{[op]}({[f]})', { op: 'rotate', f: '0.04' }, { op: { effect: false } });
  expect(said(mixed, { op: 'shear', f: '-0.04' })).toEqual({ op: 'wrong none', f: 'right effect' });
});

test('an empty blank may be the key', () => {
  const nothing = policy('flip{[more]}', { more: '' }, { more: { accept: [], empty: true } });
  expect(said(nothing, { more: '' })).toEqual({ more: 'right empty' });
  expect(said(nothing, { more: '@0.5' })).toEqual({ more: 'right effect' });
  expect(said(nothing, { more: ' + rotate(0.1)' })).toEqual({ more: 'wrong none' });
});

test('the policies of a contact sheet', () => {
  expect(effectPolicies(two as BlanksItem, { op: '`shear`', amount: '1/5' })).toEqual({
    reference: 'flip + rotate(0.04)',
    answered: 'flip + shear(0.2)',
  });
  expect(effectPolicies(two as BlanksItem, { amount: "$& $'" }).answered).toBe("flip + rotate($& $')");
});

test('only blanks that are asked about are graded', () => {
  const grades = gradeByEffect(two as BlanksItem, { op: 'rotate', amount: '-0.04' }, ['amount'], pictures);
  expect([...grades.keys()]).toEqual(['amount']);
});

test('without pictures nothing is guessed', () => {
  expect(() => gradeItem(factor, { factor: '-0.04' })).toThrow('pictures are missing');
});
