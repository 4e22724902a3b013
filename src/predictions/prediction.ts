/** A prediction: what somebody expects of an experiment before it trains, and the repository of its rows. */
import { UserError } from '../i18n/user-error.ts';

/** The time for predictions before training begins. */
export const PREDICT_MS = 90_000;

/** Which arm wins; `neither`: there is no clear difference. */
export const predictedArms = ['augmented', 'reduced', 'neither'] as const;
export type PredictedArm = (typeof predictedArms)[number];

export interface Prediction {
  readonly arm: PredictedArm;
  /** Test accuracy of the augmented arm: an 80 % interval from `low` to `high`. Shares in [0, 1]. */
  readonly low: number;
  readonly high: number;
}

/** As people enter it: the interval in percent. */
export interface Said {
  readonly arm: PredictedArm;
  readonly low: number;
  readonly high: number;
}

/** Throws a UserError if the interval ends before it begins. */
export function predictionOf({ arm, low, high }: Said): Prediction {
  // Nobody means an accuracy below one percent: 0.8 is 80 %, and so is 80% with a percent sign.
  const share = (value: number) => (value < 1 || high <= 1 ? value : value / 100);
  const found = { arm, low: share(low), high: share(high) };
  if (found.low > found.high) throw new UserError('prediction.order', { low, high }, 'low');
  return found;
}

/** The current round of an experiment. */
export interface Round {
  /** Milliseconds until training begins; 0 when it has begun. */
  readonly left: number;
  /** True until the first network's first epoch is there. */
  readonly isOpen: boolean;
  /** How many have predicted. */
  readonly count: number;
}

export interface PredictionRepository {
  /** Opens a round, before its experiment is launched. */
  open(experiment: number, ms: number): void;
  /** Undefined if the experiment has no round. */
  round(experiment: number): Round | undefined;
  /** The newest experiment of a classroom whose round is open. */
  openIn(classroom: string): number | undefined;
  setLeft(experiment: number, ms: number): void;
  /** Stores a person's only prediction, if the round is still open, in one transaction with that check. */
  predict(
    experiment: number,
    person: string,
    prediction: Prediction,
    now: number,
  ): 'counted' | 'changed' | 'closed';
  of(experiment: number, person: string): Prediction | undefined;
  all(experiment: number): Prediction[];
}
