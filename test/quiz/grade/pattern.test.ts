/** Patterns: the same answers match as the engine says, those that cannot be run are refused, and none takes long. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { UserError } from '../../../src/i18n/user-error.ts';
import { compilePattern } from '../../../src/quiz/grade/pattern.ts';

const refusal = (pattern: string): string | undefined => {
  try {
    compilePattern(pattern, false);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.key;
    throw error;
  }
};

test.each([
  ['(', 'badPattern'],
  ['a**', 'badPattern'],
  ['[b-a]', 'badPattern'],
  ['a{2,1}', 'badPattern'],
  ['\\', 'badPattern'],
  ['a{', 'badPattern'],
  ['(a)\\1', 'patternKind'],
  ['(?<x>a)\\k<x>', 'patternKind'],
  ['(?=a)a', 'patternKind'],
  ['(?!b)a', 'patternKind'],
  ['(?<=a)b', 'patternKind'],
  ['(?<!a)b', 'patternKind'],
  ['(a{99}){99}', 'patternTooLarge'],
  ['a{3000}', 'patternTooLarge'],
  ['a{0,3000}', 'patternTooLarge'],
  ['(?:){99999999999}', 'patternTooLarge'],
  ['(?:(?:(?:){1000}){1000}){1000}', 'patternTooLarge'],
  ['a'.repeat(501), 'patternTooLarge'],
])('%s is refused: %s', (pattern, key) => {
  expect(refusal(pattern)).toBe(`quiz.author.${key}`);
});

test.each([
  ['abc', 'abc', 'abcd'],
  ['a|bc|', '', 'b'],
  ['(a|b)*c', 'abbac', 'abba'],
  ['colou?r', 'color', 'colouur'],
  ['\\d{2,3}', '123', '1234'],
  ['\\d{2}', '12', '1'],
  ['\\d{2,}', '12345', '1'],
  ['[^\\]x]+', 'ab[', 'a]'],
  ['[\\w.-]+@x', 'a.b-c@x', 'a b@x'],
  ['^start$', 'start', 'restart'],
  ['the\\b.*', 'the end', 'then'],
  ['a\\Bb', 'ab', 'a b'],
  ['(?<year>\\d{4})', '2026', '202'],
  ['(?:ab)+?', 'abab', 'aba'],
  ['\\p{L}+', '증강é', '증강1'],
  ['\\u{1F600}|\\uD83D\\uDE01|\\x41|\\u0042', '😁', '😂'],
  ['.', '😀', 'ab'],
  ['\\.\\*\\(\\)\\/', '.*()/', 'x*()/'],
  ['(a*)*', 'aaa', 'b'],
  ['(?:a?){3}', 'aa', 'aaaa'],
])('%s matches %s and not %s', (pattern, yes, no) => {
  const matches = compilePattern(pattern, false);
  expect([matches(yes), matches(no)]).toEqual([true, false]);
});

test('capital letters', () => {
  expect(compilePattern('[a-c]É', true)('Bé')).toBe(true);
  expect(compilePattern('[a-c]É', false)('Bé')).toBe(false);
});

test('answers of more than 200 characters match nothing', () => {
  const matches = compilePattern('a+', false);
  expect([matches('a'.repeat(200)), matches('a'.repeat(201))]).toEqual([true, false]);
});

it('says the same as the engine, for all kinds of small patterns', () => {
  const atom = fc.constantFrom('a', 'b', 'A', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', 'ab');
  const mark = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{2,}', '*?');
  const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
    piece: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc.tuple(atom, mark).map(([part, times]) => (/^(\\b|\^|\$)$/.test(part) ? part : part + times)),
      fc.tuple(tie('pattern'), mark).map(([inner, times]) => `(${inner})${times}`),
    ),
    pattern: fc
      .array(fc.array(tie('piece'), { maxLength: 3 }), { minLength: 1, maxLength: 2 })
      .map((parts) => parts.map((part) => part.join('')).join('|')),
  }));
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' '), maxLength: 6 });
  let matched = 0;
  fc.assert(
    fc.property(pattern, word, fc.boolean(), (expression, answer, ignoreCase) => {
      const expected = new RegExp(`^(?:${expression})$`, ignoreCase ? 'iu' : 'u').test(answer);
      matched += Number(expected);
      expect(compilePattern(expression, ignoreCase)(answer)).toBe(expected);
    }),
    { seed: 7, numRuns: 4000 },
  );
  expect(matched).toBeGreaterThan(400);
});

describe('patterns that keep the engine busy for years', () => {
  test.each([
    '(a+)+',
    '(a|a)*',
    '(a|aa)+',
    '(a*)*b',
    '(?:a?){100}a{100}',
    '(.*)*(.*)*(.*)*x',
    '([a-z]+)*\\d',
  ])('%s takes its time from nobody', (pattern) => {
    const matches = compilePattern(pattern, true);
    const before = process.cpuUsage();
    for (let i = 0; i < 5; i++) expect(matches(`${'a'.repeat(190)}!`)).toBe(false);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 5000).toBeLessThan(50);
  });
});
