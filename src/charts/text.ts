/** Breaking text into lines without a canvas, so that figures stay plain data. */

/** Widths in em of the characters of our font, in classes; a few per cent wrong for a whole line. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uff00-\uffef%@]/u, 1],
  [/[ijlI|!' \u00a0]/, 0.28],
  [/[frt.,:;·/]/, 0.38],
  [/[()[\]]/, 0.46],
  [/[mMW]/, 0.89],
  [/[A-Z\u00c0-\u00dew]/, 0.69],
];

/** About how wide a text is in pixels, in a font of `size` pixels. */
export function textWidth(text: string, size: number): number {
  const em = [...text].reduce(
    (sum, char) => sum + (widths.find(([pattern]) => pattern.test(char))?.[1] ?? 0.58),
    0,
  );
  return em * size;
}

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
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
