/** Scores of finished networks: each test is scored once and then read from the database, however many ask. */
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import { type Score, type Test, type TrialPool, testId } from '../training/trial.ts';
import type { PlannedTrial, TrialRepository } from './experiment.ts';
import type { FairQueue } from './fair-queue.ts';
import { type Workload, work } from './workload.ts';

/** Somebody wants to score a network that is no longer kept. */
export class NetworkDropped extends Error {
  override readonly name = 'NetworkDropped';
  /** Milliseconds that training it again takes. */
  readonly ms: number;
  constructor(ms: number) {
    super('the network is no longer kept');
    this.ms = ms;
  }

  /** The same as a sentence for the person who asked. */
  inWords(t: Translate): UserError {
    return new UserError('experiment.networkDropped', { time: t.duration(this.ms) });
  }
}

/**
 * What a finished network scores on tests, in their order. Rejects with NetworkDropped where a score is not stored and the
 * network is no longer kept, and with the signal's reason when aborted.
 */
export type ScoreNetwork = (
  planned: PlannedTrial,
  tests: readonly Test[],
  asker: string,
  signal: AbortSignal,
) => Promise<readonly Score[]>;

export interface NetworkScoresParts {
  readonly pool: Pick<TrialPool, 'score'>;
  readonly trials: Pick<TrialRepository, 'isFinished' | 'network' | 'scores' | 'addScore'>;
  readonly workload: Pick<Workload, 'wait'>;
  readonly datasets: DatasetInfos;
  readonly queue: FairQueue;
}

export function createNetworkScores(parts: NetworkScoresParts): ScoreNetwork {
  const { pool, trials, workload, datasets, queue } = parts;
  /** What is being scored, by trial: one at a time, as others may ask for the same tests. */
  const inScoring = new Map<string, Promise<void>>();

  async function scoreNow(
    planned: PlannedTrial,
    tests: readonly Test[],
    asker: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { id, trial } = planned;
    if (!trials.isFinished(id)) throw new Error(`trial ${id} is not finished`);
    const network = trials.network(planned);
    if (!network)
      throw new NetworkDropped(workload.wait(asker, work(trial, datasets.info(trial.dataset)), trial));
    const release = await queue.take(asker, signal);
    try {
      const scores = await pool.score(trial, network, tests, signal);
      for (const [i, test] of tests.entries()) trials.addScore(planned, { test, ...scores[i]! });
    } finally {
      release();
    }
  }

  return async (planned, tests, asker, signal) => {
    const { id, trial } = planned;
    const byId = new Map(tests.map((test) => [testId(trial, test), test]));
    for (;;) {
      signal.throwIfAborted();
      const known = trials.scores(planned);
      const missing = [...byId].filter(([test]) => !known.has(test)).map(([, test]) => test);
      if (missing.length === 0) return tests.map((test) => known.get(testId(trial, test))!);
      const other = inScoring.get(id);
      if (other) {
        await settled(other, signal);
        continue;
      }
      const scoring = scoreNow(planned, missing, asker, signal).finally(() => inScoring.delete(id));
      inScoring.set(id, scoring);
      await scoring;
    }
  };
}

/** Resolves when `other` has ended, however it ended, or when the signal is given. */
const settled = (other: Promise<unknown>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    other.then(end, end);
  });
