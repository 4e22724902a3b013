/** Who asks, where it goes, and where it went. Plain JSON: all of it is stored. */
import type { Locale } from '../i18n/i18n.ts';

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

/** One thing a person did, as plain data: typed a command, or pressed a button. */
export interface Invocation {
  readonly person: Person;
  readonly place: Place;
  /** The language asked for with this very command; it wins over every setting. */
  readonly locale?: Locale | undefined;
  /** What the platform says the person reads, e.g. `de-AT`. */
  readonly localeTag?: string | undefined;
  readonly input: { readonly text: string } | { readonly action: string };
}
