/** Who asks, where it goes, and where it went. Plain JSON: all of it is stored. */
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

/** Whatever the platform needs to find the message again. */
export interface Posted {
  readonly platform: string;
  readonly channel: string;
  readonly message: string;
}

/** Options as they arrive: text, or a value that the platform has typed already. */
export type RawOptions = Readonly<Record<string, string | number | boolean>>;

/**
 * What a person did: typed a line, filled in a command's options one by one, or pressed a button (and filled in the form
 * that belongs to it).
 */
export type Input =
  | {
      readonly text: string;
      /** What was asked for after it was typed, by the names of options; it counts before what the text says. */
      readonly filled?: FormValues;
    }
  | { readonly command: string; readonly options: RawOptions }
  | { readonly action: string; readonly values?: FormValues };

/** One thing a person did, as plain data. */
export interface Invocation {
  readonly person: Person;
  readonly place: Place;
  /** The language asked for with this very command; it wins over every setting. */
  readonly locale?: Locale | undefined;
  /** What the platform says the person reads, e.g. `de-AT`. */
  readonly localeTag?: string | undefined;
  readonly input: Input;
  /** Where the answer will stand, on a platform that keeps its place before there is one. */
  readonly reply?: Posted;
}
