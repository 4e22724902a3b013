/** Scores of finished networks: each test is scored once, and then read from the database. */
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Translate } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import { type Score, type Test, type TrialPool, testId } from '../training/trial.ts';
import type { PlannedTrial, TrialRepository } from './experiment.ts';
import type { FairQueue } from './fair-queue.ts';
import { type Workload, work } from './workload.ts';

/** The network to score is no longer stored. */
export class NetworkDropped extends Error {
  override readonly name = 'NetworkDropped';
  /** Milliseconds to train it again. */
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
 * The scores of a finished network on tests, in their order. Rejects with NetworkDropped if a score is missing and the
 * network is no longer stored, and with the signal's reason when aborted. `take` waits for a trainer, unless the caller has one.
 */
export type ScoreNetwork = (
  planned: PlannedTrial,
  tests: readonly Test[],
  asker: string,
  signal: AbortSignal,
  take?: FairQueue['take'],
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
  /** What is being scored, by trial: one at a time, because others may ask for the same tests. */
  const inScoring = new Map<string, Promise<void>>();

  /** Those of `tests` without a stored score. */
  function missingOf(planned: PlannedTrial, tests: readonly Test[]): Test[] {
    const known = trials.scores(planned);
    const byId = new Map(tests.map((test) => [testId(planned.trial, test), test]));
    return [...byId].filter(([id]) => !known.has(id)).map(([, test]) => test);
  }

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
    const scores = await pool.score(trial, network, tests, signal);
    for (const [i, test] of tests.entries()) trials.addScore(planned, { test, ...scores[i]! });
  }

  return async (planned, tests, asker, signal, take = queue.take) => {
    const { id, trial } = planned;
    for (;;) {
      signal.throwIfAborted();
      if (missingOf(planned, tests).length === 0) {
        const known = trials.scores(planned);
        return tests.map((test) => known.get(testId(trial, test))!);
      }
      const other = inScoring.get(id);
      if (other) {
        await settled(other, signal);
        continue;
      }
      // Others may have started while this one waited. A caller with a trainer does not wait for callers without one.
      const release = await take(asker, signal);
      try {
        const missing = missingOf(planned, tests);
        if (inScoring.has(id) || missing.length === 0) continue;
        const scoring = scoreNow(planned, missing, asker, signal).finally(() => inScoring.delete(id));
        inScoring.set(id, scoring);
        await scoring;
      } finally {
        release();
      }
    }
  };
}

/** Resolves when `other` settles, or when the signal is aborted. */
const settled = (other: Promise<unknown>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    other.then(end, end);
  });
