/** The time for predictions before an experiment trains. After a restart it continues where it was. */
import type { Clock } from '../time/clock.ts';
import { wait } from '../time/wait.ts';
import type { PredictionRepository } from './prediction.ts';

/** How often the remaining time is stored: after a kill, a round gets back at most this much. */
export const TICK_MS = 1000;

export interface PredictionRounds {
  /** Calls `changed` when a round's card is out of date, until the returned function is called. */
  follow(experiment: number, changed: () => void): () => void;
  /** Resolves when training may begin: at once without a round. Rejects with the signal's reason when aborted. */
  wait(experiment: number, signal: AbortSignal): Promise<void>;
  /** Ends the wait. */
  begin(experiment: number): void;
  /** Somebody has predicted. */
  changed(experiment: number): void;
}

export function createPredictionRounds({
  predictions,
  clock,
}: {
  readonly predictions: PredictionRepository;
  readonly clock: Clock;
}): PredictionRounds {
  const followed = new Map<number, () => void>();
  const waiting = new Map<number, () => void>();

  const leftOf = (experiment: number) => predictions.round(experiment)?.left ?? 0;
  const changed = (experiment: number) => followed.get(experiment)?.();

  return {
    follow(experiment, listener) {
      followed.set(experiment, listener);
      return () => void followed.delete(experiment);
    },
    async wait(experiment, signal) {
      for (let left = leftOf(experiment); left > 0; left = leftOf(experiment)) {
        const before = clock.elapsed();
        try {
          await wait(clock, Math.min(left, TICK_MS), signal, (wake) => waiting.set(experiment, wake));
        } finally {
          waiting.delete(experiment);
          // No time is left if somebody began it in the meantime, or if it has ended.
          const now = Math.min(leftOf(experiment), Math.ceil(left - (clock.elapsed() - before)));
          if (now < left) predictions.setLeft(experiment, Math.max(0, now));
          changed(experiment);
        }
      }
    },
    begin(experiment) {
      predictions.setLeft(experiment, 0);
      waiting.get(experiment)?.();
      changed(experiment);
    },
    changed,
  };
}
