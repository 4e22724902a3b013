/** Answers that somebody might give: each is graded, by a rule, and soon. */
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { locales, type MessageKey, translate } from '../../src/i18n/i18n.ts';
import { blankNames, type Grade, type Item } from '../../src/quiz/content/quiz.ts';
import { creditOf, gradeItem } from '../../src/quiz/grade/grade.ts';
import { bounded, inputs } from '../bounded.ts';
import { code, item, numeric, pictures, policy, text } from './items.ts';

/** The same answers on every run. */
const SEED = 20_261_127;
const INPUTS = inputs(100_000, 30_000);

/**
 * CPU milliseconds of this process for one answer, of which all but a few take less than one; room for a slow machine and
 * for the engine's own work, and none for a pattern that backtracks.
 */
const MOST_MS = 250;

const why = 'Not so.';
const items: readonly Item[] = [
  text(['overfitting', '과적합', 'Überanpassung'], {
    wrong: [
      { is: 'underfitting', why },
      { pattern: '(.*)*memor(.*)*', why, credit: 0.5 },
    ],
  }),
  text(['k-fold'], { pattern: '(k|K)+[- ]?(fold(ed)?)+s?( ?cross[- ]validation)?' }),
  text(['(((', '\\d+'], { empty: true, case: true }),
  numeric(48000, { rel: 0.01 }, { wrong: [{ is: '60000', why }] }),
  numeric(0.2, {}, { accept: ['a fifth'] }),
  code('python', ["RandomFlip('horizontal', seed=1)", '0.2', '[1, (2,), {3: 4}]'], { spelling: true }),
  code('policy', ['rotate(0.04, fill=reflect)@0.5']),
  policy('rotate({[a]})', { a: '0.04' }),
  policy('{[constructor]} + {[b]}({[c]})', { constructor: 'flip', b: 'rotate', c: '0.04' }),
  item({ kind: 'choice', options: [{ text: 'flip', right: true }, { text: '1/5' }, { text: '과적합' }] }),
  item({
    kind: 'choice',
    many: true,
    options: 'ABCDEFGH'.split('').map((letter) => ({ text: `${letter}?`, right: letter < 'D' })),
  }),
  item({ kind: 'order', lines: ['load', 'split', 'train', 'test'], shown: [2, 0, 3, 1] }),
];

/** What rules look for, so that many answers get far into them. */
const pieces = fc.constantFrom(
  ...[
    'overfitting',
    '과적합',
    'Überanpassung',
    'underfitting',
    'memor',
    'k-fold',
    'KFolded',
    'K',
    'fold',
    'ed',
  ],
  ...['48000', '48,000', '60.000', '0.2', '.2', '20 %', '1/5', '2e-1', '1e999', '−', '0x', '9'.repeat(70)],
  ...['RandomFlip(', "'horizontal'", '"', "'", '\\', 'seed=1', ',', '[1, (2,), {3: 4}]', '**', '//', '#'],
  ...[
    'flip',
    'rotate',
    'rotate(',
    '0.04',
    '-0.04..0.04',
    ')',
    '@',
    '@0.5',
    ' + ',
    'fill=reflect',
    'none',
    '()',
  ],
  ...[
    'blur(3)',
    'noise(1) + ',
    'shift(0.1) + ',
    'erase@0 + ',
    'A',
    'b',
    'C D',
    'bdac',
    'E',
    ' ',
    '\n',
    '\u00a0',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '$&',
    '$1',
    '{[a]}',
    '{{n}}',
    '(a+)+$',
    '.*',
    '\u0000',
    '\u202e',
  ],
  ...['\ud800', '😀', '👩‍🏫', 'ﷺ', '각'.normalize('NFD'), 'e\u0301', '“', '«', '`', '```', 'İ', 'ß', '％'],
);
const joined = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));
const long = fc
  .tuple(pieces, fc.integer({ min: 20, max: 400 }), pieces)
  .map(([part, times, end]) => part.repeat(times) + end);
const deep = fc
  .tuple(
    fc.constantFrom('(', '[', '{', '((', '[(', 'f(', '-', '`', '"', "\\'", '1/'),
    fc.integer({ max: 500, min: 1 }),
  )
  .map(([part, times]) => part.repeat(times).slice(0, 500));
const slip = fc
  .tuple(pieces, fc.nat(12), fc.string({ maxLength: 2 }))
  .map(([part, place, typed]) => part.slice(0, place) + typed + part.slice(place + 1));
const answer: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: pieces, weight: 3 },
  { arbitrary: joined, weight: 5 },
  { arbitrary: slip, weight: 3 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 60 }), weight: 1 },
  { arbitrary: fc.double().map(String), weight: 1 },
  { arbitrary: fc.oneof(long, deep), weight: 1 },
);

it(`${INPUTS} answers are graded, each in bounded time`, () => {
  const seen = new Map<string, number>();
  let current = '';
  let graded = 0;

  function check(asked: Item, grade: Grade): void {
    const { outcome, credit, rule, problem } = grade;
    const key = `${outcome} ${rule}`;
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    const allowed =
      outcome === 'right' ? credit === 1 : outcome === 'partly' ? credit > 0 && credit < 1 : credit === 0;
    if (!allowed || (outcome === 'invalid') !== (problem !== undefined))
      throw new Error(`${asked.id}: ${JSON.stringify(grade)}`);
    if (!problem) return;
    const locale = locales[count % locales.length] as string;
    const sentence = translate(locale)(problem.key as MessageKey, problem.params);
    if (sentence === problem.key || sentence.length > 700) throw new Error(`${locale}: ${sentence}`);
  }

  const asked = fc
    .constantFrom(...items)
    .chain((asked) => fc.tuple(fc.constant(asked), fc.tuple(...blankNames(asked).map(() => answer))));
  const property = fc.property(asked, ([asked, typed]) => {
    const names = blankNames(asked);
    const answers = Object.fromEntries(names.map((name, i) => [name, typed[i] as string]));
    current = JSON.stringify({ kind: asked.kind, answers });
    const grades = bounded(MOST_MS * names.length, () => gradeItem(asked, answers, { pictures }));
    graded += names.length;
    for (const name of names) check(asked, grades[name] as Grade);
    const credit = creditOf(asked, grades);
    if (!(credit >= 0 && credit <= 1)) throw new Error(`is worth ${credit}`);
  });

  // A pattern that never ends cannot be interrupted by the test runner, but by the engine it can.
  const runs = Math.ceil((INPUTS * items.length) / items.flatMap(blankNames).length);
  Object.assign(globalThis, { gradeAllAnswers: () => fc.assert(property, { seed: SEED, numRuns: runs }) });
  try {
    runInThisContext('gradeAllAnswers()', { timeout: 50_000 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new Error(`no end at ${current}`);
  }

  expect(graded).toBeGreaterThan(0.98 * INPUTS);
  // All rules were reached, and so were all outcomes that they have: the answers are not all alike.
  const all = ['empty', 'equal', 'variant', 'number', 'code', 'pattern', 'effect', 'option', 'order'].map(
    (rule) => `right ${rule}`,
  );
  const others = ['empty', 'number', 'effect', 'option', 'order', 'none'].map((rule) => `invalid ${rule}`);
  const more = ['wrong known', 'partly known', 'partly option', 'nearly spelling', 'wrong none'];
  expect([...all, ...others, ...more].filter((key) => (seen.get(key) ?? 0) < 5)).toEqual([]);
}, 60_000);
