/** Removes from an answer what does not matter: how keyboards write quotes, dashes, spaces and wide letters. */
import { plain, visible } from '../../i18n/typed.ts';
import type { Blank, Item } from '../content/quiz.ts';

/** The language of a blank. */
export type Language = Extract<Item, { kind: 'blanks' }>['language'];

/** Longer than any answer to a blank; longer texts are not graded. */
export const MAX_ANSWER = 500;

const SINGLE_QUOTES = /[‘’‚‛′´ʼ‹›]/g;
const DOUBLE_QUOTES = /[″«»「」『』]/g;
/** No space, no backtick, only ASCII: most keys and answers are like this and need no work. */
const ORDINARY = /^[!-_a-~]+$/;
const DASHES = /[⁃﹘﹣]/g;

/** The intended text, with its capital letters. Every pattern here reads each character once. */
export function normalise(text: string): string {
  if (ORDINARY.test(text)) return text;
  const tidy = plain(visible(text).normalize('NFC'))
    .replace(SINGLE_QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .replace(DASHES, '-')
    .replace(/\s+/g, ' ')
    .trim();
  return unquoted(tidy);
}

/** Chats show text between backticks as code, so many people write their answer there. */
function unquoted(text: string): string {
  const marks = /^`{1,3}/.exec(text)?.[0].length ?? 0;
  const inner = text.slice(marks, text.length - marks);
  return marks > 0 && text.length > 2 * marks && text.endsWith('`'.repeat(marks)) && !inner.includes('`')
    ? inner.trim()
    : text;
}

/** Whether answers are code: capital letters matter, and typos are errors. */
export const isCode = (language: Language): boolean => language !== 'text';

export const caseMatters = (blank: Blank, language: Language): boolean => blank.case ?? isCode(language);

/** The text for comparing with a key. */
export const comparable = (text: string, blank: Blank, language: Language): string =>
  folded(normalise(text), blank, language);

/** The same for a normalised text. */
export const folded = (text: string, blank: Blank, language: Language): string =>
  caseMatters(blank, language) ? text : text.toLowerCase();
