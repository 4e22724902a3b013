/** Who asks, and where the answer goes. Plain JSON: all of it is stored. */
import type { Locale } from '../i18n/i18n.ts';
import type { FormValues } from './card.ts';

export interface Person {
  /** `platform:id`, unique over all platforms. */
  readonly id: string;
  readonly name: string;
  readonly teacher: boolean;
}

export interface Place {
  readonly platform: string;
  readonly channel: string;
}

/** What the platform needs to find the message again. */
export interface Posted {
  readonly platform: string;
  readonly channel: string;
  readonly message: string;
}

/** Options as they arrive: text, or a value that the platform has already converted. */
export type RawOptions = Readonly<Record<string, string | number | boolean>>;

/**
 * What a person did: typed a line, filled in a command's options one by one, or pressed a button (and filled in the form
 * that belongs to it).
 */
export type Input =
  | {
      readonly text: string;
      /** Options that Augie asked for after the text, by name; they override the text. */
      readonly filled?: FormValues;
    }
  | { readonly command: string; readonly options: RawOptions }
  | { readonly action: string; readonly values?: FormValues };

/** One thing a person did, as plain data. */
export interface Invocation {
  readonly person: Person;
  readonly place: Place;
  /** The language of this command; it overrides every setting. */
  readonly locale?: Locale | undefined;
  /** The person's language on the platform, e.g. `de-AT`. */
  readonly localeTag?: string | undefined;
  readonly input: Input;
  /** Where the answer will appear, on a platform that reserves its place before. */
  readonly reply?: Posted;
}
