/** How people read a label: in their own language, with the name in the dataset beside it, which is what they type. */
import type { DatasetInfo } from './dataset.ts';

/** By language; `en` is the name in the dataset. */
export type LabelName = Readonly<{ en: string } & Record<string, string>>;

/** The names of all labels, by label index. */
export const labelNames = ({
  labels,
  labelNames = {},
}: Pick<DatasetInfo, 'labels' | 'labelNames'>): LabelName[] =>
  labels.map((en, index) => ({
    ...Object.fromEntries(Object.entries(labelNames).map(([locale, names]) => [locale, names[index]!])),
    en,
  }));

/** `Hemd`: where there is little room. */
export const shortLabel = (name: LabelName, locale: string): string => name[locale] ?? name.en;

/** `Hemd (Shirt)`; the name alone where both are the same. */
export function fullLabel(name: LabelName, locale: string): string {
  const local = shortLabel(name, locale);
  return local.toLowerCase() === name.en.toLowerCase() ? local : `${local} (${name.en})`;
}
