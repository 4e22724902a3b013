/** A mistake in the text of a policy, with the change that corrects it. */
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

/** At most this many mistakes of a policy are corrected. */
const MOST_EDITS = 20;

/**
 * The corrected text, if each mistake says how to correct it. `next` reads a text and gives the first
 * remaining mistake.
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
