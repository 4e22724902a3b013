/** The plan of an experiment, what its trials add up to, and the CSV. */
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import { toCsv } from '../../src/experiments/csv.ts';
import type { ExperimentSpec, TrialProgress } from '../../src/experiments/experiment.ts';
import { plan } from '../../src/experiments/plan.ts';
import { report } from '../../src/experiments/report.ts';
import { lineageId, NUMERICS } from '../../src/training/trial.ts';
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
  const order = (change: Partial<ExperimentSpec>) => planned(change).map(({ arm, seed }) => `${arm} ${seed}`);

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

/** Nothing was asked before. */
const parts = { datasets: ours, questions: { find: () => undefined } };

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
    ['augmented 1', { epochs: [epoch(1, 0.6), epoch(2, 0.82)], testAccuracy: 0.81, trainAccuracy: 0.95 }],
    ['full 1', { epochs: [epoch(1, 0.8), epoch(2, 0.9)], testAccuracy: 0.88 }],
    ['reduced 2', { epochs: [epoch(1, 0.74)] }],
  ]);
  return planned().map((trial) => ({
    ...trial,
    crashed: false,
    isKept: true,
    unchanged: [],
    ...(done.get(`${trial.arm} ${trial.seed}`) ?? { epochs: [] }),
  }));
}

it('reports means and bands over the seeds that have come so far, and the complete pairs', () => {
  const found = report({ classroom: 't:c', spec }, halfDone(), parts);
  expect(found).toMatchObject({ finished: 3, total: 6, crashed: 0, seeds: [1, 2] });
  expect(found.clean.pairs).toMatchObject([{ seed: 1, reduced: 0.79, augmented: 0.81 }]);
  expect(found.clean.verdict).toMatchObject({ kind: 'soFar', pairs: 1, next: { pairs: 6 } });
  expect(found.moved).toBeUndefined();
  const [full, reduced, augmented] = found.arms;
  const loss = { mean: 0.6, low: 0.6, high: 0.6 };
  expect(full).toMatchObject({ arm: 'full', pictures: 48_000, steps: 3000, clean: { mean: 0.88 } });
  expect(reduced).toMatchObject({ arm: 'reduced', pictures: 9600, steps: 600 });
  expect(reduced?.curve).toEqual([
    { step: 300, seeds: 2, mean: expect.closeTo(0.72), low: 0.7, high: 0.74, loss },
    { step: 600, seeds: 1, mean: 0.8, low: 0.8, high: 0.8, loss },
  ]);
  expect(augmented?.clean.deviation).toBe(0);
  expect(augmented?.gap).toBeCloseTo(0.95 - 0.82);
});

it('compares accuracies on moved images as well, in the order of the seeds', () => {
  const asked = { ...spec, test: parsePolicy('shift(0.1)') };
  const trials = halfDone().map((trial) => ({
    ...trial,
    movedAccuracy: trial.arm === 'reduced' ? 0.4 : 0.7,
  }));
  const found = report({ classroom: 't:c', spec: asked }, [...trials].reverse(), parts);
  expect(found.moved?.pairs.map(({ seed, reduced, augmented }) => [seed, reduced, augmented])).toEqual([
    [1, 0.4, 0.7],
    [2, 0.4, 0.7],
  ]);
  expect(found.finished).toBe(3);
});

it('goes on to the next look with more seeds, as the ledger has it', () => {
  const more = (seeds: number, planned?: number) =>
    report({ classroom: 't:c', spec: { ...spec, seeds } }, halfDone(), {
      datasets: ours,
      questions: {
        find: () => (planned ? { firstSeed: 1, planned, margin: 0.003, testImages: 10_000 } : undefined),
      },
    }).more;
  expect([1, 6, 12, 24].map((seeds) => more(seeds, 6))).toEqual([6, 12, 30, 30]);
  expect([2, 10, 20].map((seeds) => more(seeds, 10))).toEqual([10, 20, 30]);
  expect([2, 7].map((seeds) => more(seeds))).toEqual([6, 14]);
});

it('exports one line per epoch with its settings, the results once', () => {
  const lines = toCsv(halfDone(), parsePolicy('shift(0.1)')).split('\r\n');
  expect(lines[0]).toBe(
    'trial,arm,seed,dataset,model,fraction,policy,epochs,batch,backend,numerics,epoch,step,train_loss,train_accuracy,' +
      'val_loss,val_accuracy,test_accuracy,test_loss,last_step_test_accuracy,own_train_accuracy,moved_test,moved_accuracy,moved_loss',
  );
  expect(lines).toHaveLength(1 + 7 + 1);
  const settings = `fashion-mnist,mlp,0.2,none,2,32,wasm 4.22.0,${NUMERICS}`;
  expect(lines[1]!.slice(24)).toBe(`,reduced,1,${settings},1,300,1,0.7,0.6,0.7,,,,,,,`);
  expect(lines[2]!.slice(24)).toBe(`,reduced,1,${settings},2,600,0.5,0.7,0.6,0.8,0.79,,,,shift(0.1),,`);
  expect(lines.at(-1)).toBe('');
});
