/** What authors get wrong: each with its line, and a sentence that says what to write instead. */
import { describe, expect, it } from 'vitest';
import { locales, translate } from '../../../src/i18n/i18n.ts';
import { DISCORD_FACTS } from '../../../src/platforms/discord/limits.ts';
import { TERMINAL_FACTS } from '../../../src/platforms/terminal/terminal.ts';
import { WEB_FACTS } from '../../../src/platforms/web/facts.ts';
import { checkQuiz } from '../../../src/quiz/content/authoring.ts';
import { EXAMPLE } from '../../../src/quiz/content/example.ts';
import { MOST_BLANKS } from '../../../src/quiz/content/quiz.ts';

const check = (source: string) => checkQuiz(source, (key) => key === 'known2020');

const HEAD = 'title: T\nabout: A\nitems:\n';
const choice = (more: string) => `${HEAD}  - id: one\n    kind: choice\n    ask: Q\n${more}`;
const blanks = (more: string) =>
  `${HEAD}  - id: one\n    kind: blanks\n    ask: Q\n    language: policy\n${more}`;
const OPTIONS = '    options:\n      - {text: a, right: true}\n      - {text: b}\n';

const mistakes: readonly (readonly [what: string, source: string, line: number, says: RegExp])[] = [
  ['what is no YAML', `${HEAD}  - id: "one`, 4, /not valid YAML/],
  ['an alias', 'title: &a T\nabout: *a\nitems: []\n', 2, /aliases/],
  ['no title', 'about: A\nitems: []\n', 1, /title is missing/],
  ['no question', 'title: T\nabout: A\nitems: []\n', 3, /items needs at least 1/],
  ['a misspelt field', choice(`    optoins:\n      - {text: a}\n${OPTIONS}`), 7, /Did you mean options/],
  ['a field that is none', choice(`${OPTIONS}    colour: red\n`), 10, /no field colour/],
  ['a kind that is none', `${HEAD}  - id: one\n    kind: essay\n    ask: Q\n`, 5, /kind must be one of/],
  ['a bad name', choice(OPTIONS).replace('id: one', 'id: "One!"'), 4, /lower-case letters/],
  ['one option', choice('    options:\n      - {text: a, right: true}\n'), 7, /at least 2/],
  ['no right option', choice('    options:\n      - {text: a}\n      - {text: b}\n'), 7, /right: true/],
  [
    'two right options',
    choice('    options:\n      - {text: a, right: true}\n      - {text: b, right: true}\n'),
    7,
    /many: true/,
  ],
  [
    'a source that is not there',
    choice(`${OPTIONS}    sources: [known2020, nobody1999]\n`),
    10,
    /nobody1999/,
  ],
  ['two questions of one name', `${choice(OPTIONS)}${choice(OPTIONS).slice(HEAD.length)}`, 10, /already/],
  ['a blank without an entry', blanks('    code: flip@{[p]}\n    blanks: {}\n'), 8, /no entry under blanks/],
  [
    'an entry without a blank',
    blanks('    code: flip@{[p]}\n    blanks:\n      p: {accept: ["0.5"]}\n      q: {accept: ["1"]}\n'),
    11,
    /no blank q/,
  ],
  ['no key', blanks('    code: flip@{[p]}\n    blanks:\n      p: {}\n'), 10, /no key/],
  ['no blank at all', blanks('    code: flip\n    blanks: {}\n'), 8, /no blank/],
  [
    'a policy that cannot be read',
    blanks('    code: flop@{[p]}\n    effect: {}\n    blanks:\n      p: {accept: ["0.5"], effect: true}\n'),
    4,
    /flop/,
  ],
  [
    'a calculation that cannot be made',
    `${HEAD}  - id: one\n    kind: number\n    ask: "{{= n * }}"\n    numbers: {n: {from: 1, to: 2}}\n    answer: {accept: ["1"]}\n`,
    4,
    /cannot be computed from character/,
  ],
  [
    'a number that is not declared',
    `${HEAD}  - id: one\n    kind: number\n    ask: "{{m}}"\n    numbers: {n: {from: 1, to: 2}}\n    answer: {accept: ["1"]}\n`,
    4,
    /“m” is not known .* Known: n\./,
  ],
  [
    'a calculation that has no value for one of the draws',
    `${HEAD}  - id: one\n    kind: number\n    ask: Q\n    numbers: {n: {from: 0, to: 2}}\n    answer: {number: {is: "{{= 1 / n}}"}}\n`,
    4,
    /“1 \/ n” has no value/,
  ],
  [
    'a pattern that is none',
    `${HEAD}  - id: one\n    kind: text\n    ask: Q\n    answer: {pattern: "(a"}\n`,
    4,
    /“\(a” is not a valid JavaScript regular expression/,
  ],
  [
    'a pattern that looks back',
    `${HEAD}  - id: one\n    kind: text\n    ask: Q\n    answer: {pattern: '(a)\\1'}\n`,
    4,
    /“\(a\)\\1” has “\\1”/,
  ],
  [
    'a blank that stands twice',
    blanks('    code: "{[p]} + {[p]}"\n    blanks:\n      p: {accept: [flip]}\n'),
    8,
    /blank p is in the code twice/,
  ],
  [
    'more blanks than a form has room for',
    blanks(
      `    code: "${['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `{[${name}]}`).join(' + ')}"\n    blanks: {}\n`,
    ),
    8,
    /at most 5 blanks/,
  ],
  [
    'an effect without a policy to run',
    blanks('    code: flip@{[p]}\n    blanks:\n      p: {accept: ["0.5"], effect: true}\n'),
    10,
    /p can be graded by its effect only/,
  ],
];

it('does not unfold what stands for more than there is memory', () => {
  const bomb = Array.from({ length: 9 }, (_, i) =>
    i === 0
      ? 'a0: &a0 [x, x]'
      : `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
  ).join('\n');
  const checked = check(`${bomb}\ntitle: T\nabout: A\nitems: *a8\n`);
  if (!('problems' in checked)) throw new Error('nothing was found wrong');
  expect(new Set(checked.problems.map(({ key }) => key))).toEqual(new Set(['quiz.author.alias']));
  expect(checked.problems[0]?.line).toBe(2);
});

describe('is told of', () => {
  it.each(mistakes)('%s', (_, source, line, says) => {
    const checked = check(source);
    if (!('problems' in checked)) throw new Error('nothing was found wrong');
    const said = checked.problems.map(({ line: at, key, params }) => ({
      at,
      text: translate('en')(key, params),
    }));
    expect(said.map(({ at }) => at)).toContain(line);
    expect(said.find(({ at }) => at === line)?.text).toMatch(says);
    for (const { key, params } of checked.problems)
      for (const locale of locales) expect(translate(locale)(key, params)).not.toMatch(/\{\{|quiz\./);
  });
});

it('takes the example that the form begins with', () => {
  expect(check(EXAMPLE)).toHaveProperty('quiz.items.length', 2);
});

it.each(Object.entries({ DISCORD_FACTS, TERMINAL_FACTS, WEB_FACTS }))(
  'allows no more blanks than the forms of %s have fields',
  (_, { formFields }) => expect(MOST_BLANKS).toBeLessThanOrEqual(formFields),
);

it('reads no more than a quiz is long', () => {
  expect(check('a'.repeat(100_001))).toHaveProperty('problems.0.key', 'quiz.author.tooLong');
});

it('is not taken in by names that objects have', () => {
  const checked = check(`${choice(OPTIONS)}    __proto__: {polluted: true}\n    constructor: 1\n`);
  expect(checked).toHaveProperty('problems');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
