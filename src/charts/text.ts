/** Breaking text into lines without a canvas, so that figures stay plain data. */

/** Widths of the characters of our font in normal weight, in hundredths of an em. */
const widths = new Map(
  Object.entries({
    24: ' ',
    26: 'l',
    27: 'i',
    28: 'j|',
    29: 'I',
    31: '!',
    32: "'`",
    34: '\\',
    35: ',.:;·‘’',
    36: '/',
    37: 't',
    38: 'r',
    43: '°',
    45: '()[]{}',
    50: 'zs_',
    51: 'Jcvxy–',
    52: '"^k“”„',
    55: 'L',
    56: 'Tae',
    57: '*+0123456789<=>?Fhnou×-',
    59: '$bdpq',
    60: 'VX',
    61: 'EYZg',
    62: 'S−',
    65: 'AK',
    66: '&CPß',
    67: 'BR',
    70: 'D',
    72: 'GOQU',
    73: '#HNw',
    78: '~',
    84: 'm',
    87: 'W',
    88: 'M',
    95: '@',
    98: '—',
    100: '%→…',
  }).flatMap(([width, characters]) => [...characters].map((one) => [one, Number(width) / 100] as const)),
);
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uff00-\uffef]/u;
const ACCENTS = /[\u0300-\u036f]/g;

/** How wide a text in normal weight is in pixels, in a font of `size` pixels: about 1 % wrong for Latin and Korean. */
export function textWidth(text: string, size: number): number {
  // An accent takes no room, and Korean letters stay whole.
  const bare = text
    .normalize('NFKC')
    .replace(/[\u00c0-\u024f]/g, (one) => one.normalize('NFD').replace(ACCENTS, ''));
  const em = [...bare].reduce((sum, char) => sum + (WIDE.test(char) ? 0.973 : (widths.get(char) ?? 0.6)), 0);
  return em * size;
}

/** By how much lines are filled at most: bold letters are wider. */
const FULL = 0.95;

/**
 * Lines of at most `width` pixels, as few and as even as possible, broken at spaces but never before a lone sign
 * such as · or +. A longer word gets a line of its own. At least one line.
 */
export function wrap(text: string, width: number, size: number): readonly string[] {
  const words = text.replaceAll(/ (?=\W )/gu, '\u00a0').split(' ');
  let lines = fill(words, width, size);
  for (let narrower = width - size; narrower > 0; narrower -= size) {
    const even = fill(words, narrower, size);
    if (even.length > lines.length) break;
    lines = even;
  }
  return lines;
}

function fill(words: readonly string[], width: number, size: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && textWidth(longer, size) <= FULL * width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
