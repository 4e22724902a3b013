/** The numbers of an experiment as CSV (stable English headers). */
import { formatPolicy, type Policy } from '../augment/policy.ts';
import { type CsvForm, toCsv as write } from '../chat/csv.ts';
import type { TrialProgress } from './experiment.ts';

const SETTINGS = [
  'dataset',
  'model',
  'fraction',
  'policy',
  'epochs',
  'batch',
  'backend',
  'numerics',
] as const;

const HEADER = [
  ...[
    'trial',
    'arm',
    'seed',
    ...SETTINGS,
    'epoch',
    'step',
    'train_loss',
    'train_accuracy',
    'val_loss',
    'val_accuracy',
  ],
  ...['test_accuracy', 'test_loss', 'last_step_test_accuracy', 'own_train_accuracy'],
  ...['moved_test', 'moved_accuracy', 'moved_loss'],
];

/**
 * One line per epoch. The columns from test_accuracy on are filled in the last epoch of a finished trial: they are those of the averaged
 * weights, except last_step_test_accuracy. `test`: the policy of the moved test.
 */
export function toCsv(trials: readonly TrialProgress[], test: Policy | undefined, form?: CsvForm): string {
  const lines = trials.flatMap((progress) => {
    const { id, arm, seed, trial, epochs } = progress;
    const settings = {
      ...trial,
      policy: formatPolicy(trial.policy),
      backend: `${trial.backend} ${trial.backendVersion}`,
    };
    const results = [
      ...[progress.testAccuracy, progress.testLoss, progress.lastAccuracy, progress.trainAccuracy],
      ...[test && formatPolicy(test), progress.movedAccuracy, progress.movedLoss],
    ];
    return epochs.map((e) => [
      ...[id, arm, seed, ...SETTINGS.map((name) => settings[name])],
      ...[e.epoch, e.step, e.trainLoss, e.trainAccuracy, e.valLoss ?? '', e.valAccuracy ?? ''],
      ...results.map((value) => (e.epoch === trial.epochs ? (value ?? '') : '')),
    ]);
  });
  return write([HEADER, ...lines], form);
}
