/** Three languages with the same keys and parameters, and every key that the code makes up at run time. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadCommands } from '../../src/app.ts';
import { optionKey } from '../../src/chat/command.ts';
import { asLocale, locales, type MessageKey, translate } from '../../src/i18n/i18n.ts';

type Tree = { [key: string]: string | Tree };

const read = (locale: string): Tree => JSON.parse(readFileSync(`src/i18n/${locale}.json`, 'utf8'));

/** Message by key; plural forms are put together, as a language has as many as it needs. */
function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') {
      const key = prefix + name.replace(/_(zero|one|two|few|many|other)$/, '');
      found.set(key, `${found.get(key) ?? ''}${value}`);
    } else for (const [key, text] of flatten(value, `${prefix}${name}.`)) found.set(key, text);
  }
  return found;
}

const parameters = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();
const english = flatten(read('en'));

describe.each(locales.filter((locale) => locale !== 'en'))('%s', (locale) => {
  const messages = flatten(read(locale));

  it('has the keys of English, no more and no fewer', () => {
    expect([...messages.keys()].sort()).toEqual([...english.keys()].sort());
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

it('has the plural forms that each language needs', () => {
  for (const locale of locales) {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const keys = [...JSON.stringify(read(locale)).matchAll(/"(\w+)_(one|other)":/g)].map((match) => match[1]);
    for (const key of new Set(keys)) {
      for (const form of forms) expect(JSON.stringify(read(locale))).toContain(`"${key}_${form}":`);
    }
  }
});

it('describes every command and option in every language', async () => {
  for (const { name, command } of await loadCommands()) {
    const keys = [command.summary, ...Object.keys(command.options).map((option) => optionKey(name, option))];
    for (const key of keys) expect(english.get(key), key).toMatch(/\S/);
    // Discord's limit for descriptions, in every language.
    for (const locale of locales) {
      for (const key of keys)
        expect(translate(locale)(key).length, `${locale} ${key}`).toBeLessThanOrEqual(100);
    }
  }
});

it('writes numbers, shares, dates and durations as the reader does', () => {
  expect(translate('de').percent(0.8534)).toBe('85,3\u00a0%');
  expect(translate('en').percent(0.8534)).toBe('85.3%');
  expect(translate('de').number(48000)).toBe('48.000');
  expect(translate('ko').duration(125_000)).toBe('2분');
  expect(translate('de').duration(20_000)).toBe('20 s');
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
