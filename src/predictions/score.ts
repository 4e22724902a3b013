/** How good predictions were. Pure. */
import { FEWEST_SHOWN } from '../chat/fewest-shown.ts';
import { type PredictedArm, type Prediction, predictedArms } from './prediction.ts';

/** How an experiment came out. */
export interface Outcome {
  /** Mean test accuracy of the augmented arm, in [0, 1]. */
  readonly accuracy: number;
  /** Left out if there were too few runs to tell. */
  readonly arm?: PredictedArm;
}

/** Intervals are meant to hold the truth 4 times of 5. */
const ALPHA = 0.2;

/** Shares as percentage points; four decimals, so that 84.7 typed and 84.7 reached are the same number. */
export const points = (share: number): number => Math.round(1e6 * share) / 1e4;

/** By how many points the interval misses an accuracy; 0 if it contains it, ends included. */
export function missedBy({ low, high }: Prediction, accuracy: number): number {
  const x = points(accuracy);
  return Math.max(0, points(low) - x, x - points(high));
}

/**
 * The interval score, in points, the lower the better: the width, and 2 / alpha = 10 for each point that it misses by. Who
 * states the true 10 % and 90 % quantiles does best on average: it is proper. Gneiting & Raftery 2007, section 6.2.
 */
export const intervalScore = (prediction: Prediction, accuracy: number): number =>
  points(prediction.high) - points(prediction.low) + (2 / ALPHA) * missedBy(prediction, accuracy);

/** 1 is the best; equal scores have the same rank. */
export function rankOf(prediction: Prediction, all: readonly Prediction[], accuracy: number): number {
  const own = intervalScore(prediction, accuracy);
  return 1 + all.filter((other) => intervalScore(other, accuracy) < own).length;
}

/** A class's predictions as a whole, and their scores. */
export interface ClassScore {
  readonly count: number;
  readonly held: number;
  /** In points. */
  readonly medianWidth: number;
  /** How many named the arm that won; undefined if there is no winner to tell. */
  readonly right?: number;
  /** The most frequent wrong arm, if most were wrong. */
  readonly mistaken?: { readonly arm: PredictedArm; readonly count: number };
}

/** Undefined if there are too few predictions to break down. */
export function classScore(
  predictions: readonly Prediction[],
  { accuracy, arm }: Outcome,
): ClassScore | undefined {
  const count = predictions.length;
  if (count < FEWEST_SHOWN) return undefined;
  const held = predictions.filter((one) => missedBy(one, accuracy) === 0).length;
  const medianWidth = median(predictions.map(({ low, high }) => points(high) - points(low)));
  if (arm === undefined) return { count, held, medianWidth };
  const saying = (one: PredictedArm) => predictions.filter((prediction) => prediction.arm === one).length;
  const right = saying(arm);
  const [mistaken] = predictedArms
    .filter((one) => one !== arm)
    .map((one) => ({ arm: one, count: saying(one) }))
    .sort((a, b) => b.count - a.count);
  return { count, held, medianWidth, right, ...(2 * right < count && mistaken && { mistaken }) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (i: number) => sorted[i] ?? 0;
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}
