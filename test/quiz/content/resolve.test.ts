/** Numbers drawn and written into items, and lines shuffled. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { locales, translate } from '../../../src/i18n/i18n.ts';
import { UserError } from '../../../src/i18n/user-error.ts';
import { evaluate } from '../../../src/quiz/content/expression.ts';
import type { Item } from '../../../src/quiz/content/quiz.ts';
import { resolveItem, shownOrder } from '../../../src/quiz/content/resolve.ts';
import { checkKeys } from '../../../src/quiz/grade/check.ts';
import { gradeItem } from '../../../src/quiz/grade/grade.ts';
import { draws } from '../../../src/random/draws.ts';
import { code, item, numeric, text } from '../items.ts';

const numbers = new Map([
  ['n', 60000],
  ['f', 0.1],
  ['constructor', 7],
]);
const value = (expression: string) => evaluate(expression, numbers);

function mistake(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('expressions', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 / 4 / 2', 1],
    ['8 - 4 - 2', 2],
    ['-2 * -3', 6],
    ['2 - -3', 5],
    ['--2', 2],
    ['.5 + 1e2', 100.5],
    ['0.1 + 0.2', 0.3],
    ['n * 0.29', 17400],
    ['n*f', 6000],
    ['ceil(n * f / 32)', 188],
    ['floor(0.29 * 100)', 29],
    ['round(2 / 3, 2)', 0.67],
    ['round(1.005, 2)', 1.01],
    ['round(2.5)', 3],
    ['abs(-f)', 0.1],
    ['min(3, n, 2)', 2],
    ['max(3, min(5, 4))', 4],
    ['constructor', 7],
    ['0 * -1', 0],
    ['9007199254740991', 9007199254740991],
  ])('%s = %d', (expression, result) => expect(value(expression)).toBe(result));

  test.each([
    ['', 'expression', 1],
    ['1 +', 'expression', 4],
    ['1 2', 'expression', 3],
    ['(1', 'expression', 3],
    ['1)', 'expression', 2],
    ['2 ** 3', 'expression', 4],
    ['1 % 2', 'expression', 3],
    ['n.length', 'expression', 2],
    ['"a"', 'expression', 1],
    ['abs(1, 2)', 'expression', 10],
    ['min()', 'expression', 5],
    ['1 / 0', 'noValue', undefined],
    ['0 / 0', 'noValue', undefined],
    ['1e999', 'noValue', undefined],
    ['m + 1', 'unknownNumber', undefined],
    ['toString', 'unknownNumber', undefined],
    ['__proto__', 'unknownNumber', undefined],
    ['sqrt(4)', 'unknownNumber', undefined],
    [`${'('.repeat(5000)}1`, 'expression', 41],
    [`${'-'.repeat(5000)}1`, 'expression', 41],
  ])('%s: %s', (expression, key, position) => {
    const error = mistake(() => value(expression));
    expect(error.key).toBe(`quiz.author.${key}`);
    expect(error.params.position).toBe(position);
  });

  it('are computed as JavaScript does, whatever they are', () => {
    const { sum } = fc.letrec<{ sum: string }>((tie) => ({
      sum: fc.oneof(
        { depthSize: 'small' },
        fc.integer({ min: 0, max: 999 }).map(String),
        fc
          .tuple(tie('sum'), fc.constantFrom('+', '-', '*'), tie('sum'))
          .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
        tie('sum').map((part) => `-(${part})`),
      ),
    }));
    fc.assert(
      fc.property(sum, (expression) => {
        const expected: number = new Function(`return ${expression}`)();
        fc.pre(Number.isSafeInteger(expected) && (expression.match(/\(/g)?.length ?? 0) < 20);
        expect(value(expression)).toBe(expected + 0);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

const full = item({
  kind: 'blanks',
  language: 'python',
  ask: { en: 'Of {{n}}?', de: 'Von {{ n }}?', ko: '{{n}} 중에서?' },
  why: '{{n}} * 0.8 = {{= n * 0.8}}',
  sources: ['{{n}}'],
  numbers: { n: { from: 1000, to: 3000, step: 500 } },
  code: 'x[:{[take]}] # {{n}}',
  blanks: {
    take: {
      accept: ['{{= n * 0.8}}'],
      number: { is: '{{= n * 0.8}}', abs: 1 },
      pattern: '{{= n / 1000}} thousand',
      hint: '{{n}}',
      wrong: [{ is: '{{n}}', pattern: '{{= n * 0.2}}', why: 'All {{n}}.' }],
    },
  },
});

describe('resolving', () => {
  it('writes numbers into every text and key, and leaves none to be drawn', () => {
    const resolved = resolveItem(full, () => 0.5);
    expect(resolved).toEqual({
      ...full,
      ask: { en: 'Of 2000?', de: 'Von 2000?', ko: '2000 중에서?' },
      why: '2000 * 0.8 = 1600',
      numbers: {},
      code: 'x[:{[take]}] # 2000',
      blanks: {
        take: {
          ...(full as Extract<Item, { kind: 'blanks' }>).blanks.take,
          accept: ['1600'],
          number: { is: 1600, abs: 1, rel: 0 },
          pattern: '2 thousand',
          hint: '2000',
          wrong: [{ is: '2000', pattern: '400', why: 'All 2000.', credit: 0 }],
        },
      },
    });
    expect(gradeItem(resolved, { take: '1_600' }).take?.outcome).toBe('right');
    expect(resolveItem(resolved, () => 0.9)).toEqual(resolved);
  });

  it('draws every step of a range and nothing else, by the name of the number', () => {
    const asked = text(['{{a}} {{b}}'], {});
    const of = (numbers: Item['numbers']): Item => ({ ...asked, numbers });
    const drawn = (x: number) => {
      const resolved = resolveItem(
        of({ a: { from: 0.1, to: 0.5, step: 0.1 }, b: { from: 3, to: 3, step: 1 } }),
        (name) => (name === 'a' ? x : 0.99),
      );
      return (resolved as Extract<Item, { kind: 'text' }>).answer.accept[0];
    };
    expect([0, 0.2, 0.4, 0.6, 0.8, 1 - 1e-12].map(drawn)).toEqual([
      '0.1 3',
      '0.2 3',
      '0.3 3',
      '0.4 3',
      '0.5 3',
      '0.5 3',
    ]);
    const uneven = resolveItem(
      { ...asked, numbers: { a: { from: 1, to: 4, step: 2 }, b: { from: 0, to: 1, step: 1 } } },
      () => 0.99,
    );
    expect((uneven as Extract<Item, { kind: 'text' }>).answer.accept).toEqual(['3 1']);
  });

  it('keeps a decimal point in a pattern a point', () => {
    const asked = text([], { pattern: 'about {{= 1 / 4}}' });
    const resolved = resolveItem(asked, () => 0);
    expect(gradeItem(resolved, { answer: 'about 0.25' }).answer?.rule).toBe('pattern');
    expect(gradeItem(resolved, { answer: 'about 0x25' }).answer?.rule).toBe('none');
  });

  it('writes numbers in a text as its language does, and in code and keys as code does', () => {
    const half = item({
      kind: 'text',
      ask: { en: '{{= n / 8}} or {{n}}', de: '{{= n / 8}} oder {{n}}', ko: '{{= n / 8}}' },
      why: '{{= n / 8}}',
      numbers: { n: { from: 2500, to: 2501 } },
      answer: { accept: ['{{= n / 8}}'] },
    });
    expect(resolveItem(half, () => 0)).toMatchObject({
      ask: { en: '312.5 or 2500', de: '312,5 oder 2500', ko: '312.5' },
      why: '312.5',
      answer: { accept: ['312.5'] },
    });
  });

  it('leaves other brackets as they are', () => {
    const asked: Item = {
      ...text(["{'a': {{{n}}}, 'b': {'c': 1}}"]),
      numbers: { n: { from: 5, to: 5, step: 1 } },
    };
    expect(resolveItem(asked, () => 0)).toMatchObject({ answer: { accept: ["{'a': {5}, 'b': {'c': 1}}"] } });
  });

  it('reads a key that is an expression', () => {
    const resolved = resolveItem(numeric('1 / 5'), () => 0);
    expect(gradeItem(resolved, { answer: '20 %' }).answer?.outcome).toBe('right');
  });

  test.each([
    ['{{m}}', 'unknownNumber'],
    ['{{1 + 1}}', 'unknownNumber'],
    ['{{= 1 +}}', 'expression'],
    ['{{= 1 / 0}}', 'noValue'],
    ['{{n', 'unclosed'],
  ])('refuses %s: %s', (accept, key) => {
    expect(mistake(() => checkKeys(text([accept]))).key).toBe(`quiz.author.${key}`);
  });

  it('refuses a range from high to low, and what fails for one of its ends only', () => {
    const asked = (from: number, to: number): Item => ({
      ...text(['{{= 1 / n}}']),
      numbers: { n: { from, to, step: 1 } },
    });
    expect(mistake(() => checkKeys(asked(3, 2))).key).toBe('quiz.author.emptyRange');
    expect(mistake(() => checkKeys(asked(-3, 0))).key).toBe('quiz.author.noValue');
    expect(() => checkKeys(asked(1, 3))).not.toThrow();
  });

  it('refuses patterns and policies that cannot be used', () => {
    expect(mistake(() => checkKeys(text([], { pattern: '(' }))).key).toBe('quiz.author.badPattern');
    expect(mistake(() => checkKeys(text([], { wrong: [{ pattern: '(?=a)', why: '' }] }))).key).toBe(
      'quiz.author.patternKind',
    );
    const policy = { ...code('policy', ['spin'], { effect: true }), effect: { dataset: 'fashion-mnist' } };
    expect(mistake(() => checkKeys(policy as Item)).key).toBe('policy.unknownOp');
  });

  it('says what is wrong in every language', () => {
    for (const locale of locales) {
      const sentence = translate(locale)('quiz.author.unclosed', { text: '{{n' });
      expect(sentence).toContain('{{n');
      expect(sentence).not.toContain('text');
    }
  });
});

type OrderItem = Extract<Item, { kind: 'order' }>;
const lines = (...texts: string[]) => item({ kind: 'order', lines: texts }) as OrderItem;

describe('the shown order', () => {
  it('has every line once and never reads like the right order, whatever is drawn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 8 }), fc.integer(), (count, seed) => {
        const asked = lines(...Array.from({ length: count }, (_, i) => `line ${i}`));
        const shown = shownOrder(asked, (name) => draws(seed, name).at(0, 0).uniform(0));
        const right = asked.lines.map((_, i) => i);
        expect([...shown].sort()).toEqual(right);
        expect(shown).not.toEqual(right);
      }),
      { seed: 7, numRuns: 1000 },
    );
    // The largest draws leave everything where it is.
    expect(shownOrder(lines('a', 'b', 'c'), () => 0.999)).toEqual([1, 2, 0]);
    expect(shownOrder(lines('a', 'b', 'a', 'b'), () => 0.999)).toEqual([1, 2, 3, 0]);
  });

  it('is kept with the item, and letters follow it', () => {
    const resolved = resolveItem(lines('a', 'b', 'c'), () => 0.999) as OrderItem;
    expect(resolved.shown).toEqual([1, 2, 0]);
    expect(gradeItem(resolved, { answer: 'C A B' }).answer?.outcome).toBe('right');
    expect(gradeItem(resolved, { answer: 'A B C' }).answer?.outcome).toBe('partly');
  });

  it('is not always the same', () => {
    const asked = lines('a', 'b', 'c', 'd');
    const orders = Array.from({ length: 50 }, (_, seed) =>
      shownOrder(asked, (name) => draws(seed, name).at(0, 0).uniform(0)).join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(10);
  });
});
