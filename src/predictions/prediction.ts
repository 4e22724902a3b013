/** A prediction: what somebody says of an experiment before it has learnt anything, and the rows that remember it. */
import { UserError } from '../i18n/user-error.ts';

/** How long there is to predict before training begins. */
export const PREDICT_MS = 90_000;

/** Which arm wins; `neither`: there is no clear difference. */
export const predictedArms = ['augmented', 'reduced', 'neither'] as const;
export type PredictedArm = (typeof predictedArms)[number];

export interface Prediction {
  readonly arm: PredictedArm;
  /** Test accuracy of the augmented arm, meant to be from `low` to `high` 4 times of 5. Shares in [0, 1]. */
  readonly low: number;
  readonly high: number;
}

/** What people give: the interval in percent. */
export interface Said {
  readonly arm: PredictedArm;
  readonly low: number;
  readonly high: number;
}

/** Throws a UserError for an interval that ends before it begins. */
export function predictionOf({ arm, low, high }: Said): Prediction {
  // Nobody means an accuracy below one percent: 0.8 is 80 %, and so is what was written with a percent sign.
  const share = (value: number) => (value < 1 || high <= 1 ? value : value / 100);
  const found = { arm, low: share(low), high: share(high) };
  if (found.low > found.high) throw new UserError('prediction.order', { low, high }, 'low');
  return found;
}

/** The round of an experiment as it is now. */
export interface Round {
  /** Milliseconds until training begins; 0 when it has begun. */
  readonly left: number;
  /** Until the first epoch of the first network is there. */
  readonly isOpen: boolean;
  /** How many have predicted. */
  readonly count: number;
}

export interface PredictionRepository {
  /** Opens a round, before its experiment is launched. */
  open(experiment: number, ms: number): void;
  /** Undefined where nobody was asked to predict. */
  round(experiment: number): Round | undefined;
  /** The newest experiment of a classroom whose round is open. */
  openIn(classroom: string): number | undefined;
  setLeft(experiment: number, ms: number): void;
  /** One for each person, the newest; in one transaction with the look at whether the round is still open. */
  predict(
    experiment: number,
    person: string,
    prediction: Prediction,
    now: number,
  ): 'counted' | 'changed' | 'closed';
  of(experiment: number, person: string): Prediction | undefined;
  all(experiment: number): Prediction[];
}
