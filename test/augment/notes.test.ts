/** Notes on a policy before it is used: none for harmless ones, plain words for the rest. */
import { expect, test } from 'vitest';
import { operations } from '../../src/augment/catalog.ts';
import { noteText, policyNotes } from '../../src/augment/notes.ts';
import { parsePolicy } from '../../src/augment/policy.ts';
import { DEFAULT_POLICIES } from '../../src/experiments/default-policies.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';

const grey = { width: 28, height: 28, channels: 1 };
const colour = { ...grey, channels: 3 };
const notes = (policy: string, shape = colour) => policyNotes(parsePolicy(policy), shape);

test('harmless policies have no notes', () => {
  for (const policy of Object.values(DEFAULT_POLICIES)) expect(notes(policy, grey)).toEqual([]);
  expect(notes(operations.map(({ example }) => example).join(' + '))).toEqual([]);
  expect(notes('rotate(0.5)@0 + hue(0.1)@0', grey)).toEqual([]);
});

test.each<[policy: string, params?: Record<string, number>]>([
  ['rotate(0.1)', { degrees: 36 }],
  ['rotate(-0.2..0)', { degrees: 72 }],
  ['shift(0.3333)', { percent: 33 }],
  ['shift(0.1, width=0.5)', { percent: 50 }],
  ['crop(0.08)', { percent: 8 }],
  ['erase(0.8)@0.9', { percent: 80 }],
  ['zoom(0.5)'],
  ['zoom(0.2..0.8)'],
  ['shear(0.4)'],
  ['shear(0, y=0.4)'],
  ['brightness(0.6)'],
  ['contrast(-1..-0.7)'],
  ['gamma(3..5)'],
  ['gamma(0.1..0.3)'],
  ['noise(0.4)'],
])('%s likely destroys', (policy, params) => {
  const note = { kind: 'destroys', key: expect.stringContaining(policy.split('(')[0]!) };
  expect(notes(policy)).toEqual([params ? { ...note, params } : note]);
});

test('what cost nothing where it was measured is not warned of', () => {
  for (const policy of [
    'contrast(0.9)',
    'contrast(1)',
    'gamma(4)',
    'invert',
    'erase(0.5..0.9)',
    'erase(0.5..0.9)@0.8',
  ])
    expect(notes(policy, grey), policy).toEqual([]);
});

test('what was measured on a dataset follows the warning about it', () => {
  const crop = { policy: 'crop(0.2)', points: 4.8, label: 'Shirt', labelPoints: 24 };
  const measured = { fraction: 0.05, epochs: 40, pairs: 6, losses: [crop] };
  const on = (policy: string) =>
    policyNotes(parsePolicy(policy), {
      ...grey,
      title: 'Clothes',
      labels: ['Coat', 'Shirt'],
      labelNames: { de: ['Mantel', 'Hemd'] },
      measured,
    });
  expect(on('crop(0.1) + crop(0.3)').map(({ kind }) => kind)).toEqual(['destroys', 'measured', 'destroys']);
  expect(on('noise(0.9)').map(({ kind }) => kind)).toEqual(['destroys']);
  expect(on('crop(0.8)')).toEqual([]);
  expect(noteText(translate('de'), on('crop(0.1)')[1]!)).toBe(
    'Gemessen mit 5\u00a0% von Clothes (mlp, Epochen: 40, Paare: 6): crop(0.2) kostet 4,8 Prozentpunkte Testgenauigkeit, bei „Hemd (Shirt)“ sogar 24.',
  );
});

test('what needs colours has no effect on grey pictures, and is said once', () => {
  for (const op of ['greyscale', 'saturation(0.3..0.7)', 'hue(0.1)']) {
    expect(notes(`${op} + ${op}`, grey)).toMatchObject([
      { kind: 'noEffect', params: { op: op.split('(')[0] } },
    ]);
    expect(notes(op)).toEqual([]);
  }
  expect(notes('invert@1', grey)).toMatchObject([{ kind: 'destroys' }]);
  expect(notes('invert@1')).toEqual([]);
});

test('what a note advises instead has no note', () => {
  for (const policy of [
    'rotate(1)',
    'shift(1)',
    'zoom(0.5)',
    'zoom(0.6..0.6)',
    'crop(0.1)',
    'gamma(9)',
    'contrast(-1..-0.8)',
    'noise(1)',
  ])
    for (const locale of locales) {
      const [note] = notes(policy);
      const advice = /[a-z]+\([\d.]+\)/.exec(translate(locale)(note!.key, note!.params))![0];
      expect(notes(advice)).toEqual([]);
    }
});
