/** The question of an experiment, independent of who asks it and how often. The ledger promises one verdict per question. */
import { createHash } from 'node:crypto';
import type { Policy } from '../augment/policy.ts';
import type { Trial } from '../training/trial.ts';
import { type ExperimentSpec, firstSeed } from './experiment.ts';
import { MARGIN, plannedPairs, type QuestionFacts } from './looks.ts';

/** The questions of a classroom, and what was fixed when it first asked them. It names no person, and outlives every experiment. */
export interface QuestionLedger {
  /** Stores the questions that are new in the classroom. */
  ask(classroom: string, questions: readonly string[], facts: QuestionFacts, now: number): void;
  find(classroom: string, question: string): QuestionFacts | undefined;
  /** How many questions were asked in the classroom. */
  count(classroom: string): number;
}

/** What an experiment fixes if it is the first to ask. */
export const questionFacts = (spec: ExperimentSpec, testImages: number): QuestionFacts => ({
  firstSeed: firstSeed(spec),
  planned: plannedPairs(spec.seeds),
  margin: MARGIN,
  testImages,
});

/** Identity of a question, from the augmented trial of any of its pairs. `test`: the policy of the moved test; none for clean images. */
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
