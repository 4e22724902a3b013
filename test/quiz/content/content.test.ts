/** Everything in data/quizzes: complete in three languages, every key right, every mistake wrong, every source there. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSources } from '../../../src/previews/originals.ts';
import { createLibrary } from '../../../src/quiz/content/library.ts';
import { blankNames, type Item } from '../../../src/quiz/content/quiz.ts';
import { resolveItem } from '../../../src/quiz/content/resolve.ts';
import { keyOf } from '../../../src/quiz/results/tally.ts';
import { createMarker } from '../../../src/quiz/session/mark.ts';
import { parseBib, referenceText } from '../../../src/references/references.ts';
import { ours } from '../../datasets/catalogs.ts';

/** A further language begins with English questions: they are more than a translator's evening. */
const LANGUAGES = ['de', 'en', 'ko'];

const library = createLibrary('data');
const all = library
  .names()
  .flatMap((name) => (library.get(name)?.items ?? []).map((item) => ({ name, id: item.id, item })));
const marker = createMarker(createSources('data', ours));
/** Numbers at both ends of their ranges and in the middle. */
const draws = [0, 0.5, 0.999];

it('is enough for a term', () => {
  const blanks = all.flatMap(({ item }) =>
    item.kind === 'choice' || item.kind === 'order' ? [] : blankNames(item),
  );
  expect(library.names()).toHaveLength(3);
  expect(all.length).toBeGreaterThanOrEqual(30);
  expect(blanks.length).toBeGreaterThanOrEqual(40);
  expect(new Set(all.map(({ item }) => item.kind))).toEqual(
    new Set(['blanks', 'choice', 'number', 'text', 'order']),
  );
});

/** Every text of a quiz with the way to it. */
function texts(value: unknown, path = ''): { path: string; text: Record<string, string> }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value) return [{ path, text: value as Record<string, string> }];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

describe.each(library.names())('%s', (name) => {
  it('says everything in every language, and in its own words', () => {
    const found = texts(library.get(name));
    expect(found.length).toBeGreaterThan(50);
    for (const { path, text } of found) {
      expect([path, Object.keys(text)]).toEqual([path, expect.arrayContaining(LANGUAGES)]);
      for (const locale of LANGUAGES.filter((one) => one !== 'en'))
        expect([path, text[locale]]).not.toEqual([path, text.en]);
    }
    const untold = library.get(name)?.items.filter(({ ask }) => typeof ask === 'string');
    expect(untold).toEqual([]);
  });

  it('gives reasons and sources for every question', () => {
    for (const { id, why, sources } of library.get(name)?.items ?? []) {
      expect([id, why]).not.toEqual([id, undefined]);
      expect([id, sources.length]).not.toEqual([id, 0]);
      for (const source of sources) {
        const found = library.reference(source);
        expect(found && referenceText(found)).toMatch(/.+: .+( \(\d{4}\))?\. ?(https:\S+)?$/);
      }
    }
  });
});

it.each(library.names())('%s names no key where everybody reads it before the reveal', (name) => {
  const { title, about, items } = library.get(name)!;
  const shown = JSON.stringify([title, about]).toLowerCase();
  const keys = items.flatMap((item) => (item.kind === 'text' ? item.answer.accept : []));
  expect(keys.filter((key) => shown.includes(key.toLowerCase()))).toEqual([]);
});

it('names no source that neither a question nor the page on the verdict has', () => {
  const page = readFileSync('src/experiments/VERDICT.md', 'utf8');
  const used = new Set([...all.flatMap(({ item }) => item.sources), ...page.match(/(?<=`)\w+\d{4}(?=`)/g)!]);
  const known = [...parseBib(readFileSync('data/references.bib', 'utf8')).keys()];
  expect(known.length).toBeGreaterThan(5);
  expect(known.filter((key) => !used.has(key))).toEqual([]);
});

const blankOf = (item: Item, name: string) => {
  if (item.kind === 'blanks') return item.blanks[name];
  return 'answer' in item ? item.answer : undefined;
};

it.each(all)(
  '$name, $id: its keys are right, and its mistakes are wrong for a reason',
  async ({ item: raw }) => {
    for (const draw of draws) {
      const item = resolveItem(raw, () => draw);
      const mark = await marker.of(item);
      const key = keyOf(item);
      expect(mark(key).credit).toBe(1);
      for (const name of blankNames(item)) {
        const blank = blankOf(item, name);
        for (const answer of blank?.accept ?? [])
          expect([answer, mark({ ...key, [name]: answer }).grades[name]?.outcome]).toEqual([answer, 'right']);
        for (const { is } of blank?.wrong ?? []) {
          const grade = mark({ ...key, [name]: is ?? '' }).grades[name];
          expect([is, grade?.outcome, grade?.rule]).toEqual([is, 'wrong', 'known']);
          expect(grade?.why).toBeDefined();
        }
        if (item.kind !== 'choice' && item.kind !== 'order')
          expect([name, blank?.wrong.length]).not.toEqual([name, 0]);
      }
    }
  },
);
