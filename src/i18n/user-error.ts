/** The one error that a person can cause: a message key and its parameters, translated where it is shown. */
import type { MessageKey, MessageParams } from './i18n.ts';

/** What was meant: the whole line, another name for an option, or another value for the option that the error is about. */
export type Meant =
  | { readonly line: string }
  | { readonly name: string; readonly as: string }
  | { readonly value: string };

/**
 * Something the person can put right. The message behind `key` says what is wrong and what to do next.
 * Everything else that is thrown is a fault of ours: it is logged with an id.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly key: MessageKey;
  readonly params: MessageParams;
  /** The command's option, or the form's field, that it is about. */
  readonly option: string | undefined;
  /** Instead of some of `params`, for whoever sits at this computer and for the log: paths are nobody else's business. */
  local: MessageParams = {};
  /** Where it is clear. */
  readonly meant: Meant | undefined;

  constructor(key: MessageKey, params: MessageParams = {}, option?: string, meant?: Meant) {
    super(key);
    this.key = key;
    this.params = params;
    this.option = option;
    this.meant = meant;
  }
}

/** Does something with the value of an option: a UserError that it throws is about that option. */
export function about<T>(option: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof UserError ? Object.assign(error, { option }) : error;
  }
}

/** The error with the whole paths that only whoever sits at this computer is shown. */
export const withLocal = <E extends UserError>(error: E, local: MessageParams): E =>
  Object.assign(error, { local });

/** The sentence for whoever sits at this computer. */
export const localParams = ({ params, local }: UserError): MessageParams => ({ ...params, ...local });

/** What may be put right while one waits, such as a full disk: work in the background is tried again. */
export class PassingError extends UserError {}
