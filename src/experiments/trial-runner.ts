/** Trains each trial once, however many ask for it, stores every epoch, and scores finished networks. */
import type { DatasetInfos } from '../datasets/catalog.ts';
import type { Clock } from '../time/clock.ts';
import { type Test, type TrialPool, testId } from '../training/trial.ts';
import { isValidated } from '../training/validation.ts';
import type { PlannedTrial, TrialRepository } from './experiment.ts';
import { createFairQueue } from './fair-queue.ts';
import { createNetworkScores, type ScoreNetwork } from './network-scores.ts';
import { epochSizes } from './plan.ts';
import { type Workload, work } from './workload.ts';

/** Called with the number of finished epochs. */
export type OnEpochDone = (epoch: number) => void;

export interface TrialRunner {
  /**
   * Resolves when the trial is finished and scored on all tests: stored before, trained here, or trained for somebody
   * else. A network that is no longer stored is trained again if it has to be scored.
   */
  ensure(
    planned: PlannedTrial,
    tests: readonly Test[],
    asker: string,
    onEpoch: OnEpochDone,
    signal: AbortSignal,
  ): Promise<void>;
  readonly score: ScoreNetwork;
}

/** A trial in training; it stops when nobody waits for it any more. */
interface Training {
  readonly finished: Promise<void>;
  readonly listeners: Set<OnEpochDone>;
  giveUp(reason: unknown): void;
}

export interface TrialRunnerParts {
  readonly pool: TrialPool;
  readonly trials: TrialRepository;
  readonly workload: Workload;
  readonly datasets: DatasetInfos;
  readonly clock: Clock;
}

export function createTrialRunner({
  pool,
  trials,
  workload,
  datasets,
  clock,
}: TrialRunnerParts): TrialRunner {
  const queue = createFairQueue(pool.size);
  const inTraining = new Map<string, Training>();

  function train(planned: PlannedTrial): Training {
    const controller = new AbortController();
    const listeners = new Set<OnEpochDone>();
    const run = async () => {
      const { id, trial } = planned;
      const dataset = datasets.info(trial.dataset);
      const from = trials.checkpoint(planned);
      if (from)
        trials.inherit(planned, from.epoch, isValidated(trial, epochSizes(trial, dataset), from.epoch));
      const trained = { work: 0, cpuMs: 0 };
      let before: number | undefined;
      const result = await pool.run(
        trial,
        from,
        (epoch, checkpoint, cpuMs) => {
          trials.addEpoch(id, epoch, checkpoint);
          const units = work(trial, dataset, epoch.epoch - 1, epoch.epoch);
          const at = clock.elapsed();
          // Before the first epoch a process may have had to start, so the time is not that of training.
          workload.measured(trial, units, cpuMs, before === undefined ? undefined : at - before);
          before = at;
          trained.work += units;
          trained.cpuMs += cpuMs;
          for (const listener of listeners) listener(epoch.epoch);
        },
        controller.signal,
      );
      trials.finish(id, result, { ...trained, pace: workload.pace(trial) }, clock.now());
    };
    const end = () => {
      if (inTraining.get(planned.id) === training) inTraining.delete(planned.id);
    };
    const giveUp = (reason: unknown) => {
      end(); // at once, so that nobody can join it
      controller.abort(reason);
    };
    const training: Training = { finished: run().finally(end), listeners, giveUp };
    inTraining.set(planned.id, training);
    return training;
  }

  function join(training: Training, onEpoch: OnEpochDone, signal: AbortSignal): Promise<void> {
    const listener: OnEpochDone = (epoch) => onEpoch(epoch);
    training.listeners.add(listener);
    return new Promise((resolve, reject) => {
      const leave = () => {
        training.listeners.delete(listener);
        if (training.listeners.size === 0) training.giveUp(signal.reason);
        else reject(signal.reason);
      };
      if (signal.aborted) leave();
      signal.addEventListener('abort', leave, { once: true });
      training.finished.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  const score = createNetworkScores({ pool, trials, workload, datasets, queue });
  const isScored = (planned: PlannedTrial, tests: readonly Test[]) => {
    const known = trials.scores(planned);
    return tests.every((test) => known.has(testId(planned.trial, test)));
  };

  return {
    score,
    async ensure(planned, tests, asker, onEpoch, signal) {
      const { id } = planned;
      const isDone = () => trials.isFinished(id) && isScored(planned, tests);
      if (isDone()) return;
      const release = await queue.take(asker, signal);
      try {
        if (isDone()) return;
        const joined = inTraining.get(id);
        if (joined) release();
        if (joined || !trials.isFinished(id) || !trials.network(planned))
          await join(joined ?? train(planned), onEpoch, signal);
        await score(planned, tests, asker, signal, joined ? queue.take : async () => () => {});
      } finally {
        release();
      }
    },
  };
}
