/** What chat needs from others: platforms that show cards, and rows that remember people and posts. */
import type { Locale } from '../i18n/i18n.ts';
import type { Card, Field } from './card.ts';
import type { Invocation, Person, Place, Posted } from './place.ts';

export type Visibility = 'everyone' | 'asker';

/**
 * How the answer to an invocation travels back: as a reply, or as a line of text. `nonce`: see Platform.
 * `follows`: the answer stands in this card elsewhere, which is drawn anew.
 */
export type Respond = (
  card: Card,
  visibility: Visibility,
  nonce?: string,
  follows?: Posted,
) => Promise<Posted>;

/** Reads a picture that came with an invocation, by what the option says, such as the name of a file. */
export type ReadPicture = (reference: string) => Promise<Uint8Array>;

/** The same for a text file. */
export type ReadFile = (reference: string) => Promise<Uint8Array>;

/** Somebody who is named in a command: a person, or a role that people have. */
export interface Named {
  /** Unique over all platforms; a person's is their own id. */
  readonly id: string;
  readonly name: string;
}

/** Finds who is meant, by what an option says. */
export type ReadMember = (reference: string) => Promise<Named>;

/** What a platform can look up for a command; what is left out is not to be had there. */
export interface Lookup {
  readonly readPicture?: ReadPicture;
  readonly readFile?: ReadFile;
  readonly readMember?: ReadMember;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly job?: number; readonly confirm?: string }
  /** Something the person can put right, shown already. */
  | {
      readonly kind: 'mistake';
      /** The option, or the field of the form, that it is about. */
      readonly option?: string;
      /** How to ask for that option, where it can be given here. */
      readonly field?: Field;
      /** A teacher may do it. */
      readonly teacher?: true;
    }
  /** A fault of ours that is in the log, shown already. */
  | { readonly kind: 'fault' };

export type Dispatch = (invocation: Invocation, respond: Respond, lookup?: Lookup) => Promise<Outcome>;

/**
 * What the form behind a button asks for, or that of a command: one field for each option, with what is given already.
 * Throws a UserError where there is nothing to be filled in any more.
 */
export type FormOf = (invocation: Invocation) => readonly Field[];

/** What a card answers, where that is to be shown above it. */
export interface Prompt {
  readonly person: Person;
  /** The command as it was typed; a pressed button has none. */
  readonly said?: string;
}

/** What a platform has room for. */
export interface Facts {
  /** The card of a job is edited at most once in so many milliseconds. */
  readonly editEveryMs: number;
  /** The share of its time after which a long job's card is edited again: 1 / 120 is every half a minute after an hour. */
  readonly editShareOfAge: number;
  /** Values that are suggested for an option at once. */
  readonly suggestions: number;
  /** Fields of a form. */
  readonly formFields: number;
}

/** The facts of the platform that a place is on; undefined for one that is not connected. */
export type FactsOf = (place: Pick<Place, 'platform'>) => Facts | undefined;

export interface Platform {
  readonly name: string;
  readonly facts: Facts;
  start(dispatch: Dispatch): Promise<void>;
  stop(): Promise<void>;
  /**
   * `nonce` is the same for every try at one message, the answer to the command included, so that a platform which
   * can tell posts it once.
   */
  post(place: Place, card: Card, nonce: string | undefined, prompt?: Prompt): Promise<Posted>;
  /** Resolves with where the card is from now on. */
  edit(posted: Posted, card: Card): Promise<Posted>;
  /** Sends a card to one person of a place and nobody else; false where there is no way to. */
  tell?(place: Place, person: string, card: Card): Promise<boolean>;
  /** Whether a channel is this platform's: somebody elsewhere may name it. */
  knows?(channel: string): boolean;
  /** A person's name, messages and membership are gone from the database. */
  forgotten?(person: string): void;
  /** Messages of a channel are gone from the database. */
  deleted?(channel: string): void;
}

/** A job's card: a row before it is posted (the outbox), with its whereabouts afterwards. */
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
  /** From now on the job's card stands here, in this language. */
  setPosted(post: number, posted: Posted, locale: Locale): void;
}

export interface PeopleRepository {
  /** Remembers who it was, by the newest name. */
  seen(person: Person, now: number): void;
}

/**
 * The id of the classroom that a place is in: `platform:channel` of the classroom's first place. A classroom owns
 * experiments, quizzes, settings and data; what is posted goes to places.
 */
export type ClassroomOf = (place: Place) => string;

/** People and roles that a classroom's teachers have made teachers there. */
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
