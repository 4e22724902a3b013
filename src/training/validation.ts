/** After which epochs a network is validated. */
import type { Trial } from './trial.ts';

/**
 * Training images between two validations, as a share of the images of one: for Fashion-MNIST 4,800, so that runs of a fifth of
 * it for ten epochs or of a twentieth for forty have ten and twenty points. Validating after each epoch would take longer than training.
 */
const EVERY = 0.4;

/** How many images an epoch trains on, and how many a validation classifies. */
export interface Sizes {
  readonly epoch: number;
  readonly validation: number;
}

/** How many validations are due by the end of an epoch, with at most one per epoch. */
const dueBy = (epoch: number, sizes: Sizes): number =>
  Math.min(epoch, Math.floor((epoch * sizes.epoch) / (EVERY * sizes.validation)));

/**
 * Whether an epoch ends with a validation: its end is the first at or after a multiple of that many training images, or it
 * is the last of its trial. Trials that continue each other share the multiples.
 */
export const isValidated = ({ epochs }: Pick<Trial, 'epochs'>, sizes: Sizes, epoch: number): boolean =>
  epoch === epochs || dueBy(epoch, sizes) > dueBy(epoch - 1, sizes);

/** How many of the epochs after `from`, up to `to`, end with a validation. */
export function validations(trial: Pick<Trial, 'epochs'>, sizes: Sizes, from: number, to: number): number {
  const due = dueBy(to, sizes) - dueBy(from, sizes);
  const isLastExtra = from < to && to === trial.epochs && dueBy(to, sizes) === dueBy(to - 1, sizes);
  return due + (isLastExtra ? 1 : 0);
}
