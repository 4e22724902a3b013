/** What is stored about a person, and the repository that reads and deletes it. */
import type { Card } from '../chat/card.ts';
import type { Place } from '../chat/place.ts';

/** Days that a classroom keeps messages and answers: the default, and the maximum. */
export const KEEP_DAYS = { default: 365, most: 3650 } as const;

/** A person's name, settings, experiments and predictions, and the classrooms with their data. Times in milliseconds. */
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
  /** Answers that they, as a teacher, have accepted besides the key, the newest first. */
  readonly accepted: readonly KeptAcceptance[];
  /** Channels where they were made a teacher, and their name at that time. */
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

/** Their prediction of an experiment. */
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
  /** Their messages there, and private answers to them. */
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
  /** Throws for an unknown person. */
  kept(person: string): Kept;
  /** Oldest first. */
  messages(person: string): KeptMessage[];
  results(experiment: number): KeptResult[];
  /**
   * Deletes the person, their settings, memberships, plain messages and private answers, in one transaction.
   * Experiments, predictions, answers to quizzes and cards that others see lose the name; `withoutName` and `fileWithoutName`
   * remove a name from stored cards and CSV files of the person's classrooms. Frees the space, and
   * returns the channels whose messages have changed.
   */
  forget(
    person: string,
    withoutName: (card: Card, name: string) => Card,
    fileWithoutName: (csv: string, name: string) => string,
  ): string[];
  /** People whose classroom was deleted: they can no longer delete their data themselves. */
  strays(): string[];
  /** Ids of all classrooms. */
  classrooms(): string[];
  /**
   * Deletes a classroom's messages that were sent before this time, and predictions on experiments and quizzes with their answers
   * from before it, and frees the space. Returns the channels whose messages were among them.
   */
  deleteBefore(classroom: string, time: number): string[];
}
