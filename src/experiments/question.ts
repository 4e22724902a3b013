/** What an experiment asks, whoever asks it and how often: the ledger of a classroom promises one verdict for each question. */
import { createHash } from 'node:crypto';
import type { Policy } from '../augment/policy.ts';
import type { Trial } from '../training/trial.ts';

/** What is compared: accuracy on clean test images, or on moved ones. */
export const measures = ['clean', 'moved'] as const;
export type Measure = (typeof measures)[number];

/** What the ledger fixes for a question when it is first asked. It names no person and outlives every experiment. */
export interface LedgerRow {
  /** The first seed. */
  readonly first: number;
  /** How many pairs the first look reads. */
  readonly planned: number;
}

export interface QuestionLedger {
  /** Writes the rows of questions that are new in the classroom. */
  ask(classroom: string, questions: readonly string[], row: LedgerRow, now: number): void;
  find(classroom: string, question: string): LedgerRow | undefined;
  /** How many questions were asked in the classroom. */
  count(classroom: string): number;
}

/** Below six pairs not even all of them won would be clear: 2 / 2^5 = 0.0625. */
const FEWEST_PAIRS = 6;

export const ledgerRow = (first: number, seeds: number): LedgerRow => ({
  first,
  planned: Math.max(FEWEST_PAIRS, seeds),
});

/** Identity of a question, from the augmented trial of any of its pairs. `test`: what moves the images; none for clean ones. */
export const questionId = (augmented: Trial, test: Policy | undefined): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        augmented.datasetHash,
        augmented.split,
        augmented.model,
        augmented.fraction,
        augmented.policy,
        augmented.epochs,
        augmented.batch,
        augmented.numerics,
        augmented.backend,
        augmented.backendVersion,
        test ?? [],
      ]),
    )
    .digest('hex')
    .slice(0, 24);
