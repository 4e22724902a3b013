/** Labels as people read and type them: in their own language, beside the name in the dataset. */
import { expect, test } from 'vitest';
import { createCatalog } from '../../src/datasets/catalog.ts';
import { fullLabel, labelNames, shortLabel } from '../../src/datasets/label-name.ts';
import { locales } from '../../src/i18n/i18n.ts';
import { findLabel } from '../../src/previews/labels.ts';

const datasets = await createCatalog({ data: 'data' });
const clothes = labelNames(datasets.info('fashion-mnist'));
const named = (english: string) => clothes.find(({ en }) => en === english)!;

test('Fashion-MNIST has a name for every label in every language, and no two are the same', () => {
  for (const locale of locales)
    expect(new Set(clothes.map((name) => name[locale])).size, locale).toBe(clothes.length);
});

test('the name in the dataset is shown beside the reader\u2019s, once', () => {
  expect(fullLabel(named('T-shirt/top'), 'ko')).toBe('티셔츠/상의 (T-shirt/top)');
  expect(fullLabel(named('Shirt'), 'de')).toBe('Hemd (Shirt)');
  expect(fullLabel(named('Sneaker'), 'de')).toBe('Sneaker');
  expect(fullLabel(named('Shirt'), 'en')).toBe('Shirt');
  expect(shortLabel(named('Bag'), 'ko')).toBe('가방');
});

test('a label without names in other languages is shown as it is', () => {
  const [stripes] = labelNames({ labels: ['stripes'] });
  expect([shortLabel(stripes!, 'ko'), fullLabel(stripes!, 'de')]).toEqual(['stripes', 'stripes']);
});

test('a label is found by its name in any language', () => {
  const found = (given: string) => clothes[findLabel(clothes, given)]!.en;
  expect(['bag', '가방', 'tasche', 'Ankle', '티셔츠'].map(found)).toEqual([
    'Bag',
    'Bag',
    'Bag',
    'Ankle boot',
    'T-shirt/top',
  ]);
});
