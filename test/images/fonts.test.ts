/** The font has every character that we can write, so that no picture shows boxes. */
import { readFileSync } from 'node:fs';
import { openSync } from 'fontkit';
import { describe, expect, test } from 'vitest';
import { locales } from '../../src/i18n/i18n.ts';
import { fontFamily, fontFiles } from '../../src/images/fonts.ts';

/** Numbers, percentages and dates as Intl writes them, and the signs that commands put into texts. */
function written(locale: string): string {
  const number = (options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, options).format(-1234567.89);
  const months = Array.from({ length: 12 }, (_, month) => new Date(2025, month, 28, 8 + month, 59));
  return [
    number({}),
    number({ style: 'percent' }),
    number({ notation: 'compact' }),
    number({ signDisplay: 'exceptZero' }),
    ...months.map((at) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at),
    ),
    ...months.map((at) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at),
    ),
    'abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 äöüÄÖÜß',
    '%‰ – — − ± × · … / | + = ≈ ≤ ≥ → ← ( ) [ ] { } @ # & * _ " \' „ “ ” ‚ ‘ ’ « » € ° µ σ Δ ✓ ● ▲ ◆',
  ].join('');
}

function leaves(messages: unknown): string {
  return typeof messages === 'string'
    ? messages
    : Object.values(messages as object)
        .map(leaves)
        .join('');
}

describe.each(fontFiles())('the font of weight $weight', ({ path, weight }) => {
  const font = openSync(path);
  if (!('hasGlyphForCodePoint' in font)) throw new Error('a collection, not a font');
  // The shaper makes spaces of all widths from the ordinary one, so they need no glyph.
  const missing = (text: string) =>
    [...new Set(text)].filter(
      (char) => !/\s/u.test(char) && !font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0),
    );

  test('is the family and the weight it says', () => {
    expect(font.familyName).toContain(fontFamily);
    expect(font['OS/2'].usWeightClass).toBe(weight);
  });

  test.each(locales)('has every character of the messages, numbers and dates in %s', (locale) => {
    const file = new URL(`../../src/i18n/${locale}.json`, import.meta.url);
    expect(missing(leaves(JSON.parse(readFileSync(file, 'utf8'))) + written(locale))).toEqual([]);
  });

  test('has every Hangul syllable, for names that people type', () => {
    const syllables = Array.from({ length: 0xd7a4 - 0xac00 }, (_, i) => String.fromCodePoint(0xac00 + i));
    expect(missing(syllables.join(''))).toEqual([]);
  });
});
