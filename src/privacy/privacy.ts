/** What is kept of a person, and the rows it is read from and deleted in. */
import type { Card } from '../chat/card.ts';
import type { Place } from '../chat/place.ts';

/** Days that a classroom keeps messages and answers, where no teacher has said otherwise; and the most there are. */
export const KEEP_DAYS = { default: 365, most: 3650 } as const;

/** A person's name, settings, experiments and predictions, and the classrooms that have something of theirs. Times in milliseconds. */
export interface Kept {
  readonly id: string;
  readonly name: string;
  readonly seenAt: number;
  readonly settings: Readonly<Record<string, string>>;
  /** Newest first. */
  readonly experiments: readonly KeptExperiment[];
  /** Newest first. */
  readonly predictions: readonly KeptPrediction[];
  readonly classrooms: readonly KeptClassroom[];
  /** To questions of quizzes, the newest first. */
  readonly answers: readonly KeptAnswer[];
  /** What they, as a teacher, have taken as right that the key did not have, the newest first. */
  readonly accepted: readonly KeptAcceptance[];
  /** Channels where they were made a teacher, and the name they had then. */
  readonly teacherIn: readonly (Place & { readonly name: string })[];
}

export interface KeptAnswer {
  readonly platform: string;
  readonly channel: string;
  readonly quiz: string;
  readonly item: string;
  readonly vote: number;
  readonly answers: Readonly<Record<string, string>>;
  /** Of 1. */
  readonly credit: number;
  /** Whether the key was shown. */
  readonly revealed: boolean;
  readonly at: number;
}

export interface KeptAcceptance {
  readonly platform: string;
  readonly channel: string;
  readonly quiz: string;
  readonly item: string;
  readonly blank: string;
  readonly answer: string;
  readonly at: number;
}

export interface KeptExperiment {
  readonly id: number;
  readonly name: string | null;
  readonly channel: string;
  readonly state: string;
  readonly spec: unknown;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

/** What they said of an experiment before it was trained. */
export interface KeptPrediction {
  readonly experiment: number;
  readonly arm: string;
  /** Shares. */
  readonly low: number;
  readonly high: number;
  readonly createdAt: number;
}

export interface KeptClassroom {
  /** Id. */
  readonly classroom: string;
  /** Of the page. */
  readonly slug: string;
  readonly title: string;
  /** Of a member. */
  readonly joinedAt: number | null;
  /** What they said or asked there, and private answers to them. */
  readonly messages: number;
  /** When the oldest of these was sent. */
  readonly oldest: number | null;
}

export interface KeptMessage {
  readonly channel: string;
  readonly at: number;
  readonly private: boolean;
  readonly said: string | null;
  /** What Augie answered. */
  readonly card: unknown;
}

export interface KeptResult {
  readonly arm: string;
  readonly seed: number;
  readonly testAccuracy: number | null;
}

export interface PrivacyRepository {
  /** Throws for a person who was never seen. */
  kept(person: string): Kept;
  /** Oldest first. */
  messages(person: string): KeptMessage[];
  results(experiment: number): KeptResult[];
  /**
   * Deletes the person, their settings, memberships, plain messages and private answers, in one transaction.
   * Experiments, predictions, answers to quizzes and what others see become nobody's; `withoutName` and `fileWithoutName`
   * take a name out of stored cards and CSV files of the classrooms where the person was. Gives the space back, and
   * returns the channels whose messages have changed.
   */
  forget(
    person: string,
    withoutName: (card: Card, name: string) => Card,
    fileWithoutName: (csv: string, name: string) => string,
  ): string[];
  /** People whose classroom was deleted: they cannot ask for anything any more. */
  strays(): string[];
  /** Ids of all classrooms. */
  classrooms(): string[];
  /**
   * Deletes a classroom's messages that were sent before this time, and predictions on experiments and quizzes with their answers
   * from before it, and gives the space back. Returns the channels whose messages were among them.
   */
  deleteBefore(classroom: string, time: number): string[];
}
