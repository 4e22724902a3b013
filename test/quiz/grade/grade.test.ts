/** The grader, rule by rule in their order: what somebody writes, and what becomes of it. */
import { describe, expect, it, test } from 'vitest';
import { creditOf, gradeItem } from '../../../src/quiz/grade/grade.ts';
import { cases, gradeOf, said } from '../cases.ts';
import { code, item, text } from '../items.ts';

const overfitting = text(['overfitting', '과적합', "it's overfit"], {
  wrong: [
    { is: 'underfitting', why: 'The other way round.' },
    { is: 'memorising', why: 'That is what it does.', credit: 0.5 },
    { pattern: 'over-?train(ed|ing)', why: 'A neighbour.', credit: 0.25 },
  ],
});

cases('a text is normalised', overfitting, [
  ['overfitting', 'right equal'],
  ['  OverFitting\n', 'right equal'],
  ['ｏｖｅｒｆｉｔｔｉｎｇ', 'right equal'],
  ['`overfitting`', 'right equal'],
  ['```overfitting```', 'right equal'],
  ['over\u200bfitting', 'right equal'],
  ['과적합', 'right variant'],
  ['과적합'.normalize('NFD'), 'right variant'],
  ['it’s overfit', 'right variant'],
  ['it‘s  overfit', 'right variant'],
  ['it\u00a0s overfit', 'nearly spelling'],
  ["IT'S\u3000OVERFIT", 'right variant'],
]);

cases('dashes and quotes are those of any keyboard', text(['"k-fold"']), [
  ['"k-fold"', 'right equal'],
  ['“k–fold”', 'right equal'],
  ['„k—fold“', 'right equal'],
  ['«k−fold»', 'right equal'],
  ['＂k－fold＂', 'right equal'],
  ['"k fold"', 'nearly spelling'],
]);

cases('capital letters count where the blank says so', text(['AdamW'], { case: true }), [
  ['AdamW', 'right equal'],
  ['adamw', 'nearly spelling'],
  ['sgd', 'wrong none'],
]);

cases('nothing is no answer', overfitting, [
  ['', 'invalid empty'],
  [' \t\n ', 'invalid empty'],
  ['\u200b\u00a0', 'invalid empty'],
]);
cases('but where nothing is right', code('policy', [], { empty: true }), [
  ['', 'right empty'],
  ['  ', 'right empty'],
  ['flip', 'wrong none'],
]);

cases('known mistakes', overfitting, [
  ['underfitting', 'wrong known'],
  ['Memorising', 'partly known'],
  ['over-trained', 'partly known'],
  ['overtraining', 'partly known'],
  ['overtraining it', 'wrong none'],
]);

cases('spelling', overfitting, [
  ['overfiting', 'nearly spelling'],
  ['overfittign', 'nearly spelling'],
  ['voerfittign', 'nearly spelling'],
  ['ovrfitin', 'wrong none'],
  ['underfittin', 'wrong none'],
  ['augmentation', 'wrong none'],
]);
cases('short words are not guessed at', text(['flip', 'gap']), [
  ['flap', 'nearly spelling'],
  ['filp', 'nearly spelling'],
  ['lfpi', 'wrong none'],
  ['gab', 'wrong none'],
]);
cases('figures are no spelling', text(['resnet50', '48000 images']), [
  ['resnet50', 'right equal'],
  ['resnte50', 'nearly spelling'],
  ['resnet51', 'wrong none'],
  ['48000 imags', 'nearly spelling'],
  ['47000 images', 'wrong none'],
]);
cases('a Korean syllable may have one wrong letter', text(['과대적합', '데이터증강']), [
  ['데이타증강', 'nearly spelling'],
  ['과소적합', 'wrong none'],
  ['데이터', 'wrong none'],
]);
cases('spelling can be left out', text(['overfitting'], { spelling: false }), [['overfiting', 'wrong none']]);
cases(
  'nearer to what is known to be wrong',
  text(['validation'], { wrong: [{ is: 'validating', why: 'No.' }] }),
  [
    ['validatoin', 'nearly spelling'],
    ['validatin', 'wrong none'],
  ],
);

cases('a pattern is matched as a whole', text(['the test set'], { pattern: '(the )?test[- ](set|data)' }), [
  ['test set', 'right pattern'],
  ['The Test-Data', 'right pattern'],
  ['a test set', 'wrong none'],
  ['the tset set', 'nearly spelling'],
  ['test set it is', 'wrong none'],
]);
cases('and in code with its capital letters', code('python', [], { pattern: 'x_train|X_train' }), [
  ['X_train', 'right pattern'],
  ['X_TRAIN', 'wrong none'],
]);
cases(
  'an answer that is right is not asked whether it is known',
  text(['a'], { wrong: [{ pattern: '.*', why: 'No.' }] }),
  [
    ['A', 'right equal'],
    ['b', 'wrong known'],
  ],
);

test('what is too long is no answer', () => {
  expect(said(overfitting, 'x'.repeat(501))).toBe('invalid none');
  expect(gradeOf(overfitting, 'x'.repeat(501)).problem).toEqual({
    key: 'quiz.answer.tooLong',
    params: { max: 500 },
  });
  expect(said(overfitting, 'x'.repeat(500))).toBe('wrong none');
});

test('an author says why, and gives credit', () => {
  expect(gradeOf(overfitting, 'memorising')).toEqual({
    outcome: 'partly',
    credit: 0.5,
    rule: 'known',
    why: 'That is what it does.',
  });
});

describe('an item with several blanks', () => {
  const two = item({
    kind: 'blanks',
    language: 'python',
    code: '{[constructor]}({[size]}) # {[size]}',
    blanks: {
      constructor: { accept: ['Dense'], weight: 2 },
      size: { number: { is: 10 }, wrong: [{ is: '9', why: 'One more.', credit: 0.5 }] },
    },
  });

  it('grades each, by its own name only', () => {
    expect(gradeItem(two, { constructor: 'Dense', size: '9' })).toEqual({
      constructor: { outcome: 'right', credit: 1, rule: 'equal' },
      size: { outcome: 'partly', credit: 0.5, rule: 'known', why: 'One more.' },
    });
    expect(gradeItem(two, {})).toMatchObject({
      constructor: { outcome: 'invalid', rule: 'empty' },
      size: { outcome: 'invalid', rule: 'empty' },
    });
  });

  it('is worth what its blanks are, by their weight', () => {
    const worth = (layer: string, size: string) =>
      creditOf(two, gradeItem(two, { constructor: layer, size }));
    expect([worth('Dense', '10'), worth('Dense', '9'), worth('dense', '10'), worth('x', 'y')]).toEqual([
      1, 0.8333, 0.3333, 0,
    ]);
    expect(creditOf(two, {})).toBe(0);
  });
});
