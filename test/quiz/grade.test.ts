/** The grader, rule by rule in their order: what somebody writes, and what becomes of it. */
import { describe, expect, it, test } from 'vitest';
import { creditOf, gradeItem } from '../../src/quiz/grade/grade.ts';
import type { Grade, Item } from '../../src/quiz/quiz.ts';
import { code, item, numeric, text } from './items.ts';

const gradeOf = (asked: Item, answer: string): Grade => gradeItem(asked, { answer }).answer as Grade;

/** `right equal`: the outcome and the rule that decided. */
const said = (asked: Item, answer: string): string => {
  const { outcome, rule } = gradeOf(asked, answer);
  return `${outcome} ${rule}`;
};

type Case = readonly [answer: string, said: string];
const cases = (name: string, asked: Item, table: readonly Case[]) =>
  describe(name, () =>
    test.each(table)('%j: %s', (answer, wanted) => expect(said(asked, answer)).toBe(wanted)),
  );

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

const exact = numeric(0.2);
cases('a number, however it is written', exact, [
  ['0.2', 'right number'],
  ['.2', 'right number'],
  ['0,2', 'right number'],
  [',2', 'right number'],
  ['0.20', 'right number'],
  ['+0.2', 'right number'],
  ['20%', 'right number'],
  ['20 %', 'right number'],
  ['20,0 %', 'right number'],
  ['1/5', 'right number'],
  ['1 / 5', 'right number'],
  ['2e-1', 'right number'],
  ['2E-1', 'right number'],
  ['０．２', 'right number'],
  ['= 0.2', 'right number'],
  ['`0.2`', 'right number'],
  ['0.2 %', 'wrong none'],
  ['0.21', 'wrong none'],
  ['2', 'wrong none'],
  ['-0.2', 'wrong none'],
  ['1/0', 'invalid number'],
  ['1/2/3', 'invalid number'],
  ['1e999', 'invalid number'],
  ['one fifth', 'invalid number'],
  ['0.2.3', 'invalid number'],
  ['NaN', 'invalid number'],
  ['Infinity', 'invalid number'],
  ['0x10', 'invalid number'],
  ['--2', 'invalid number'],
]);
cases('thousands', numeric(48000), [
  ['48000', 'right number'],
  ['48,000', 'right number'],
  ['48.000', 'right number'],
  ['48 000', 'right number'],
  ['48\u202f000', 'right number'],
  ["48'000", 'right number'],
  ['48’000', 'right number'],
  ['48_000', 'right number'],
  ['48,000.0', 'right number'],
  ['48.000,0', 'right number'],
  ['4.8e4', 'right number'],
  ['48,00', 'wrong none'],
  ['4,8000', 'wrong none'],
  ['48,000,00', 'invalid number'],
  ['48 00', 'invalid number'],
]);
cases('a comma of decimals is none of thousands', numeric(0.125), [
  ['0,125', 'right number'],
  ['12,5 %', 'right number'],
  ['1/8', 'right number'],
  ['125', 'wrong none'],
]);
cases('percent, where percent is asked for', numeric(85), [
  ['85', 'right number'],
  ['85 %', 'right number'],
  ['0.85', 'wrong none'],
]);
cases('negative numbers, with any minus', numeric(-14.4), [
  ['-14.4', 'right number'],
  ['−14.4', 'right number'],
  ['–14,4°', 'right number'],
  ['14.4', 'wrong none'],
]);
cases('as far from it as is allowed', numeric(0.3, { abs: 0.1 }), [
  ['0.4', 'right number'],
  ['0.2', 'right number'],
  ['0.41', 'wrong none'],
  ['0.19999', 'wrong none'],
]);
cases('as a share of it', numeric(200, { rel: 0.05 }), [
  ['210', 'right number'],
  ['190', 'right number'],
  ['211', 'wrong none'],
]);
cases('nothing is near 0 but 0', numeric(0), [
  ['0', 'right number'],
  ['-0', 'right number'],
  ['1e-12', 'wrong none'],
]);
const degrees = numeric(
  0.04,
  {},
  {
    wrong: [
      { is: '14.4', why: 'A share of a turn.' },
      { is: 'half', why: 'Half?' },
    ],
  },
);
cases('a known wrong number, however it is written', degrees, [
  ['14,40', 'wrong known'],
  ['1.44e1', 'wrong known'],
  ['half', 'wrong known'],
  ['quarter', 'invalid number'],
]);
cases('a number or a word', numeric(2, {}, { accept: ['two'] }), [
  ['2.0', 'right number'],
  ['two', 'right equal'],
  ['tow', 'wrong none'],
  ['three', 'wrong none'],
]);

cases('Python by its tokens', code('python', ["RandomFlip('horizontal', seed=1, name='f')"]), [
  ["RandomFlip('horizontal', seed=1, name='f')", 'right equal'],
  ['RandomFlip("horizontal", seed=1, name="f")', 'right code'],
  ['RandomFlip(“horizontal”,seed=1,name=‘f’)', 'right code'],
  ['RandomFlip ( "horizontal" , name = "f" , seed = 1 )', 'right code'],
  ['RandomFlip("horizontal", seed=1, name="f",)', 'right code'],
  ['RandomFlip(seed=1, name="f", "horizontal")', 'wrong none'],
  ['RandomFlip(horizontal, seed=1, name="f")', 'wrong none'],
  ['RandomFlip("horizontal", seed="1", name="f")', 'wrong none'],
  ['RandomFlip("Horizontal", seed=1, name="f")', 'wrong none'],
  ['randomflip("horizontal", seed=1, name="f")', 'wrong none'],
  ['RandomFlip("horizontal", seed=1, name="f"', 'wrong none'],
  ['RandomFlip["horizontal", seed=1, name="f"]', 'wrong none'],
]);
cases('numbers in code', code('python', ['0.2']), [
  ['.2', 'right code'],
  ['1/5', 'right code'],
  ['1 / 5', 'right code'],
  ['20/100', 'right code'],
  ['2e-1', 'right code'],
  ['0.20', 'right code'],
  ['0.2,', 'right code'],
  ['-0.2', 'wrong none'],
  ["'0.2'", 'wrong none'],
  ['0,2', 'wrong none'],
  ['2**1/5', 'wrong none'],
  ['1//5', 'wrong none'],
]);
cases('words in code', code('python', ['True']), [
  ['True', 'right equal'],
  ['true', 'wrong none'],
  ['Ture', 'wrong none'],
  ["'True'", 'wrong none'],
]);
cases('case where an author does not mind', code('python', ['True'], { case: false }), [
  ['true', 'right equal'],
]);
cases('lists and tuples', code('python', ['[1, 2]', '(1,)']), [
  ['[1,2,]', 'right code'],
  ['[2, 1]', 'wrong none'],
  ['(1 ,)', 'right code'],
  ['(1)', 'wrong none'],
  ['(1, 2)', 'wrong none'],
]);
cases('arguments without their brackets', code('python', ["factor=0.1, fill_mode='constant'"]), [
  ['fill_mode="constant", factor=.1', 'right code'],
  ['fill_mode="constant", factor==.1', 'wrong none'],
]);
cases('spelling in code, where it is asked for', code('python', ['RandomRotation'], { spelling: true }), [
  ['RandomRotaton', 'nearly spelling'],
  ['RandomZoom', 'wrong none'],
]);
cases('policies', code('policy', ['rotate(-0.1..0.2, fill=reflect)@0.5']), [
  ['rotate( -0.1 .. 0.2 , fill = reflect ) @ .5', 'right code'],
  ['Rotate(-0.1..0.2, fill=reflect)@1/2', 'right code'],
  ['rotate(-0.1..0.2, fill=wrap)@0.5', 'wrong none'],
  ['rotate(-0.1..0.2, fill=reflect)', 'wrong none'],
]);
cases('a long whole number keeps its figures', code('python', ['9007199254740991']), [
  ['9_007_199_254_740_991', 'right code'],
  ['9007199254740990', 'wrong none'],
]);

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
