/** The page's words: which language, and sentences with their parameters. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  chooseLocale,
  type Key,
  makeWords,
  type WordTree,
} from '../../../../src/platforms/web/page/words.ts';

const words = (locale: string) =>
  makeWords(locale, JSON.parse(readFileSync(`src/i18n/${locale}.json`, 'utf8')).page as WordTree);

describe('the language', () => {
  const known = ['en', 'de', 'ko'];
  it.each([
    [['de', ['ko']], 'de'],
    [[undefined, ['fr-CH', 'de-AT', 'en']], 'de'],
    [['tlh', ['ko_KR']], 'ko'],
    [[undefined, ['fr', 'ja']], 'en'],
    [[undefined, []], 'en'],
  ] as const)('of %j is %s', ([saved, wanted], expected) => {
    expect(chooseLocale(known, saved, wanted)).toBe(expected);
  });
});

describe('sentences', () => {
  it('count as the language does', () => {
    expect(words('en')('newMessages', { count: 1 })).toBe('1 new message');
    expect(words('en')('newMessages', { count: 1200 })).toBe('1,200 new messages');
    expect(words('de')('newMessages', { count: 1 })).toBe('1 neue Nachricht');
    expect(words('ko')('newMessages', { count: 1 })).toBe('새 메시지 1개');
  });

  it('take what somebody typed as it is, in one go', () => {
    expect(words('en')('people.renameWho', { name: '{{name}} $& <b>' })).toBe('Rename {{name}} $& <b>');
  });

  it('show their key where a language has a hole, and do not fall for names of objects', () => {
    const t = makeWords('en', { a: { b: 'x' } });
    expect(t('a' as Key)).toBe('a');
    expect(t('constructor' as Key)).toBe('constructor');
    expect(t('a.b.c' as Key)).toBe('a.b.c');
  });
});

it('writes times and days as the reader does', () => {
  const at = new Date(2026, 10, 24, 9, 5).getTime();
  expect(words('de').time(at)).toBe('09:05');
  expect(words('de').day(at)).toBe('Dienstag, 24. November 2026');
  expect(words('ko').day(at)).toContain('11월');
});

type Tree = { readonly [key: string]: string | Tree };
const keys = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [prefix + name.replace(/_(one|other)$/, '')]
      : keys(value, `${prefix}${name}.`),
  );

it('has no sentence that the page does not use', () => {
  const folder = 'src/platforms/web/page';
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
    .join('\n');
  const page = JSON.parse(readFileSync('src/i18n/en.json', 'utf8')).page as Tree;
  expect(keys(page).filter((key) => !code.includes(`'${key}'`))).toEqual([]);
});
