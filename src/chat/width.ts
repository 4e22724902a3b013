/** How many columns a text takes in a fixed-width font: Korean letters take two each. */
import stringWidth from 'string-width';

/** Characters that are always a cluster of their own. */
const PLAIN = /^[ -~가-힣]*$/;
const WIDE = /[가-힣]/g;
/**
 * Other texts are measured in parts, because the time for a whole text grows with the square of its length. A cluster of
 * several code points counts wrong if a part ends in it, in words of more than 200 of them.
 */
const PART = /.{1,200}(?<= )|.{1,200}/gsu;

export const textWidth = (text: string): number =>
  PLAIN.test(text)
    ? text.length + (text.match(WIDE)?.length ?? 0)
    : (text.match(PART) ?? []).reduce((sum, part) => sum + stringWidth(part), 0);

/** The words at the beginning of a text that fit into this many columns, with `…` if there are more. */
export function cutToWords(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const fits = cutToWidth(text, width - 1);
  const isWhole = text[fits.length] === ' ';
  const words = isWhole ? fits : fits.slice(0, Math.max(0, fits.lastIndexOf(' ')));
  return `${words.replace(/[\s·,:]+$/, '')}…`;
}

/** The beginning of a text that fits into this many columns. */
export function cutToWidth(text: string, width: number): string {
  let [cut, taken] = ['', 0];
  // More code points than this in so few columns are stacked combining marks.
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, 10 * width))) {
    taken += stringWidth(segment);
    if (taken > width) break;
    cut += segment;
  }
  return cut;
}
