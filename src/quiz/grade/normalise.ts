/** What does not matter in an answer, taken out of it: how keyboards write quotes, dashes, spaces and wide letters. */
import { plain, visible } from '../../i18n/typed.ts';
import type { Blank, Item } from '../quiz.ts';

/** The language that a blank is written in. */
export type Language = Extract<Item, { kind: 'blanks' }>['language'];

/** Longer than any answer to a blank; what is longer is not looked at. */
export const MAX_ANSWER = 500;

const SINGLE_QUOTES = /[‘’‚‛′´ʼ‹›]/g;
const DOUBLE_QUOTES = /[″«»「」『』]/g;
/** Neither a space nor a backtick nor anything beyond ASCII: most keys and answers, and nothing is to be done. */
const ORDINARY = /^[!-_a-~]+$/;
const DASHES = /[⁃﹘﹣]/g;

/** The text as it was meant, with its capital letters. Every pattern here looks at each character once. */
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

/** Chats show what stands between backticks as code, so that many put their answer there. */
function unquoted(text: string): string {
  const marks = /^`{1,3}/.exec(text)?.[0].length ?? 0;
  const inner = text.slice(marks, text.length - marks);
  return marks > 0 && text.length > 2 * marks && text.endsWith('`'.repeat(marks)) && !inner.includes('`')
    ? inner.trim()
    : text;
}

/** Whether answers are code, in which capital letters matter and spelling is no matter of taste. */
export const isCode = (language: Language): boolean => language !== 'text';

export const caseMatters = (blank: Blank, language: Language): boolean => blank.case ?? isCode(language);

/** The text as it is compared with a key. */
export const comparable = (text: string, blank: Blank, language: Language): string =>
  folded(normalise(text), blank, language);

/** The same for a text that is normalised already. */
export const folded = (text: string, blank: Blank, language: Language): string =>
  caseMatters(blank, language) ? text : text.toLowerCase();
