/** A quiz as it is played: sessions, rounds and submissions, and the rows that remember them. */
import type { JobReference } from '../chat/command.ts';
import type { Person, Place } from '../chat/place.ts';
import type { Locale } from '../i18n/i18n.ts';
import type { Answers, Grades, Item, Quiz, Text } from './quiz.ts';
import type { Learning } from './review.ts';

/** `peer`: vote, discuss with somebody who answered otherwise, vote again (Mazur 1997). */
export const modes = ['normal', 'peer'] as const;
export type Mode = (typeof modes)[number];

/** What a round is at: `again` is the second vote of mode `peer`. */
export type Phase = 'open' | 'discuss' | 'again' | 'revealed' | 'stopped';

/** Whether answers are taken. */
export const isOpen = (phase: Phase): boolean => phase === 'open' || phase === 'again';
/** Whether it will change by itself or by its teacher. */
export const isLive = (phase: Phase): boolean => isOpen(phase) || phase === 'discuss';

/** What a session asks: an item of a quiz, under the number that it has there. */
export interface SessionItem {
  /** The quiz that it comes from, where the items of a session are gathered from several. */
  readonly quiz: string;
  readonly item: Item;
}

export interface Session {
  readonly id: number;
  /** Id. */
  readonly classroom: string;
  /** Where it is asked. */
  readonly place: Place;
  /** The name of the quiz. */
  readonly quiz: string;
  readonly title: Text;
  /** As they were when it began: a file that is changed changes no session. */
  readonly items: readonly SessionItem[];
  readonly mode: Mode;
  /** For each question; 0 is no limit. */
  readonly seconds: number;
  readonly createdAt: number;
  readonly endedAt?: number;
}
export type NewSession = Omit<Session, 'id' | 'endedAt'>;

export interface Round {
  readonly id: number;
  readonly session: number;
  /** Of the session's items, from 0. */
  readonly position: number;
  /** With its numbers drawn. */
  readonly item: Item;
  readonly phase: Phase;
  /** Milliseconds that are left of the phase; undefined where it ends when somebody ends it. */
  readonly left?: number;
  /** What the teacher has accepted besides the item's own keys, by blank. */
  readonly accepted: Readonly<Record<string, readonly string[]>>;
  /** What the class was to learn of the item before it was revealed. */
  readonly knownBefore?: Learning;
  readonly createdAt: number;
}

export type Vote = 1 | 2;
/** For which vote answers are, or would be, taken now. */
export const voteOf = (phase: Phase): Vote => (phase === 'open' ? 1 : 2);

export interface Submission {
  readonly id: number;
  readonly round: number;
  /** Undefined where the person was forgotten. */
  readonly person?: string;
  /** Empty where the person was forgotten. */
  readonly name: string;
  readonly vote: Vote;
  readonly answers: Answers;
  readonly grades: Grades;
  /** Of 1. */
  readonly credit: number;
  /** How often the answer was changed. */
  readonly changes: number;
  /** How often it was nearly spelt right. */
  readonly nearly: number;
  readonly at: number;
}

/** What somebody has answered, before it is a row. */
export type NewSubmission = Omit<Submission, 'id' | 'round' | 'person' | 'name'>;

export interface QuizRepository {
  begin(session: NewSession): number;
  session(id: number): Session | undefined;
  /** The one that is going on in a classroom. */
  current(classroom: string): Session | undefined;
  /** The newest one of a classroom, going on or not. */
  latest(classroom: string): Session | undefined;
  end(session: number, now: number): void;

  /** A round with its job and the job's post, in one transaction. */
  open(
    round: Omit<Round, 'id' | 'phase' | 'accepted' | 'knownBefore'>,
    at: { readonly place: Place; readonly locale: Locale },
  ): JobReference & { readonly round: number };
  round(id: number): Round | undefined;
  /** In their order. */
  rounds(session: number): Round[];
  jobOf(round: number): JobReference | undefined;
  setLeft(round: number, left: number): void;
  /**
   * From one phase to another: false where somebody else was faster. Its job is queued anew where it has ended, as the
   * card is to be drawn again.
   */
  setPhase(round: number, from: Phase, to: Phase, left: number | undefined): boolean;
  /** Puts an item in the place of a round's, as the truth behind its key has changed, and sets the new grades. */
  setItem(round: number, item: Item, regraded: readonly Regraded[]): void;

  /** The person's only one of a vote: a second one takes the place of the first. */
  submit(round: number, person: Person, submission: NewSubmission): void;
  submission(round: number, person: string, vote: Vote): Submission | undefined;
  submissions(round: number): Submission[];
  /** Of all rounds of a session. */
  given(session: number): Submission[];
  /** How many have answered in this vote. */
  count(round: number, vote: Vote): number;
  /** Takes an answer as right, writes down who said so, and sets the new grades; the job is queued anew. */
  accept(round: number, accepted: Acceptance, regraded: readonly Regraded[], now: number): void;

  /** Quizzes that teachers of a classroom have made, by name. */
  own(classroom: string): { readonly name: string; readonly quiz: Quiz }[];
  save(classroom: string, name: string, source: string, quiz: Quiz, now: number): void;

  /** What a classroom is still to learn. */
  learning(classroom: string): Learned[];
  setKnownBefore(round: number, learning: Learning | undefined): void;
  setLearning(classroom: string, quiz: string, item: string, learning: Learning | undefined): void;
}

/** An item that a class missed, and when it is to come back. */
export interface Learned extends Learning {
  readonly quiz: string;
  readonly item: string;
}

export interface Acceptance {
  readonly blank: string;
  readonly answer: string;
  /** Person id of the teacher. */
  readonly by: string;
}

export interface Regraded {
  /** Of the submission. */
  readonly id: number;
  readonly grades: Grades;
  readonly credit: number;
}
