/** The only error that a person can cause: a message key and its parameters, translated when it is shown. */
import type { MessageKey, MessageParams } from './i18n.ts';

/** A correction: the whole line, another name for an option, or another value for the option of the error. */
export type Meant =
  | { readonly line: string }
  | { readonly name: string; readonly as: string }
  | { readonly value: string };

/**
 * Something that the person can fix. The message of `key` says what is wrong and what to do next.
 * Every other error is our bug: it is logged with an id.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly key: MessageKey;
  readonly params: MessageParams;
  /** The option of the command, or the field of the form, with the mistake. */
  readonly option: string | undefined;
  /** Replaces some of `params` for the log and for people at this computer: nobody else sees its paths. */
  local: MessageParams = {};
  /** Only if it is clear. */
  readonly meant: Meant | undefined;

  constructor(key: MessageKey, params: MessageParams = {}, option?: string, meant?: Meant) {
    super(key);
    this.key = key;
    this.params = params;
    this.option = option;
    this.meant = meant;
  }
}

/** Runs an action on the value of an option; a UserError that it throws is about that option. */
export function about<T>(option: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof UserError ? Object.assign(error, { option }) : error;
  }
}

/** The error with whole paths, which only people at this computer see. */
export const withLocal = <E extends UserError>(error: E, local: MessageParams): E =>
  Object.assign(error, { local });

/** The sentence for people at this computer. */
export const localParams = ({ params, local }: UserError): MessageParams => ({ ...params, ...local });

/** Trouble that may pass, such as a full disk: background work is tried again. */
export class PassingError extends UserError {}
