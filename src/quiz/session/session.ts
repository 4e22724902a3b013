/** A quiz in class: sessions, rounds and submissions, and the repository of their rows. */
import type { JobReference } from '../../chat/command.ts';
import type { Person, Place } from '../../chat/place.ts';
import type { Locale } from '../../i18n/i18n.ts';
import type { Answers, Grades, Item, Quiz, Text } from '../content/quiz.ts';
import type { Learning } from './review.ts';

/** `peer`: vote, discuss with somebody who answered differently, vote again (Mazur 1997). */
export const modes = ['normal', 'peer'] as const;
export type Mode = (typeof modes)[number];

/** The phase of a round: `again` is the second vote of mode `peer`. */
export type Phase = 'open' | 'discuss' | 'again' | 'revealed' | 'stopped';

/** Whether the phase accepts answers. */
export const isOpen = (phase: Phase): boolean => phase === 'open' || phase === 'again';
/** Whether the phase will still change. */
export const isLive = (phase: Phase): boolean => isOpen(phase) || phase === 'discuss';

/** What a session asks: an item of a quiz, with its number there. */
export interface SessionItem {
  /** Its quiz, if a session collects items from several. */
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
  /** As they were at the beginning: changes to the file do not affect a session. */
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
  /** With drawn numbers. */
  readonly item: Item;
  readonly phase: Phase;
  /** Remaining milliseconds of the phase; undefined if somebody has to end it. */
  readonly left?: number;
  /** What the teacher has accepted besides the item's own keys, by blank. */
  readonly accepted: Readonly<Record<string, readonly string[]>>;
  /** What the class had to learn about the item before the reveal. */
  readonly knownBefore?: Learning;
  readonly createdAt: number;
}

export type Vote = 1 | 2;
/** The vote of an answer at this moment. */
export const voteOf = (phase: Phase): Vote => (phase === 'open' ? 1 : 2);

export interface Submission {
  readonly id: number;
  readonly round: number;
  /** Undefined if the person has deleted their data. */
  readonly person?: string;
  /** Empty if the person has deleted their data. */
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

/** A submission before it is a row. */
export type NewSubmission = Omit<Submission, 'id' | 'round' | 'person' | 'name'>;

export interface QuizRepository {
  begin(session: NewSession): number;
  session(id: number): Session | undefined;
  /** The running session of a classroom. */
  current(classroom: string): Session | undefined;
  /** The newest session of a classroom, running or not. */
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
   * Changes the phase: false if somebody else was faster. Queues its job again if it has ended, because the
   * card must be redrawn.
   */
  setPhase(round: number, from: Phase, to: Phase, left: number | undefined): boolean;
  /** Replaces a round's item, because its truth has changed, and sets the new grades. */
  setItem(round: number, item: Item, regraded: readonly Regraded[]): void;

  /** A person has one submission per vote: a second one replaces the first. */
  submit(round: number, person: Person, submission: NewSubmission): void;
  submission(round: number, person: string, vote: Vote): Submission | undefined;
  submissions(round: number): Submission[];
  /** Of all rounds of a session. */
  given(session: number): Submission[];
  /** How many have answered in this vote. */
  count(round: number, vote: Vote): number;
  /** Accepts an answer, records who accepted it, sets the new grades, and queues the job again. */
  accept(round: number, accepted: Acceptance, regraded: readonly Regraded[], now: number): void;

  /** Quizzes that teachers of a classroom have made, by name. */
  own(classroom: string): { readonly name: string; readonly quiz: Quiz }[];
  save(classroom: string, name: string, source: string, quiz: Quiz, now: number): void;

  /** What a classroom still has to learn. */
  learning(classroom: string): Learned[];
  setKnownBefore(round: number, learning: Learning | undefined): void;
  setLearning(classroom: string, quiz: string, item: string, learning: Learning | undefined): void;
}

/** An item that a class missed, and when it comes back. */
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
