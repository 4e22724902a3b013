/** Text that people type: read as they mean it, and harmless wherever it is shown again. */

/**
 * Invisible characters that a terminal or a chat obeys: control characters, halves of surrogate pairs, marks that change the
 * writing direction, fillers. Line breaks and tabs are white space; joiners and variation selectors belong to emoji.
 */
const INVISIBLE =
  /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Bidi_Control}\u00ad\u115f\u1160\u180e\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/gu;

/** The text without invisible characters. */
export const visible = (text: string): string => text.replace(INVISIBLE, '');

/** The position in the text of a position in `visible(text)`, in UTF-16 units. */
export function placeInText(text: string, place: number): number {
  let at = place;
  for (const { index, 0: gone } of text.matchAll(INVISIBLE)) {
    if (index >= at) break;
    at += gone.length;
  }
  return at;
}

/** The text as a part of one line. Every text inside a message goes through here (see i18n.ts). */
export const harmless = (text: string): string =>
  visible(text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' '));

/** At most `most` characters (code points, so that none is cut in two), for quoting in a message. */
export function cut(text: string, most = 40): string {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

/**
 * Undoes what phones, word processors and East Asian keyboards make of plain characters: “” is "", − and – are -,
 * １０％ is 10%. Character by character, so that positions in the text stay the same.
 */
export const plain = (text: string): string =>
  text
    .replace(/[“”„‟]/g, '"')
    .replace(/[‐-―−]/g, '-')
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
