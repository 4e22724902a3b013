/** A mistake in the text of a policy, with the change that would put it right. */
import type { MessageKey, MessageParams } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';

/** Replaces a part of the text; from and to are in UTF-16 units. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export class PolicyMistake extends UserError {
  readonly edit: Edit | undefined;

  constructor(key: MessageKey, params: MessageParams, edit?: Edit) {
    super(key, params);
    this.edit = edit;
  }
}

/** Of a policy no more mistakes than this are put right. */
const MOST_EDITS = 20;

/**
 * The text without its mistakes, where each of them says how it is put right. `next` reads a text and gives the first
 * mistake that is left in it.
 */
export function mended(
  text: string,
  mistake: PolicyMistake,
  next: (text: string) => PolicyMistake | undefined,
): string | undefined {
  let fixed = text;
  let left: PolicyMistake | undefined = mistake;
  for (let edits = 0; edits < MOST_EDITS; edits++) {
    if (!left?.edit) return left ? undefined : fixed;
    const { from, to, text: put } = left.edit;
    fixed = fixed.slice(0, from) + put + fixed.slice(to);
    left = next(fixed);
  }
  return undefined;
}
