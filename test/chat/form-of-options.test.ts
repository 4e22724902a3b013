/** Forms of commands: a field for each option, and options again from what was filled in. */
import { expect, it } from 'vitest';
import type { Field } from '../../src/chat/card.ts';
import { formOfOptions, optionsOfForm } from '../../src/chat/form-of-options.ts';
import type { Kinds } from '../../src/chat/kind.ts';
import { parseOptions } from '../../src/chat/option.ts';
import type { RawOptions } from '../../src/chat/place.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { labelKind } from '../../src/previews/labels.ts';
import { small } from '../datasets/catalogs.ts';
import { commands } from './lines.ts';

const who = (locale: string) => ({
  person: { id: 'test:kim', name: 'kim', teacher: true },
  classroom: 'test:class',
  t: translate(locale),
});
const kinds: Kinds = {
  label: labelKind(small),
  quiz: { values: () => [{ label: 'augmentation', detail: 'The first' }] },
};

interface More {
  readonly given?: RawOptions;
  readonly mostChoices?: number;
  readonly locale?: string;
}
function form(name: string, { locale = 'en', ...more }: More = {}): Readonly<Record<string, Field>> {
  const found = commands.find((one) => one.name === name);
  if (!found) throw new Error(`no command ${name}`);
  return Object.fromEntries(
    formOfOptions(found, { kinds, who: who(locale), ...more }).map((field) => [field.name, field]),
  );
}

it('says the range of a number, and its default', () => {
  expect(form('experiment run').epochs).toEqual({
    name: 'epochs',
    label: 'How often each network sees its pictures',
    hint: '1 to 300',
    value: '12',
    optional: true,
  });
  expect(form('experiment run', { locale: 'de' }).fraction).toMatchObject({
    hint: '0,001 bis 1',
    value: '0.2',
  });
});

it('offers choices with their names in the language of the reader', () => {
  const { language, for: whom } = form('settings language', { locale: 'de' });
  expect(language).toMatchObject({ choices: expect.arrayContaining([{ value: 'ko', label: '한국어' }]) });
  expect(language).not.toHaveProperty('optional');
  expect(whom).toMatchObject({ value: 'me', optional: true });
  expect(whom?.choices?.map(({ value }) => value)).toEqual(['me', 'channel']);
});

it('offers what somebody knows of the values, as the other options are', () => {
  expect(form('quiz start').quiz?.choices).toEqual([
    { value: 'augmentation', label: 'augmentation · The first' },
  ]);
  expect(form('augment preview').label?.choices).toHaveLength(10);
  expect(form('augment preview', { given: { dataset: 'photos' } }).label?.choices).toHaveLength(3);
  // Wrong, so its default counts.
  expect(form('augment preview', { given: { dataset: 'nothing' } }).label?.choices).toHaveLength(10);
});

it('lets people type an option that has more values than there is room for', () => {
  const { label } = form('augment preview', { mostChoices: 9 });
  expect(label).not.toHaveProperty('choices');
  expect(label).toMatchObject({ max: 40, optional: true });
});

it('begins with what is given', () => {
  expect(form('experiment run', { given: { epochs: 3 } }).epochs?.value).toBe('3');
});

it('gives a long text several lines', () => {
  expect(form('quiz answer').answer).toMatchObject({ multiline: true, max: 1000 });
  expect(form('experiment rename').name).not.toHaveProperty('multiline');
});

it.each(locales)(
  'has a field for every option of every command, and comes back as its defaults, in %s',
  (locale) => {
    for (const found of commands) {
      const { options } = found.command;
      const fields = formOfOptions(found, { kinds, who: who(locale) });
      expect(fields.map(({ name }) => name)).toEqual(Object.keys(options));
      for (const { label, hint = '' } of fields) expect(label + hint).not.toMatch(/\{\{|\.options\.|help\./);
      const required = fields.filter(({ optional }) => !optional).map(({ name }) => name);
      const free = Object.fromEntries(Object.entries(options).filter(([name]) => !required.includes(name)));
      const filled = Object.fromEntries(
        fields.filter(({ optional }) => optional).map(({ name, value = '' }) => [name, value]),
      );
      // A form never fills in two exclusive options, because options that exclude others have no default.
      expect(parseOptions(free, optionsOfForm(filled))).toEqual(parseOptions(free, {}));
    }
  },
);

it('takes an empty field for an option that is not given', () => {
  expect(optionsOfForm({ label: ' ', seed: '3', policy: '' })).toEqual({ seed: '3' });
});
