/** Which language a text is in, told by the catalogues themselves: whole phrases, and keys that were never looked up. */
import { catalogue, locales } from '../../../src/i18n/i18n.ts';
import { PARTICLE } from '../../../src/i18n/particle.ts';

/** Shorter ones are names and units, which languages share. */
const SHORTEST = 12;

/** What a sentence is cut at: parameters, quotes, and particles, as only one of two forms is shown. */
const PARTS = new RegExp(`\\{\\{\\w+\\}\\}|[“”„"]|${PARTICLE}`);

const simple = (text: string) => text.replace(/\s+/g, ' ');

const texts = (tree: object, path = ''): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : texts(value, `${path}${key}.`),
  );

const messages = new Map(locales.map((locale) => [locale, texts(catalogue(locale))]));
const all = (locale: string) => messages.get(locale) as [string, string][];

/** What a language says between its placeholders, and no other language says. */
const phrases = new Map(
  locales.map((locale) => {
    const others = locales
      .filter((other) => other !== locale)
      .flatMap(all)
      .map(([, text]) => simple(text))
      .join('\n');
    const own = all(locale)
      .flatMap(([, text]) => text.split(PARTS))
      .map((part) => simple(part).trim())
      // Korean says in five characters what takes twelve in English.
      .filter((part) => part.length >= (/\p{Script=Hangul}/u.test(part) ? 5 : SHORTEST))
      .filter((part) => /\p{L}{2}/u.test(part) && !others.includes(part));
    return [locale, own];
  }),
);

/** Phrases of a language that a text contains. */
export const phrasesIn = (text: string, locale: string): string[] =>
  (phrases.get(locale) as string[]).filter((phrase) => simple(text).includes(phrase));

/** Phrases of all other languages. */
export const foreignIn = (text: string, locale: string): string[] =>
  locales.filter((other) => other !== locale).flatMap((other) => phrasesIn(text, other));

const keys = new Set(
  all('en')
    .map(([key]) => key.replace(/_(one|other)$/, ''))
    .filter((key) => key.includes('.')),
);

/** Keys and placeholders without a text. Ids of buttons look like keys, with a colon after them. */
export const rawIn = (text: string): string[] => [
  ...(text.match(/\b[a-z]\w*(\.\w+)+\b(?!:)/gi) ?? []).filter((word) => keys.has(word)),
  ...(text.match(/\{\{.*?\}\}/g) ?? []),
];
