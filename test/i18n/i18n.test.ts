/** Every language with the same keys and parameters, and every key that the code makes up at run time. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadCommands } from '../../src/app.ts';
import { operations } from '../../src/augment/catalog.ts';
import { type NamedCommand, optionKey } from '../../src/chat/command.ts';
import type { Services } from '../../src/define-command.ts';
import { asLocale, locales, type MessageKey, translate } from '../../src/i18n/i18n.ts';
import { leaves, PLURAL } from './messages.ts';

type Tree = Parameters<typeof leaves>[0];

const read = (locale: string): Tree => JSON.parse(readFileSync(`src/i18n/${locale}.json`, 'utf8'));

/** Message by key; plural forms are put together, as a language has as many as it needs. */
function flatten(tree: Tree): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, text] of leaves(tree)) {
    const key = name.replace(PLURAL, '');
    found.set(key, `${found.get(key) ?? ''}${text}`);
  }
  return found;
}

const parameters = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();
const english = flatten(read('en'));

const textsOf = ({ name, command }: NamedCommand<Services>): MessageKey[] => [
  command.summary,
  ...Object.keys(command.options).map((option) => optionKey(name, option)),
];

describe.each(locales.filter((locale) => locale !== 'en'))('%s', (locale) => {
  const messages = flatten(read(locale));

  it('has the keys of English, no more and no fewer', () => {
    const [here, there] = [[...messages.keys()], [...english.keys()]];
    expect({
      missing: there.filter((key) => !messages.has(key)),
      unknown: here.filter((key) => !english.has(key)),
    }).toEqual({ missing: [], unknown: [] });
  });

  it('has the parameters of English in every message', () => {
    const different = [...english].filter(
      ([key, text]) => parameters(messages.get(key) ?? '').join() !== parameters(text).join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('is translated: no sentence is the English one', () => {
    const same = [...english].filter(
      ([key, text]) => text.split(' ').length > 3 && messages.get(key) === text,
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

it.each(locales)('writes a minus as numbers do in %s, so that no card has two kinds of it', (locale) => {
  expect(translate(locale).number(-0.5)).toContain('-');
  const other = leaves(read(locale)).filter(([, text]) => /[\u2212\u2010\u2011]/.test(text));
  expect(other.map(([key]) => key)).toEqual([]);
});

it.each(locales)('says once in %s that an answer that was refused costs nothing', (locale) => {
  const costs = /cost|count|kostet|zählt|불이익|횟수|감점/;
  const texts = leaves(read(locale));
  // It is below all sentences of the blanks.
  expect(texts.find(([key]) => key === 'quiz.notKept')?.[1]).toMatch(costs);
  const refusals = texts.filter(([key]) => key.startsWith('quiz.answer.'));
  expect(refusals.filter(([, text]) => costs.test(text)).map(([key]) => key)).toEqual([]);
});

it.each(locales)('has the plural forms that %s needs', (locale) => {
  const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  const keys = leaves(read(locale)).map(([key]) => key);
  const counted = new Set(keys.filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')));
  const needed = [...counted].flatMap((key) => forms.map((form) => `${key}_${form}`));
  expect(needed.filter((key) => !keys.includes(key))).toEqual([]);
});

it('has every text that commands, their options and operations need', async () => {
  const commands = await loadCommands();
  const needed = [...commands.flatMap(textsOf), ...operations.map(({ name }) => `op.${name}.about`)];
  expect(needed.filter((key) => !english.get(key)?.trim())).toEqual([]);
});

it.each(locales)("keeps Discord's limit of 100 characters for commands and options in %s", async (locale) => {
  const t = translate(locale);
  const keys = (await loadCommands()).flatMap(textsOf);
  expect(keys.filter((key) => t(key).length > 100)).toEqual([]);
});

it('writes numbers, shares, dates and durations as the reader does', () => {
  expect(translate('de').percent(0.8534)).toBe('85,3\u00a0%');
  expect(translate('en').percent(0.8534)).toBe('85.3%');
  expect(translate('de').number(48000)).toBe('48.000');
  expect(translate('ko').duration(125_000)).toBe('2분');
  expect(translate('ko').range(101, 106)).toBe('101~106');
  expect(translate('en').range(0.8, 0.855, { style: 'percent', maximumFractionDigits: 1 })).toBe(
    '80% – 85.5%',
  );
  expect(translate('de').range(0.8, 0.8, { style: 'percent' })).toBe('80\u00a0%');
  expect(translate('de').duration(20_000)).toBe('20\u00a0s');
  expect(
    translate('en')('option.range' as MessageKey, { name: 'x', given: '2', min: 0.001, max: 1 }),
  ).toContain('0.001');
  expect(
    translate('de')('option.range' as MessageKey, { name: 'x', given: '2', min: 0.001, max: 1 }),
  ).toContain('0,001');
});

it('finds the language in what platforms and shells say', () => {
  expect([
    asLocale('de-AT'),
    asLocale('ko_KR.UTF-8'),
    asLocale('en-GB'),
    asLocale('C'),
    asLocale(undefined),
  ]).toEqual(['de', 'ko', 'en', undefined, undefined]);
});
