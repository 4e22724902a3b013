/** The page's own words: sentences of one language with their parameters filled in, and dates as its readers write them. */
import { fill } from '../../../i18n/fill.ts';
import type { MessageKey } from '../../../i18n/i18n.ts';

type PageKey<K> = K extends `page.${infer Rest}` ? Rest : never;
/** A key below `page` of the language files, without that word. */
export type Key = PageKey<MessageKey>;

/** What /api/words/:locale answers. */
export interface WordTree {
  readonly [key: string]: string | WordTree;
}

export interface Words {
  (key: Key, params?: Readonly<Record<string, string | number>>): string;
  readonly locale: string;
  /** 14:02 */
  time(at: number): string;
  /** Tuesday, 24 November 2026 */
  day(at: number): string;
  /** The time with its date, for who wants to know exactly. */
  moment(at: number): string;
}

/** A key that is missing is shown as itself: a hole in a language must not take the page away. */
export function makeWords(locale: string, tree: WordTree): Words {
  const plural = new Intl.PluralRules(locale);
  const find = (path: string): string | undefined => {
    let at: string | WordTree | undefined = tree;
    for (const name of path.split('.')) {
      at = typeof at === 'object' && Object.hasOwn(at, name) ? at[name] : undefined;
    }
    return typeof at === 'string' ? at : undefined;
  };
  const numbers = new Intl.NumberFormat(locale);
  const t = (key: Key, params: Readonly<Record<string, string | number>> = {}): string => {
    const { count } = params;
    const sentence =
      (typeof count === 'number' ? find(`${key}_${plural.select(count)}`) : undefined) ?? find(key) ?? key;
    return fill(sentence, (name) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (at: number) => format.format(at);
  };
  return Object.assign(t, {
    locale,
    time: dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    day: dates({ dateStyle: 'full' }),
    moment: dates({ dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' }),
  });
}

/** What counts first: what was chosen on this page, then the browser's settings. */
export function chooseLocale(
  known: readonly string[],
  saved: string | undefined,
  wanted: readonly string[],
): string {
  for (const tag of saved === undefined ? wanted : [saved, ...wanted]) {
    const language = tag.toLowerCase().split(/[-_]/)[0];
    const found = known.find((locale) => locale === language);
    if (found !== undefined) return found;
  }
  return 'en';
}
