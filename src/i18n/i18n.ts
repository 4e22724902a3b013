/** Messages in the reader's language and numbers in the reader's format. A language is one JSON file here. */
import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import type en from './en.json';
import { fill } from './fill.ts';
import { harmless } from './typed.ts';

/** The name of a JSON file in this folder, e.g. `ko`. */
export type Locale = string;

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
type Singular<K extends string> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K;

/** A dotted path into en.json; plural forms (`_one`, `_other`) are addressed by their base and a `count`. */
export type MessageKey = Singular<Leaves<typeof en>>;
export type MessageParams = Readonly<Record<string, string | number>>;

export interface Translate {
  (key: MessageKey, params?: MessageParams): string;
  readonly locale: Locale;
  /** A number as the reader writes it: 0.85 is 0,85 in German. */
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** From one number to another: 80% – 85%, in Korean 80% ~ 85%. */
  range(low: number, high: number, options?: Intl.NumberFormatOptions): string;
  /** A share as a percentage: 0.853 -> 85.3%. */
  percent(value: number, digits?: number): string;
  /** A point in time, given in milliseconds since 1970. */
  date(at: number): string;
  /** A duration, given in milliseconds, rounded for people: "40 s", "3 min". */
  duration(ms: number): string;
}

const folder = new URL('./', import.meta.url);

/** All languages, English first. */
export const locales: readonly Locale[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));

const catalogues = new Map<Locale, typeof en>();

/** All messages of a language, as its file has them; read once. */
export function catalogue(locale: Locale): typeof en {
  const found: typeof en =
    catalogues.get(locale) ?? JSON.parse(readFileSync(new URL(`${locale}.json`, folder), 'utf8'));
  catalogues.set(locale, found);
  return found;
}

/** The name of a command's word, or of a choice, where people pick it instead of typing it. */
export function pickedAs(locale: Locale, kind: 'words' | 'choices', word: string): string {
  if (kind === 'choices' && locales.includes(word))
    return new Intl.DisplayNames(word, { type: 'language' }).of(word) ?? word;
  const names: Readonly<Record<string, string>> = catalogue(locale)[kind];
  return names[word] ?? word;
}

const translators = new Map<Locale, Translate>();

/** The translator of a language. */
export function translate(locale: Locale): Translate {
  const found = translators.get(locale) ?? makeTranslator(locale);
  translators.set(locale, found);
  return found;
}

/** The nearest of our languages to a tag such as `de-AT` or `ko_KR.UTF-8`; undefined if there is none. */
export function asLocale(tag: string | undefined): Locale | undefined {
  const language = tag?.toLowerCase().split(/[-_.]/)[0];
  return locales.find((locale) => locale === language);
}

function makeTranslator(locale: Locale): Translate {
  const messages = i18next.createInstance();
  void messages.init({
    initAsync: false,
    showSupportNotice: false, // it would appear in our output
    lng: locale,
    resources: {
      [locale]: { translation: catalogue(locale) },
    },
  });
  const formats = new Map<string, Intl.NumberFormat>();
  const formatOf = (options: Intl.NumberFormatOptions = {}) => {
    const name = JSON.stringify(options);
    // Cached: making one takes a hundred times as long as using it.
    const format = formats.get(name) ?? new Intl.NumberFormat(locale, options);
    formats.set(name, format);
    return format;
  };
  const number = (value: number, options?: Intl.NumberFormatOptions) => formatOf(options).format(value);
  const readable = (name: string, value: string | number): string => {
    if (typeof value === 'string') return harmless(value);
    // Nobody can read a number of 300 digits.
    if (name === 'count' || Math.abs(value) >= 1e15) return String(value);
    return number(value, { maximumFractionDigits: 6 });
  };
  // Filled in here and in one pass: i18next would also replace what looks like a parameter in people's text.
  const t = (key: MessageKey, params: MessageParams = {}): string =>
    fill(
      messages.t(key as string, {
        skipInterpolation: true,
        ...(params.count !== undefined && { count: params.count }),
      }),
      (name) => {
        const value = Object.hasOwn(params, name) ? params[name] : undefined;
        return value === undefined ? undefined : readable(name, value);
      },
    );
  return Object.assign(t, {
    locale,
    number,
    // Of two equal ends it would say "about".
    range: (low: number, high: number, options?: Intl.NumberFormatOptions) =>
      low === high ? number(low, options) : formatOf(options).formatRange(low, high),
    percent: (value: number, digits = 1) =>
      number(value, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }),
    date: (at: number) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(
        at,
      ),
    duration(ms: number) {
      const seconds = Math.max(1, Math.round(ms / 1000));
      if (seconds < 90) return t('time.seconds', { n: seconds });
      if (seconds < 90 * 60) return t('time.minutes', { n: Math.round(seconds / 60) });
      return t('time.hours', { n: Math.round(seconds / 360) / 10 });
    },
  });
}
