/** Questions from a class's own experiments: their keys are what the experiments showed, now. */
import { expect, it } from 'vitest';
import type { TrialProgress } from '../../../src/experiments/experiment.ts';
import { report } from '../../../src/experiments/report.ts';
import { locales } from '../../../src/i18n/i18n.ts';
import { type Finished, historyItems, recheck } from '../../../src/quiz/content/history.ts';
import { keyOf } from '../../../src/quiz/results/tally.ts';
import { ours } from '../../datasets/catalogs.ts';
import { trialOn } from '../../training/trials.ts';

const BACKEND = { name: 'wasm', version: '4' } as const;

/** Accuracies by seed: full, reduced, augmented. */
function finished(id: number, results: readonly (readonly [number, number, number])[]): Finished {
  const trials = results.flatMap((row, i) =>
    (['full', 'reduced', 'augmented'] as const).map(
      (arm, a): TrialProgress => ({
        arm,
        seed: i + 1,
        id: `${id}-${arm}-${i}`,
        trial: trialOn({ info: ours.info('fashion-mnist') }, BACKEND, {
          fraction: arm === 'full' ? 1 : 0.1,
          seed: i + 1,
          epochs: 5,
          batch: 32,
        }),
        epochs: [],
        testAccuracy: row[a] as number,
        finishedAt: 1,
        crashed: false,
        isKept: true,
        unchanged: [],
      }),
    ),
  );
  const experiment = {
    id,
    asker: 'test:a',
    askerName: 'a',
    classroom: 'test:class',
    spec: {
      dataset: 'fashion-mnist',
      model: 'mlp',
      fraction: 0.1,
      policy: [],
      epochs: 5,
      seeds: results.length,
      batch: 32,
    },
    state: 'done',
    createdAt: 0,
  } as const;
  return {
    experiment,
    report: report(experiment, trials, { datasets: ours, questions: { find: () => undefined } }),
  };
}

const six = finished(7, [
  [0.88, 0.8, 0.82],
  [0.88, 0.81, 0.83],
  [0.88, 0.8, 0.81],
  [0.88, 0.82, 0.81],
  [0.88, 0.8, 0.84],
  [0.88, 0.79, 0.83],
]);
const item = (all: readonly Finished[], id: string) => historyItems(all).find((one) => one.id === id);

it('asks for what was measured', () => {
  expect(keyOf(item([six], 'e7-augmented')!)).toEqual({ answer: '82.3' });
  expect(keyOf(item([six], 'e7-reduced')!)).toEqual({ answer: '80.3' });
  expect(keyOf(item([six], 'e7-wins')!)).toEqual({ answer: '5' });
  expect(keyOf(item([six], 'e7-steps')!)).toEqual({ answer: '10' });
  expect(keyOf(item([six], 'e7-pictures')!)).toEqual({ answer: '4800' });
  // Six of 64 patterns of signs have a mean as far from 0: too many. The interval contains 0 exactly where it cannot tell.
  expect(keyOf(item([six], 'e7-verdict')!)).toEqual({ answer: 'E' });
  expect(keyOf(item([six], 'e7-interval')!)).toEqual({ answer: 'A' });
});

it('asks in every language, and says which experiment is meant', () => {
  for (const { ask } of historyItems([six])) {
    expect(Object.keys(ask)).toEqual([...locales]);
    for (const text of Object.values(ask)) expect(text).toMatch(/\b7\b/);
  }
});

it('asks nothing where nothing is certain', () => {
  expect(historyItems([])).toEqual([]);
  const tie = finished(8, [
    [0.88, 0.8, 0.8],
    [0.88, 0.8, 0.81],
  ]);
  expect(item([tie], 'e8-wins')).toBeUndefined();
  expect(keyOf(item([tie], 'e8-verdict')!)).toEqual({ answer: 'F' });
});

it('asks about several experiments in turn, and never more than ten questions', () => {
  const many = Array.from({ length: 6 }, (_, i) => ({
    ...six,
    experiment: { ...six.experiment, id: 20 - i },
  }));
  const asked = historyItems(many);
  expect(asked).toHaveLength(10);
  expect(new Set(asked.map(({ id }) => id.split('-')[0])).size).toBeGreaterThan(2);
  expect(new Set(asked.map(({ id }) => id.split('-')[1])).size).toBeGreaterThan(3);
});

it('is checked again: the same, changed, or gone', () => {
  const asked = item([six], 'e7-augmented')!;
  expect(recheck(asked, [six])).toEqual({ state: 'same' });
  expect(recheck(asked, [])).toEqual({ state: 'gone' });
  const more = finished(7, [[0.88, 0.8, 0.9]]);
  const now = recheck(asked, [more]);
  expect(now.state === 'changed' && keyOf(now.item)).toEqual({ answer: '90.0' });
});
