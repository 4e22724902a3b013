/** Suggests values at a cursor in the value of an option. Positions are in the visible line. */
import { nearest } from '../i18n/nearest.ts';
import { plain } from '../i18n/typed.ts';
import type { Found, KindContext, Kinds, Listed } from './kind.ts';
import { type Span, withinQuotes } from './text.ts';

/** `inQuotes`: a space there is part of the value, so no other option can begin. */
export type FoundInValue = Omit<Found, 'begun'> & { readonly inQuotes: boolean };

/**
 * `region`: the place of the value with the white space around it; the cursor is in it. `keeps`: whether a value fits
 * the other options.
 */
export function completeValue(
  line: string,
  region: Span,
  cursor: number,
  kinds: Kinds,
  context: KindContext,
  keeps: (value: string) => boolean,
): FoundInValue {
  const raw = line.slice(region.from, region.to);
  const start = Math.min(region.to - raw.trimStart().length, cursor);
  const end = Math.max(region.from + raw.trimEnd().length, cursor);
  const value = line.slice(start, end);
  const { quoted, ...within } = withinQuotes(value.trimEnd());
  const closed = within.to < value.trimEnd().length;
  const from = start + within.from;
  const to = closed ? start + within.to : end;
  const inQuotes = quoted && cursor >= from && cursor <= to;
  const nothing = { from: cursor, to: cursor, suggestions: [], inQuotes };
  if (quoted && !inQuotes) return nothing;

  const { option } = context;
  const kind = kinds[option.kind];
  const listed: readonly Listed[] | undefined =
    option.choices?.map((label) => ({ label })) ?? kind?.values?.(context);
  if (listed) {
    // The next option can be typed at once.
    const space = !quoted && to === line.length ? ' ' : '';
    const kept = listed.filter(({ label }) => keeps(label));
    const suggestions = byPrefix(line.slice(from, cursor), kept.length > 0 ? kept : listed).map((one) => ({
      kind: 'value' as const,
      ...one,
      insert: one.label + space,
    }));
    return { from, to, suggestions, inQuotes };
  }
  const completed = kind?.complete?.(line.slice(from, to), cursor - from, context);
  if (!completed) return nothing;
  return {
    ...completed,
    from: from + completed.from,
    to: from + completed.to,
    suggestions: completed.suggestions.map((suggestion) => ({ kind: 'value', ...suggestion })),
    inQuotes,
  };
}

/** Values that begin with this, then those with a later word that does; if there are none, the misspelt one. */
function byPrefix(typed: string, all: readonly Listed[]): readonly Listed[] {
  const prefix = plain(typed).toLowerCase();
  const begins = (text: string) => text.toLowerCase().startsWith(prefix);
  const whole = all.filter(({ label }) => begins(label));
  const words = all.filter(({ label }) => !begins(label) && label.split(/[\s/-]/).some(begins));
  // A few letters, or text with a space after it, are not enough to tell what is meant.
  if (whole.length + words.length > 0 || !/^\S{3,}$/.test(prefix)) return [...whole, ...words];
  const near = nearest(
    prefix,
    all.map(({ label }) => label),
  );
  return all.filter(({ label }) => label === near);
}
