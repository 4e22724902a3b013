/** The chart of results: test accuracy per arm, one dot per seed, pairs joined, the mean marked and printed. */
import type { Figure } from '../images/figure.ts';
import { type Frame, frame, innerWidth } from './figure.ts';
import { wrap } from './text.ts';
import { type Arm, faded, font, marks, palettes, sizes } from './theme.ts';

export interface AccuracyInput extends Frame {
  /** From left to right; an arm without results keeps its column. Accuracies are shares from 0 to 1. */
  readonly arms: readonly {
    readonly arm: Arm;
    readonly label: string;
    readonly results: readonly { readonly seed: number; readonly accuracy: number }[];
  }[];
}

/** Half the width that dots and mean take in a column, as a share of the column. */
const dots = 0.22;
const bar = 0.36;

/**
 * Dots, not bars, since the axis does not begin at 0. Seeds stand from left to right in every column, so the lines of
 * the pairs run side by side: a rising line is a pair that augmentation won. Pure.
 */
export function accuracyFigure(input: AccuracyInput): Figure {
  const { background, quiet, arms: colours } = palettes[input.theme];
  const seeds = [...new Set(input.arms.flatMap(({ results }) => results.map(({ seed }) => seed)))];
  seeds.sort((a, b) => a - b);
  const crowded = seeds.length > 12;
  const offset = (seed: number) =>
    seeds.length < 2 ? 0 : dots * ((2 * seeds.indexOf(seed)) / (seeds.length - 1) - 1);
  const columns = input.arms.map(({ arm, results }, column) => ({
    arm,
    column,
    mean: results.reduce((sum, { accuracy }) => sum + accuracy, 0) / results.length,
    points: results.map(({ seed, accuracy }) => ({ seed, x: column + offset(seed), y: accuracy })),
  }));

  const means = columns
    .filter(({ points }) => points.length > 0)
    .map(({ arm, mean, column }) => ({
      data: [column - bar, column + bar].map((x) => ({ x, y: mean })),
      showLine: true,
      borderColor: colours[arm],
      borderWidth: 4,
      pointRadius: 0,
      clip: 12,
      order: 2,
    }));
  const scatter = columns.map(({ arm, points }) => ({
    data: points.map(({ x, y }) => ({ x, y })),
    pointStyle: marks[arm].shape,
    pointRadius: marks[arm].radius * (crowded ? 0.8 : 1.1),
    backgroundColor: colours[arm],
    borderColor: background,
    borderWidth: 1.5,
    clip: 12,
    order: 1,
  }));
  const pointsOf = (wanted: Arm) => columns.find(({ arm }) => arm === wanted)?.points ?? [];
  const pairs = {
    data: pointsOf('reduced').flatMap(({ seed, x, y }) => {
      const partner = pointsOf('augmented').find((point) => point.seed === seed);
      // The null ends a line: one dataset holds the lines of all pairs.
      return partner
        ? [
            { x, y },
            { x: partner.x, y: partner.y },
            { x: partner.x, y: null },
          ]
        : [];
    }),
    showLine: true,
    borderColor: faded(quiet, crowded ? 0.4 : 0.7),
    borderWidth: 1.5,
    pointRadius: 0,
    order: 3,
  };

  const percent = new Intl.NumberFormat(input.locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const column = { type: 'category', offset: true, grid: { display: false }, border: { display: false } };
  const ticks = { autoSkip: false, maxRotation: 0, color: input.arms.map(({ arm }) => colours[arm]) };
  return frame(input, {
    datasets: [...scatter, ...means, pairs],
    legend: { display: false },
    accuracies: columns.flatMap(({ points }) => points.map(({ y }) => y)),
    xScales: {
      // Dots need a continuous axis; names and means are the labels of two others with the same columns.
      x: { type: 'linear', display: false, min: -0.5, max: input.arms.length - 0.5 },
      names: {
        ...column,
        axis: 'x',
        labels: input.arms.map(({ label }) => wrap(label, (innerWidth - 80) / input.arms.length, sizes.text)),
        ticks: { ...ticks, font: font('text', 700) },
      },
      top: {
        ...column,
        labels: columns.map(({ mean }) => (Number.isNaN(mean) ? '–' : percent.format(mean))),
        ticks: { ...ticks, font: font('value', 700) },
      },
    },
  });
}
