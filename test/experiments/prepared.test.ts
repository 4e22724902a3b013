/** The prepared results: the files that come with Augie, and how what was trained here is compared with them. */
import { describe, expect, it } from 'vitest';
import { demonstrationNames } from '../../src/experiments/demonstration-names.ts';
import { plan } from '../../src/experiments/plan.ts';
import { compare, createPrepared, preparedTrials } from '../../src/experiments/prepared.ts';
import { report } from '../../src/experiments/report.ts';
import { ours } from '../datasets/catalogs.ts';

const prepared = createPrepared('data/demonstrations');
const info = ours.info(ours.default);
const reportOf = (name: (typeof demonstrationNames)[number]) => {
  const made = prepared(name);
  const parts = { datasets: ours, questions: { find: () => undefined } };
  return report({ classroom: '', spec: made.spec }, preparedTrials(made, info), parts);
};

describe('the file of', () => {
  it.each(demonstrationNames)('%s has every network of its setting', (name) => {
    const { spec, datasetHash, networks, ...backend } = prepared(name);
    expect(spec).toMatchObject({ demonstration: name, dataset: info.name, seeds: 6 });
    expect(datasetHash).toBe(info.hash);
    const planned = plan(spec, info, { name: backend.backend, version: backend.backendVersion });
    expect(networks.map(({ arm, seed, epochs }) => [arm, seed, epochs])).toEqual(
      planned.map(({ arm, seed, trial }) => [arm, seed, trial.epochs]),
    );
  });

  it('moved shows that augmentation helps there, and that 48,000 images do not', () => {
    const { moved, arms } = reportOf('moved');
    expect(moved?.verdict).toMatchObject({ kind: 'helped', wins: 6 });
    const [full, reduced, augmented] = arms.map((arm) => arm.moved.mean ?? 0);
    expect(arms[0]?.pictures).toBe(48_000);
    expect(Math.abs(full! - reduced!)).toBeLessThan(0.1);
    expect(augmented! - full!).toBeGreaterThan(0.15);
  });

  it('gain and harm show one', () => {
    expect(reportOf('gain').clean.verdict).toMatchObject({ kind: 'helped', wins: 6 });
    expect(reportOf('harm').clean.verdict).toMatchObject({ kind: 'hurt', losses: 6 });
  });

  it('overfitting shows a loss that rises without augmentation', () => {
    expect(reportOf('overfitting').arms.map(({ arm, risen }) => [arm, risen])).toEqual([
      ['reduced', 6],
      ['augmented', 0],
    ]);
  });

  it('late shows harm after few epochs, help after many, and where the curves cross', () => {
    const { early, clean, crossing, arms } = reportOf('late');
    expect(early).toMatchObject({ epochs: 3, verdict: { kind: 'hurt', losses: 6 } });
    expect(clean).toMatchObject({ epochs: 80, verdict: { kind: 'helped', wins: 6 } });
    const [reduced, augmented] = arms.map(({ curve }) => curve);
    expect(reduced?.[1]).toMatchObject({ step: 225, seeds: 6 });
    const gaps = augmented!.map(({ step, mean }, i) => ({ step, gap: mean - reduced![i]!.mean }));
    expect(gaps.filter(({ step }) => step < crossing!.step).at(-1)!.gap).toBeLessThan(0);
    expect(gaps.filter(({ step }) => step > crossing!.step).every(({ gap }) => gap >= 0)).toBe(true);
    expect(crossing!.epoch).toBeCloseTo(crossing!.step / 75, 6);
  });
});

describe('what was trained here', () => {
  const made = prepared('moved');
  const live = preparedTrials(made, info).map((trial, i) => ({
    trial,
    fingerprint: made.networks[i]!.fingerprint,
  }));

  it('is the same where all of it is', () => {
    expect(compare(made, live)).toEqual({ kind: 'same', networks: 13 });
    expect(compare(made, live.slice(0, 5))).toEqual({ kind: 'same', networks: 5 });
    expect(compare(made, [])).toBeUndefined();
  });

  it('differs where a single network does, by so much', () => {
    const [first, ...others] = live;
    const trial = { ...first!.trial, movedAccuracy: first!.trial.movedAccuracy! + 0.02 };
    expect(compare(made, [{ trial, fingerprint: 'another' }, ...others])).toEqual({
      kind: 'differs',
      same: 12,
      networks: 13,
      most: expect.closeTo(0.02, 9),
      machine: made.machine,
    });
  });

  it.each([{ numerics: 1 }, { backendVersion: '4.21.0' }, { backend: 'native' as const }])(
    'need not be the same as what another program has made: %o',
    (change) => {
      expect(compare({ ...made, ...change }, live)).toEqual({ kind: 'otherProgram' });
    },
  );
});
