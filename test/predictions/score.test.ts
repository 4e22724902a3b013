/** Scores of predictions, worked out by hand. */
import { describe, expect, it } from 'vitest';
import { type PredictedArm, predictionOf } from '../../src/predictions/prediction.ts';
import { classScore, intervalScore, missedBy, rankOf } from '../../src/predictions/score.ts';

const said = (low: number, high: number, arm: PredictedArm = 'augmented') => predictionOf({ arm, low, high });

describe('an interval', () => {
  it.each([
    [80, 85, 0.83, 5],
    [80, 85, 0.8, 5],
    [80, 85, 0.85, 5],
    // 5 wide, and 10 for each of the 2 points above; 10 for the half point below.
    [80, 85, 0.87, 25],
    [80, 85, 0.795, 10],
    [84.7, 84.7, 0.847, 0],
    [0, 100, 0.5, 100],
  ])('from %d to %d scores at %d: %d', (low, high, accuracy, score) => {
    expect(intervalScore(said(low, high), accuracy)).toBeCloseTo(score, 9);
  });

  it('holds its ends, however the mean of many runs is rounded', () => {
    const mean = [0.1, 0.2, 0.3].reduce((sum, value) => sum + value, 0) / 3; // 0.20000000000000004
    expect(mean).not.toBe(0.2);
    expect(missedBy(said(10, 20), mean)).toBe(0);
    expect(missedBy(said(20, 30), mean)).toBe(0);
  });

  it('is best on average for whoever states the 10 % and the 90 % quantile', () => {
    // The truth is one of 60, 61, ... 100 with equal probability: quantiles 64 and 96.
    const average = (low: number, high: number) => {
      const truths = Array.from({ length: 41 }, (_, i) => (60 + i) / 100);
      return truths.reduce((sum, truth) => sum + intervalScore(said(low, high), truth), 0) / truths.length;
    };
    const honest = average(64, 96);
    for (const [low, high] of [
      [60, 100],
      [62, 98],
      [66, 94],
      [70, 90],
      [80, 80],
      [64, 100],
      [60, 96],
    ] as const)
      expect(average(low, high), `${low} ${high}`).toBeGreaterThan(honest);
  });
});

it('ranks the lowest score first, and equal ones alike', () => {
  const all = [said(80, 84), said(82, 86), said(70, 75), said(0, 100)]; // 4, 4, 85, 100 at 83 %
  expect(all.map((one) => rankOf(one, all, 0.83))).toEqual([1, 1, 3, 4]);
});

describe('a class', () => {
  const five = [
    said(80, 84, 'augmented'),
    said(82, 83, 'augmented'),
    said(84, 90, 'augmented'),
    said(70, 80, 'reduced'),
    said(60, 95, 'neither'),
  ];

  it('is told how many intervals held, their median width and how many were right', () => {
    // Widths 4, 1, 6, 10, 35.
    expect(classScore(five, { accuracy: 0.83, arm: 'augmented' })).toEqual({
      count: 5,
      held: 3,
      medianWidth: 6,
      right: 3,
    });
    const six = [...five, said(80, 85, 'augmented')];
    expect(classScore(six, { accuracy: 0.83, arm: 'augmented' })?.medianWidth).toBe(5.5);
  });

  it('is told its commonest mistake where most were wrong', () => {
    expect(classScore(five, { accuracy: 0.83, arm: 'neither' })?.mistaken).toEqual({
      arm: 'augmented',
      count: 3,
    });
    const even = [...five, said(1, 2, 'reduced'), said(1, 2, 'reduced'), said(1, 2, 'neither')];
    expect(classScore(even, { accuracy: 0.83, arm: 'augmented' })).toMatchObject({
      right: 3,
      mistaken: { arm: 'reduced', count: 3 },
    });
    // Half is not most.
    expect(
      classScore(five.slice(0, 4).concat(five.slice(0, 2)), { accuracy: 0.83, arm: 'augmented' }),
    ).not.toHaveProperty('mistaken');
  });

  it('is told nothing of arms where there were too few runs', () => {
    expect(classScore(five, { accuracy: 0.83 })).toEqual({ count: 5, held: 3, medianWidth: 6 });
  });

  it('of four is told nothing', () => {
    expect(classScore(five.slice(1), { accuracy: 0.83, arm: 'augmented' })).toBeUndefined();
  });
});

describe('what is given', () => {
  it('is in percent; shares and percent signs are understood', () => {
    expect(said(80, 85)).toEqual({ arm: 'augmented', low: 0.8, high: 0.85 });
    expect(said(0.8, 0.85)).toEqual({ arm: 'augmented', low: 0.8, high: 0.85 });
    expect(said(0, 85)).toMatchObject({ low: 0, high: 0.85 });
    expect(said(0.8, 85)).toMatchObject({ low: 0.8, high: 0.85 });
    expect(said(0, 1)).toMatchObject({ low: 0, high: 1 });
    expect(said(1, 85)).toMatchObject({ low: 0.01, high: 0.85 });
    expect(said(85, 85)).toMatchObject({ low: 0.85, high: 0.85 });
  });

  it('must not end before it begins', () => {
    expect(() => said(85, 80)).toThrow(
      expect.objectContaining({ key: 'prediction.order', params: { low: 85, high: 80 } }),
    );
    expect(() => said(90, 0.85)).toThrow('prediction.order');
  });
});
