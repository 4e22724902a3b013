/** The policy's text: how it is read and written back, and the errors for invalid ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { operations } from '../../src/augment/catalog.ts';
import type { Parameter } from '../../src/augment/parameters.ts';
import { formatPolicy, type Policy, parsePolicy, policySchema } from '../../src/augment/policy.ts';

test.each([
  ['', 'none'],
  ['  ', 'none'],
  ['None', 'none'],
  ['flip', 'flip'],
  ['flip()', 'flip'],
  ['FLIP@0.5', 'flip'],
  ['flip(mode=horizontal)', 'flip'],
  ['flip@1 + flip(vertical)', 'flip@1 + flip(vertical)'],
  ['rotate(factor=0.04, fill=reflect)', 'rotate(0.04, fill=reflect)'],
  ['rotate(0.04, reflect)', 'rotate(0.04, fill=reflect)'],
  ['rotate(-0.04)', 'rotate(0.04)'],
  ['rotate(-0.04..0.04)', 'rotate(0.04)'],
  ['rotate( -0.02 .. 0.05 )', 'rotate(-0.02..0.05)'],
  ['rotate(0.05..-0.02)', 'rotate(-0.02..0.05)'],
  ['rotate(.04)@.5', 'rotate(0.04)@0.5'],
  ['shift(0.1)', 'shift(0.1)'],
  ['shift(0.1, 0.1)', 'shift(0.1)'],
  ['shift(0.1, 0)', 'shift(0.1, width=0)'],
  ['shift(width=0.05, height=0.1)', 'shift(0.1, width=0.05)'],
  ['erase', 'erase'],
  ['erase(0.2)', 'erase(0.2)'],
  ['erase(0..0.2, fill=1)@0.1', 'erase(0.2, fill=1)@0.1'],
  ['erase(0.02..0.33)', 'erase'],
  ['crop(0.5)', 'crop(0.5..1)'],
  ['crop(0.8, ratio=2)', 'crop(ratio=2)'],
  ['gamma(0.8)', 'gamma'],
  ['gamma(0.5)', 'gamma(2)'],
  ['zoom(0.1, 0.1)', 'zoom(0.1)'],
  ['shear(0.1, 0)', 'shear(0.1)'],
  ['saturation(0.4)', 'saturation(0.4)'],
  ['greyscale@0.5 + invert@1', 'greyscale + invert@1'],
  ['flip+rotate(0.04)@0.5+erase', 'flip + rotate(0.04)@0.5 + erase'],
  ['shift(0.04)@0.3', 'shift(0.04)@0.3'],
  ['rotate（−０.02..0.05）＋flip', 'rotate(-0.02..0.05) + flip'],
  ['shift(0, 1)', 'shift(0, width=1)'],
  ['shift(0.1,0.1)', 'shift(0.1)'],
])('%j is written %j', (text, canonical) => {
  expect(formatPolicy(parsePolicy(text))).toBe(canonical);
  expect(parsePolicy(canonical)).toEqual(parsePolicy(text));
});

test('parameters are stored resolved, so that equal policies are equal JSON', () => {
  expect(parsePolicy('shift(0.1)')).toEqual([
    {
      op: 'shift',
      parameters: { height: [-0.1, 0.1], width: [-0.1, 0.1], fill: 'constant' },
      probability: 1,
    },
  ]);
  expect(JSON.stringify(parsePolicy('shift(fill=constant, width=0.1, height=0.1)'))).toBe(
    JSON.stringify(parsePolicy('shift(0.1)')),
  );
});

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const range = (min: number, max: number) =>
  fc.tuple(number(min, max), number(min, max)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);

/** Any value that a parameter says it takes, and whose schema agrees: a word, a number or a range. */
function anyValue({ allowed, schema }: Parameter<unknown>): fc.Arbitrary<unknown> {
  const [min, max] = allowed.split('..').map(Number) as [number, number];
  if (max === undefined) return fc.constantFrom(...allowed.split('|'));
  return schema.safeParse(min).success ? number(min, max) : range(min, max);
}
const step = fc.constantFrom(...operations).chain(({ name, parameters }) => {
  const values = Object.entries(parameters).map(([key, parameter]) => [key, anyValue(parameter)] as const);
  return fc.record({
    op: fc.constant(name),
    parameters: fc.record(Object.fromEntries(values)),
    probability: number(0, 1),
  });
});
const policies: fc.Arbitrary<Policy> = fc.array(step, { maxLength: 3 });

test('parse(format(policy)) is the policy, and its JSON is accepted', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      expect(parsePolicy(formatPolicy(policy))).toEqual(policy);
      expect(policySchema.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
    }),
    { numRuns: 500 },
  );
});

test('whatever is typed is either a policy or a mistake that is explained', () => {
  const pieces = fc.constantFrom(
    ...['flip', 'rotate', 'erase', 'shift', 'none', '(', ')', '+', '@', ',', '=', '..', '0.1', '-1', '2'],
    ...['factor', 'fill', 'reflect', ' ', 'x', '한', '😀', '__proto__', 'constructor'],
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces).map((all) => all.join('')),
        fc.string(),
      ),
      (text) => {
        try {
          policySchema.parse(parsePolicy(text));
        } catch (error) {
          expect(error).toMatchObject({ name: 'UserError', key: expect.stringMatching(/^policy\./) });
        }
      },
    ),
    { numRuns: 2000 },
  );
});

describe('a mistake is named with its place', () => {
  test.each([
    ['rotate(0.04', 'policy.unclosed', { op: 'rotate', position: 7 }],
    ['rotate(', 'policy.unclosed', { op: 'rotate', position: 7 }],
    ['flip + rotat(0.1)', 'policy.didYouMean', { name: 'rotat', position: 8, suggestion: 'rotate' }],
    [
      'xyzzy',
      'policy.unknownOp',
      { name: 'xyzzy', position: 1, known: operations.map(({ name }) => name).join(', ') },
    ],
    [
      'rotate(400)',
      'policy.outOfRange',
      { op: 'rotate', name: 'factor', position: 8, value: '400', min: '-1', max: '1' },
    ],
    ['erase(-0.1..0.2)', 'policy.outOfRange', { value: '-0.1', min: '0', max: '1' }],
    ['rotate', 'policy.missingParameter', { op: 'rotate', name: 'factor', example: 'rotate(0.04)' }],
    ['rotate(fill=wrap)', 'policy.missingParameter', { op: 'rotate', name: 'factor' }],
    ['flip erase', 'policy.expectedPlus', { position: 6, found: 'erase' }],
    ['flip +', 'policy.expectedOp', { position: 7 }],
    ['+ flip', 'policy.expectedOp', { position: 1 }],
    ['flip(up)', 'policy.notAWord', { op: 'flip', name: 'mode', position: 6, known: 'horizontal, vertical' }],
    ['flip(1)', 'policy.notAWord', { name: 'mode' }],
    ['rotate(fast)', 'policy.notANumber', { op: 'rotate', name: 'factor', position: 8 }],
    ['erase(fill=0..1)', 'policy.notANumber', { op: 'erase', name: 'fill', position: 7 }],
    ['rotate(0.1 0.2)', 'policy.expectedComma', { op: 'rotate', position: 12, found: '0.2' }],
    ['rotate(0.1,)', 'policy.expectedValue', { op: 'rotate', name: 'fill', position: 12, found: ')' }],
    ['rotate(0.1..)', 'policy.expectedValue', { op: 'rotate', position: 13 }],
    ['rotate(0.1, factor=0.2)', 'policy.duplicateParameter', { op: 'rotate', name: 'factor', position: 13 }],
    ['rotate(constructor=0.2)', 'policy.unknownParameter', { name: 'constructor' }],
    ['rotate(angle=0.2)', 'policy.unknownParameter', { name: 'angle', known: 'factor, fill' }],
    ['flip(horizontal, 1)', 'policy.tooManyParameters', { op: 'flip', position: 18, known: 'mode' }],
    ['flip@200', 'policy.badProbability', { position: 6 }],
    ['flip@', 'policy.badProbability', { position: 6 }],
    ['flip@0,5', 'policy.decimalComma', { position: 6 }],
    ['shift(0,1)', 'policy.decimalComma', { position: 7 }],
    ['shift(-0,1..0,1)', 'policy.decimalComma', { position: 7 }],
    ['greyscale(0.5)', 'policy.noParameters', { op: 'greyscale', position: 11 }],
    ['rotate(factr=0.1)', 'policy.misspeltParameter', { name: 'factr', suggestion: 'factor' }],
    ['flip(vertcal)', 'policy.misspeltWord', { meant: 'vertical', known: 'horizontal, vertical' }],
    ['flip + 😀', 'policy.expectedOp', { position: 8 }],
    ['flip 😀😀 erase', 'policy.expectedPlus', { position: 6, found: '😀😀' }],
    ['f'.repeat(501), 'policy.tooLong', { length: 501, max: 500 }],
  ])('%s', (text, key, params) => {
    expect(() => parsePolicy(text)).toThrow(
      expect.objectContaining({ key, params: expect.objectContaining(params) }),
    );
  });
});

test('JSON that is no policy is refused', () => {
  const [flip] = parsePolicy('flip');
  for (const wrong of [
    [{ ...flip, op: 'xyzzy' }],
    [{ ...flip, probability: 2 }],
    [{ ...flip, parameters: {} }],
    [{ ...flip, parameters: { mode: 'horizontal', more: 1 } }],
    [{ op: 'rotate', parameters: { factor: [0.2, 0.1], fill: 'constant' }, probability: 1 }],
    flip,
  ])
    expect(policySchema.safeParse(wrong).success).toBe(false);
});
