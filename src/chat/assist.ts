/** Help while somebody is typing: what could stand at the cursor, and what is wrong so far. */
import type { Locale } from '../i18n/i18n.ts';
import type { Person, Place } from './place.ts';

export interface Typing {
  readonly text: string;
  /** Where the cursor is, in UTF-16 units. */
  readonly cursor: number;
  readonly person: Person;
  readonly place: Place;
  readonly locale: Locale;
}

export interface Suggestion {
  readonly kind: 'command' | 'option' | 'value';
  /** As it is listed: `/experiment run`, `fraction`, `rotate(0.04)`. */
  readonly label: string;
  /** What it means, in the language of who types. */
  readonly detail?: string;
  /** What replaces `replace` of the text. */
  readonly insert: string;
}

export interface Assistance {
  /** From and to, in UTF-16 units: what the suggestions would replace. */
  readonly replace: readonly [from: number, to: number];
  /** The likeliest first. */
  readonly suggestions: readonly Suggestion[];
  /** Whether what stands at the cursor is only the beginning of something: Enter then takes the first suggestion. */
  readonly unfinished: boolean;
  /** What is being typed at the cursor: a command's summary, or an option with what it takes. */
  readonly hint?: string;
  /** What would be answered if this were sent now; without it, the command is right. */
  readonly problem?: string;
}

export type Assist = (typing: Typing) => Assistance;
