/** The plan of an experiment, what its trials add up to, and the CSV. */
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import { toCsv } from '../../src/experiments/csv.ts';
import type { ExperimentSpec, TrialProgress } from '../../src/experiments/experiment.ts';
import { plan } from '../../src/experiments/plan.ts';
import { report } from '../../src/experiments/report.ts';
import { lineageId } from '../../src/training/trial.ts';
import { ours } from '../datasets/catalogs.ts';

const spec: ExperimentSpec = {
  dataset: 'fashion-mnist',
  model: 'mlp',
  fraction: 0.2,
  policy: parsePolicy('flip'),
  epochs: 2,
  seeds: 2,
  batch: 32,
};
const planned = (changes: Partial<ExperimentSpec> = {}) =>
  plan({ ...spec, ...changes }, ours.info('fashion-mnist'), { name: 'wasm', version: '4.22.0' });

describe('plan', () => {
  const order = (change: Partial<ExperimentSpec>) =>
    planned(change).map(({ arm, seed }) => `${arm} ${seed}`);

  it('brings the pairs first, then the full arm for as many seeds as are asked for', () => {
    const pairs = ['reduced 1', 'augmented 1', 'reduced 2', 'augmented 2', 'reduced 3', 'augmented 3'];
    expect(order({ seeds: 3 })).toEqual([...pairs, 'full 1', 'full 2']);
    expect(order({ seeds: 3, full: 0 })).toEqual(pairs);
    expect(order({ seeds: 3, full: 30 })).toEqual([...pairs, 'full 1', 'full 2', 'full 3']);
    expect(order({ seeds: 1 })).toEqual(['reduced 1', 'augmented 1', 'full 1']);
  });

  it('shares the full and reduced trials with experiments on other policies', () => {
    const ids = (policy: string) => planned({ policy: parsePolicy(policy) }).map(({ id }) => id);
    const [flip, erase] = [ids('flip'), ids('erase')];
    expect(flip.map((id, i) => id === erase[i])).toEqual([true, false, true, false, true, true]);
    expect(new Set(flip).size).toBe(6);
  });

  it('continues a lineage with more epochs', () => {
    const lineages = (epochs: number) => planned({ epochs }).map(({ trial }) => lineageId(trial));
    expect(lineages(4)).toEqual(lineages(2));
    expect(planned({ epochs: 4 })[0]?.id).not.toBe(planned()[0]?.id);
  });

  it('has no full arm beside all of the data', () => {
    expect(planned({ fraction: 1, seeds: 1 }).map(({ arm }) => arm)).toEqual(['reduced', 'augmented']);
  });

  it('refuses to compare nothing, and a batch that is larger than the subset', () => {
    expect(() => planned({ policy: [] })).toThrow('experiment.noPolicy');
    expect(() => planned({ fraction: 0.001, batch: 64 })).toThrow('experiment.batchTooLarge');
  });
});

/** Seed 1 is finished, seed 2 has its reduced trial half done. */
function halfDone(): TrialProgress[] {
  const epoch = (n: number, valAccuracy: number) => ({
    epoch: n,
    step: 300 * n,
    trainLoss: 1 / n,
    trainAccuracy: 0.7,
    valLoss: 0.6,
    valAccuracy,
  });
  const done = new Map([
    ['reduced 1', { epochs: [epoch(1, 0.7), epoch(2, 0.8)], testAccuracy: 0.79 }],
    ['augmented 1', { epochs: [epoch(1, 0.6), epoch(2, 0.82)], testAccuracy: 0.81 }],
    ['full 1', { epochs: [epoch(1, 0.8), epoch(2, 0.9)], testAccuracy: 0.88 }],
    ['reduced 2', { epochs: [epoch(1, 0.74)] }],
  ]);
  return planned().map((trial) => ({
    ...trial,
    crashed: false,
    isKept: true,
    ...(done.get(`${trial.arm} ${trial.seed}`) ?? { epochs: [] }),
  }));
}

it('reports means and bands over the seeds that have come so far, and the complete pairs', () => {
  const found = report(halfDone(), ours);
  expect(found).toMatchObject({ finished: 3, total: 6, crashed: 0, seeds: [1, 2] });
  expect(found.pairs).toEqual([{ seed: 1, reduced: 0.79, augmented: 0.81 }]);
  expect(found.verdict).toMatchObject({ kind: 'tooFew', pairs: 1, wins: 1 });
  const [full, reduced, augmented] = found.arms;
  expect(full).toMatchObject({ arm: 'full', pictures: 48_000, steps: 3000, mean: 0.88 });
  expect(reduced).toMatchObject({ arm: 'reduced', pictures: 9600, steps: 600 });
  expect(reduced?.curve).toEqual([
    { step: 300, mean: expect.closeTo(0.72), low: 0.7, high: 0.74 },
    { step: 600, mean: 0.8, low: 0.8, high: 0.8 },
  ]);
  expect(augmented?.deviation).toBe(0);
});

it('exports one line per epoch, the test accuracy once', () => {
  const lines = toCsv(halfDone()).split('\r\n');
  expect(lines[0]).toBe(
    'trial,arm,seed,epoch,step,train_loss,train_accuracy,val_loss,val_accuracy,test_accuracy',
  );
  expect(lines).toHaveLength(1 + 7 + 1);
  expect(lines[1]).toMatch(/^[0-9a-f]{24},reduced,1,1,300,1,0.7,0.6,0.7,$/);
  expect(lines[2]).toMatch(/^[0-9a-f]{24},reduced,1,2,600,0.5,0.7,0.6,0.8,0.79$/);
  expect(lines.at(-1)).toBe('');
});
