/** Suggestions for policies while they are typed; the cursor is written as |. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { operations } from '../../src/augment/catalog.ts';
import { completePolicy } from '../../src/augment/complete.ts';
import { MAX_POLICY_LENGTH, parsePolicy } from '../../src/augment/policy.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';

const at = (policy: string, locale = 'en') =>
  completePolicy(
    policy.replace('|', ''),
    policy.indexOf('|'),
    [{ policy: 'flip + erase', why: 'because' }],
    translate(locale),
  );

/** The policies that taking each suggestion would make. */
const becomes = (policy: string): string[] => {
  const { from, to, suggestions } = at(policy);
  const text = policy.replace('|', '');
  return suggestions.map(({ insert }) => text.slice(0, from) + insert + text.slice(to));
};

it.each([
  ['ro|', ['rotate(0.04)']],
  ['FL|', ['flip']],
  ['flip|', ['flip + ', 'flip@0.5', 'flip(']],
  ['flip |', ['flip + ', 'flip @0.5', 'flip (']],
  ['rotate|', ['rotate(0.04)', 'rotate(']],
  ['invert|', ['invert + ', 'invert@0.5']],
  ['flip + in|', ['flip + invert']],
  ['flip+in|', ['flip+invert']],
  ['flip(|', ['flip(horizontal', 'flip(vertical']],
  ['flip(vertical|', ['flip(vertical)']],
  [
    'rotate(f|',
    [
      'rotate(factor=',
      'rotate(fill=constant',
      'rotate(fill=nearest',
      'rotate(fill=reflect',
      'rotate(fill=wrap',
    ],
  ],
  ['rotate(fill=re|', ['rotate(fill=reflect']],
  ['rotate(fill=reflect|', ['rotate(fill=reflect, ']],
  ['rotate(fill=reflect, |', ['rotate(fill=reflect, factor=']],
  ['rotate(0.04|', ['rotate(0.04)', 'rotate(0.04, ']],
  ['rotate(0.04, wr|', ['rotate(0.04, wrap']],
  ['rotate(0.04, reflect|', ['rotate(0.04, reflect)']],
  ['rotate(0.04)|', ['rotate(0.04) + ', 'rotate(0.04)@0.5']],
  ['rotate(0.04)@0.2|', ['rotate(0.04)@0.2 + ']],
  ['ｆｌ|', ['flip']],
  // What follows the cursor stays.
  ['ro|t(0.1) + flip', ['rotate(0.1) + flip']],
  ['fl|@0.2', ['flip@0.2']],
  ['rotate(0.1, fi|=wrap)', ['rotate(0.1, fill=wrap)']],
  ['flip| + erase', []],
  // There are no suggestions after a mistake, in a number, or in a range.
  ['rotat(0.1) + fl|', []],
  ['rotate(7|', []],
  ['rotate(-|', []],
  ['rotate(0.1..|', []],
  ['flip erase|', []],
  ['flip+-|', []],
  ['1e|', []],
])('%s', (policy, expected) => {
  expect(becomes(policy)).toEqual(expected);
});

it('begins with whole policies, then every operation as it is usual', () => {
  expect(becomes(' |')).toEqual(['flip + erase', ...operations.map(({ example }) => example)]);
  expect(at('|').suggestions[0]).toMatchObject({ detail: 'because' });
});

it('says what an operation takes while its values are typed, and what it does, in every language', () => {
  for (const locale of locales) {
    for (const policy of ['rotate|', 'rotate(|', 'rotate(-0.|', 'rotate(0.1, fill=|', 'flip + rotate(0.1)|'])
      expect(at(policy, locale).hint, policy).toBe(
        'rotate(factor=-1..1, fill=constant|nearest|reflect|wrap)',
      );
    expect(at('flip@|', locale).hint).toBe(translate(locale)('assist.probability'));
    expect(at('flip|', locale).suggestions[0]?.detail).toBe(translate(locale)('assist.plus'));
    expect(at('fl|', locale).suggestions[0]?.detail).toBe(translate(locale)('op.flip.about'));
  }
});

it('leads to a policy, whatever is taken, and never beyond what may be written', () => {
  const t = translate('en');
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 120 }), (picks) => {
      let text = '';
      const take = (pick: number) => {
        const { from, to, suggestions } = completePolicy(text, text.length, [], t);
        const chosen = suggestions[pick % Math.max(1, suggestions.length)];
        if (chosen) text = text.slice(0, from) + chosen.insert + text.slice(to);
        else if (/[=( ]$/.test(text)) text += '0.5';
      };
      picks.forEach(take);
      const isRight = () => {
        try {
          return parsePolicy(text) !== undefined;
        } catch {
          return false;
        }
      };
      for (let more = 0; more < 10 && !isRight(); more++) take(0);
      expect(() => parsePolicy(text), text).not.toThrow();
      expect(text.length).toBeLessThanOrEqual(MAX_POLICY_LENGTH);
    }),
    { seed: 20_261_124, numRuns: 500 },
  );
});
