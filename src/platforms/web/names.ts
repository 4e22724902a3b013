/** Names of people: how they are shown, and which of them look alike (UTS 39, Unicode Security Mechanisms). */
import { harmless } from '../../i18n/typed.ts';
import { CONFUSABLES } from './confusables.ts';

export const MAX_NAME = 40;

/** White space, and the Braille pattern without dots. */
const BLANK = /[\s\u2800]+/g;

/** A name as it is shown: on one line, without invisible characters; empty if nothing is left. */
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
 * A key that is equal for all names that look alike, for comparing, not for showing. Capital letters
 * look like small ones here, and so do I, i, l and 1.
 */
export function skeleton(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(BLANK, '');
  return prototypes(prototypes(letters).toLowerCase()).replaceAll('i', 'l');
}

/** The same without accents and signs, for names that nobody may imitate: "Augíe ✓" is "Augie". */
const bare = (name: string): string => skeleton(name).replace(/[^\p{L}\p{N}]/gu, '');

const AUGIE = ['Augie', 'Augie Bot', 'Bot Augie'].map(bare);

/** Whether people could mistake this name for Augie's; `Augie (help)`, too. */
export const looksLikeAugie = (name: string): boolean =>
  AUGIE.includes(bare(name)) || name.split(/[^\p{L}\p{M}\p{N}]+/u).some((word) => AUGIE.includes(bare(word)));

export interface Present {
  readonly name: string;
  readonly teacher: boolean;
}

/** Whether people could mistake this name for one of these; the check is stricter for teachers. */
export const looksLikeOneOf = (name: string, present: readonly Present[]): boolean =>
  present.some((one) =>
    one.teacher ? bare(one.name) === bare(name) : skeleton(one.name) === skeleton(name),
  );
