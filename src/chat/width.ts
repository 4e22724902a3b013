/** How many columns a text takes where all letters have one width: Korean letters take two each. */
import stringWidth from 'string-width';

/** What is a cluster of its own beside any of the same kind. */
const PLAIN = /^[ -~가-힣]*$/;
const WIDE = /[가-힣]/g;
/**
 * Other texts are measured in parts: as a whole, it takes the square of their length. A cluster of several code points
 * counts wrong where a part ends within it, in words of more than 200 of them.
 */
const PART = /.{1,200}(?<= )|.{1,200}/gsu;

export const textWidth = (text: string): number =>
  PLAIN.test(text)
    ? text.length + (text.match(WIDE)?.length ?? 0)
    : (text.match(PART) ?? []).reduce((sum, part) => sum + stringWidth(part), 0);

/** The words at the beginning of a text that fit into so many columns, with `…` where there are more. */
export function cutToWords(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const fits = cutToWidth(text, width - 1);
  const isWhole = text[fits.length] === ' ';
  const words = isWhole ? fits : fits.slice(0, Math.max(0, fits.lastIndexOf(' ')));
  return `${words.replace(/[\s·,:]+$/, '')}…`;
}

/** The beginning of a text that takes no more than so many columns. */
export function cutToWidth(text: string, width: number): string {
  let [cut, taken] = ['', 0];
  // More code points than this in so few columns are marks upon marks.
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, 10 * width))) {
    taken += stringWidth(segment);
    if (taken > width) break;
    cut += segment;
  }
  return cut;
}
