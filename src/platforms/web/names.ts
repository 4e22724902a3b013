/** Names of people: as they are shown, and which of them look alike (UTS 39, Unicode Security Mechanisms). */
import { harmless } from '../../i18n/typed.ts';
import { CONFUSABLES } from './confusables.ts';

export const MAX_NAME = 40;

/** White space, and the pattern of Braille that has no dot. */
const BLANK = /[\s\u2800]+/g;

/** A name as it is shown: on one line, without what nobody sees; empty where nothing is left. */
export const cleanName = (typed: string): string =>
  harmless(typed)
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFC')
    .replace(BLANK, ' ')
    .trim();

const LOOKS_LIKE = new Map(
  Object.entries(CONFUSABLES).flatMap(([like, all]) => [...all].map((one) => [one, like] as const)),
);
const prototypes = (text: string): string => [...text].map((one) => LOOKS_LIKE.get(one) ?? one).join('');

/**
 * The same for all names that look alike, whatever their letters are: to be compared, not to be shown. Capital letters
 * look like small ones here, and so do I, i, l and 1.
 */
export function skeleton(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(BLANK, '');
  return prototypes(prototypes(letters).toLowerCase()).replaceAll('i', 'l');
}

/** The same without accents and signs, for those whom nobody is to pass for: "Augíe ✓" is "Augie". */
const bare = (name: string): string => skeleton(name).replace(/[^\p{L}\p{N}]/gu, '');

const AUGIE = ['Augie', 'Augie Bot', 'Bot Augie'].map(bare);

/** Whether somebody of this name could be taken for Augie; `Augie (help)` could, too. */
export const looksLikeAugie = (name: string): boolean =>
  AUGIE.includes(bare(name)) || name.split(/[^\p{L}\p{M}\p{N}]+/u).some((word) => AUGIE.includes(bare(word)));

export interface Present {
  readonly name: string;
  readonly teacher: boolean;
}

/** Whether somebody of this name could be taken for one of these; for a teacher more easily. */
export const looksLikeOneOf = (name: string, present: readonly Present[]): boolean =>
  present.some((one) =>
    one.teacher ? bare(one.name) === bare(name) : skeleton(one.name) === skeleton(name),
  );
