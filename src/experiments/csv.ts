/** The numbers of an experiment as CSV (RFC 4180, stable English headers). */
import { toCsv as write } from '../chat/csv.ts';
import type { TrialProgress } from './experiment.ts';

const HEADER = [
  'trial',
  'arm',
  'seed',
  'epoch',
  'step',
  'train_loss',
  'train_accuracy',
  'val_loss',
  'val_accuracy',
  'test_accuracy',
];

/**
 * One line per epoch. test_accuracy stands in the last epoch of a finished trial only: the test set is looked
 * at once.
 */
export function toCsv(trials: readonly TrialProgress[]): string {
  const lines = trials.flatMap(({ id, arm, seed, trial, epochs, testAccuracy }) =>
    epochs.map((e) => [
      id,
      arm,
      seed,
      e.epoch,
      e.step,
      e.trainLoss,
      e.trainAccuracy,
      e.valLoss ?? '',
      e.valAccuracy ?? '',
      e.epoch === trial.epochs ? (testAccuracy ?? '') : '',
    ]),
  );
  return write([HEADER, ...lines]);
}
