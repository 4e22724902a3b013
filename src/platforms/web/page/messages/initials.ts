/** Letters and colour for a person without a picture. Pure. */

const COLOURS = 8;

/** The first letters of the first and the last word; `?` where there is no name. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word as string)][0]?.toUpperCase()).join('') || '?';
}

/** 0 to 7, the same for the same name. */
export const hue = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) as number)) % 9973, 7) % COLOURS;
