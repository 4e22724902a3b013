/** What chat needs from others: platforms that show cards, and stores for people and posts. */
import type { Locale } from '../i18n/i18n.ts';
import type { Card, Field } from './card.ts';
import type { Invocation, Person, Place, Posted } from './place.ts';

export type Visibility = 'everyone' | 'asker';

/**
 * How the answer to an invocation travels back: as a reply, or as a line of text. `nonce`: see Platform.
 * `follows`: the answer is in this card elsewhere, which is redrawn.
 */
export type Respond = (
  card: Card,
  visibility: Visibility,
  nonce?: string,
  follows?: Posted,
) => Promise<Posted>;

/** Reads a picture that came with an invocation, by the option's value, such as the name of a file. */
export type ReadPicture = (reference: string) => Promise<Uint8Array>;

/** The same for a text file. */
export type ReadFile = (reference: string) => Promise<Uint8Array>;

/** A person, or a role, that a command names. */
export interface Named {
  /** Unique over all platforms; a person's is their own id. */
  readonly id: string;
  readonly name: string;
}

/** Finds a person or role by an option's value. */
export type ReadMember = (reference: string) => Promise<Named>;

/** What a platform can look up for a command; functions that are left out are not available there. */
export interface Lookup {
  readonly readPicture?: ReadPicture;
  readonly readFile?: ReadFile;
  readonly readMember?: ReadMember;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly job?: number; readonly confirm?: string }
  /** A mistake that the person can fix, already shown. */
  | {
      readonly kind: 'mistake';
      /** The option, or the form field, with the mistake. */
      readonly option?: string;
      /** How to ask for that option, if it can be given here. */
      readonly field?: Field;
      /** A teacher may do it. */
      readonly teacher?: true;
    }
  /** Our bug, logged and already shown. */
  | { readonly kind: 'fault' };

export type Dispatch = (invocation: Invocation, respond: Respond, lookup?: Lookup) => Promise<Outcome>;

/**
 * What the form behind a button asks for, or that of a command: one field for each option, with what is given already.
 * Throws a UserError where there is nothing to be filled in any more.
 */
export type FormOf = (invocation: Invocation) => readonly Field[];

/** What a card answers, to show above it. */
export interface Prompt {
  readonly person: Person;
  /** The typed command; left out for a pressed button. */
  readonly said?: string;
}

/** A platform's limits. */
export interface Facts {
  /** The least time between two edits of a job's card, in milliseconds. */
  readonly editEveryMs: number;
  /** A long job's card is edited again after this share of its age: 1 / 120 is every half a minute after an hour. */
  readonly editShareOfAge: number;
  /** The most suggestions for an option. */
  readonly suggestions: number;
  /** The most fields of a form. */
  readonly formFields: number;
}

/** The facts of a place's platform; undefined if it is not connected. */
export type FactsOf = (place: Pick<Place, 'platform'>) => Facts | undefined;

export interface Platform {
  readonly name: string;
  readonly facts: Facts;
  start(dispatch: Dispatch): Promise<void>;
  stop(): Promise<void>;
  /**
   * `nonce` is the same for every attempt to post a message, also as the answer to the command, so that a platform which
   * supports it posts the message once.
   */
  post(place: Place, card: Card, nonce: string | undefined, prompt?: Prompt): Promise<Posted>;
  /** Resolves with the new place of the card. */
  edit(posted: Posted, card: Card): Promise<Posted>;
  /** Sends a card privately to one person of a place; false if that is impossible. */
  tell?(place: Place, person: string, card: Card): Promise<boolean>;
  /** Whether a channel belongs to this platform: commands elsewhere may name it. */
  knows?(channel: string): boolean;
  /** A person's name, messages and membership were deleted from the database. */
  forgotten?(person: string): void;
  /** Messages of a channel were deleted from the database. */
  deleted?(channel: string): void;
}

/** A job's card: a row before it is posted (the outbox), and the place of the message afterwards. */
export interface Post {
  readonly id: number;
  readonly job: number;
  readonly place: Place;
  readonly locale: Locale;
  readonly posted?: Posted;
}

export const nonceOf = (post: number): string => `post-${post}`;

export interface PostRepository {
  ofJob(job: number): Post | undefined;
  /** From now on the job's card is here, in this language. */
  setPosted(post: number, posted: Posted, locale: Locale): void;
}

/** What goes on in a message: an experiment that runs, a question that is open. */
export interface Work {
  /** The person who may stop it, besides teachers. */
  readonly owner?: string;
  stop(): void;
}

export interface PeopleRepository {
  /** Remembers a person with their newest name. */
  seen(person: Person, now: number): void;
}

/**
 * The id of the classroom that a place is in: `platform:channel` of the classroom's first place. A classroom owns
 * experiments, quizzes, settings and data; what is posted goes to places.
 */
export type ClassroomOf = (place: Place) => string;

/** People and roles that teachers of a classroom have made teachers. */
export interface TeacherRepository {
  of(classroom: string): Named[];
  add(classroom: string, teacher: Named): void;
  remove(classroom: string, id: string): void;
}

export interface SettingsRepository {
  get(scope: string, name: string): string | undefined;
  set(scope: string, name: string, value: string): void;
}

export const personScope = (person: Person): string => `person:${person.id}`;
export const classroomScope = (classroom: string): string => `classroom:${classroom}`;
