/** The chart of results: test accuracy per arm, one dot per seed, pairs joined, the mean marked and printed. */
import type { Figure } from '../images/figure.ts';
import { accuracyAxis, accuracyRange, columns, type Range, separate, ticksOf } from './axes.ts';
import { type Frame, frame, innerWidth } from './figure.ts';
import { legend, unlisted } from './legend.ts';
import { wrap } from './text.ts';
import { type Arm, faded, font, marks, palettes, sizes } from './theme.ts';

export interface AccuracyInput extends Frame {
  /** Headings of the panels: those of the test images as they are, and of the moved ones. Without it, the chart leaves out moved images. */
  readonly groups?: { readonly clean: string; readonly moved: string };
  /** From left to right; an arm without results keeps its column. Accuracies are shares from 0 to 1. */
  readonly arms: readonly {
    readonly arm: Arm;
    readonly label: string;
    readonly results: readonly {
      readonly seed: number;
      readonly accuracy: number;
      /** On moved test images. */
      readonly moved?: number;
    }[];
  }[];
}

/** Half the width of dots and mean, as a share of the column. */
const dots = 0.22;
const bar = 0.36;
/** Between lines of the grid and the edge of their panel, in columns. */
const gap = 0.12;
/** How much higher a picture with two panels is, in CSS pixels, for headings and legend. */
const second = 80;

interface Column {
  readonly arm: Arm;
  readonly column: number;
  readonly mean: number;
  readonly points: readonly { readonly seed: number; readonly x: number; readonly y: number }[];
}

/**
 * Dots, not bars, since the axis does not begin at 0. Seeds are from left to right in every column, so the lines of
 * the pairs run side by side: a rising line is a pair that augmentation won. Results on moved images
 * have a panel of their own, and an axis of their own if they are far from the others. Pure.
 */
export function accuracyFigure(input: AccuracyInput): Figure {
  const { arms, groups } = input;
  const palette = palettes[input.theme];
  const full = seedsOf(arms.filter(({ arm }) => arm === 'full'));
  const paired = seedsOf(arms.filter(({ arm }) => arm !== 'full'));
  const crowded = Math.max(full.length, paired.length) > 12;
  const offset = (arm: Arm, seed: number) => {
    const seeds = arm === 'full' ? full : paired;
    return seeds.length < 2 ? 0 : dots * ((2 * seeds.indexOf(seed)) / (seeds.length - 1) - 1);
  };
  const panel = (of: 'accuracy' | 'moved', first: number): Column[] =>
    arms.map(({ arm, results }, i) => {
      const points = results.flatMap(({ seed, [of]: y }) =>
        y === undefined ? [] : [{ seed, x: first + i + offset(arm, seed), y }],
      );
      return {
        arm,
        column: first + i,
        mean: points.reduce((sum, { y }) => sum + y, 0) / points.length,
        points,
      };
    });
  const clean = panel('accuracy', 0);
  const moved = groups ? panel('moved', arms.length) : [];
  const two = moved.some(({ points }) => points.length > 0);
  const all = two ? [...clean, ...moved] : clean;

  const scatter = (column: Column) => ({
    data: column.points.map(({ x, y }) => ({ x, y })),
    pointStyle: marks[column.arm].shape,
    pointRadius: marks[column.arm].radius * (crowded ? 0.8 : two ? 1 : 1.1),
    backgroundColor: palette.arms[column.arm],
    borderColor: palette.background,
    borderWidth: 1.5,
    clip: 12,
    order: 1,
  });
  const means = (shown: readonly Column[]) =>
    shown
      .filter(({ points }) => points.length > 0)
      .map(({ arm, mean, column }) => ({
        ...unlisted,
        data: [column - bar, column + bar].map((x) => ({ x, y: mean })),
        showLine: true,
        borderColor: palette.arms[arm],
        borderWidth: 4,
        pointRadius: 0,
        clip: 12,
        order: 2,
      }));
  const pairs = (shown: readonly Column[]) => ({
    ...unlisted,
    data: separate(pairLines(shown)),
    showLine: true,
    borderColor: faded(palette.quiet, crowded ? 0.4 : 0.7),
    borderWidth: 1.5,
    pointRadius: 0,
    order: 3,
  });

  const percent = new Intl.NumberFormat(input.locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const ticks = { autoSkip: false, maxRotation: 0, color: all.map(({ arm }) => palette.arms[arm]) };
  const printed = all.map(({ mean }) => (Number.isNaN(mean) ? '–' : percent.format(mean)));
  // Dots need a continuous axis; the texts are labels of other axes with the same columns.
  const x = { type: 'linear', display: false, min: -0.5, max: all.length - 0.5 };
  const range = (shown: readonly Column[]) =>
    accuracyRange(shown.flatMap(({ points }) => points.map(({ y }) => y)));
  if (!two || !groups) {
    return frame(input, {
      datasets: [...clean.map(scatter), ...means(clean), pairs(clean)],
      legend: { display: false },
      scales: {
        x,
        y: accuracyAxis(palette, range(clean)),
        names: {
          ...columns,
          labels: arms.map(({ label }) => wrap(label, (innerWidth - 80) / arms.length, sizes.text)),
          ticks: { ...ticks, font: font('text', 700) },
        },
        top: { ...columns, labels: printed, ticks: { ...ticks, font: font('value', 700) } },
      },
    });
  }
  const ranges = panelRanges(range(clean), range(moved), range(all));
  const grid = (first: number, shown: keyof typeof ranges) => ({
    ...unlisted,
    data: separate(
      ticksOf(ranges[shown]).map((y) =>
        [first - 0.5 + gap, first + arms.length - 0.5 - gap].map((x) => ({ x, y })),
      ),
    ),
    showLine: true,
    borderColor: palette.grid,
    borderWidth: 1,
    pointRadius: 0,
    order: 4,
  });
  const onMoved = (dataset: object) => ({ ...dataset, yAxisID: 'moved' });
  const noGrid = { grid: { display: false } };
  return frame(input, {
    datasets: [
      ...clean.map((column, i) => ({ ...scatter(column), label: arms[i]?.label })),
      ...means(clean),
      pairs(clean),
      grid(0, 'clean'),
      ...moved.map(scatter).map(withoutItem).map(onMoved),
      ...[...means(moved), pairs(moved), grid(arms.length, 'moved')].map(onMoved),
    ],
    legend: legend(arms.map(({ label }) => label)),
    scales: {
      x,
      y: { ...accuracyAxis(palette, ranges.clean), ...noGrid },
      moved: { ...accuracyAxis(palette, ranges.moved), ...noGrid, position: 'right' },
      groups: {
        ...columns,
        labels: [groups.clean, groups.moved].map((label) => wrap(label, innerWidth / 2 - 60, sizes.text)),
        ticks: { autoSkip: false, maxRotation: 0, color: palette.ink, font: font('text', 700) },
      },
      top: { ...columns, labels: printed, ticks: { ...ticks, font: font('text', 700) } },
    },
    height: 540 + second,
  });
}

/** A common axis if dots stay apart on it, so that heights can be compared; otherwise an axis each. */
function panelRanges(
  clean: Range,
  moved: Range,
  common: Range,
): { readonly clean: Range; readonly moved: Range } {
  const length = ({ min, max }: Range) => max - min;
  const apart = length(common) > 2 * Math.min(length(clean), length(moved));
  return apart ? { clean, moved } : { clean: common, moved: common };
}

/** In order. */
const seedsOf = (arms: AccuracyInput['arms']): number[] =>
  [...new Set(arms.flatMap(({ results }) => results.map(({ seed }) => seed)))].sort((a, b) => a - b);

/** A line for each seed that both arms of a pair have. */
function pairLines(shown: readonly Column[]): { readonly x: number; readonly y: number }[][] {
  const pointsOf = (wanted: Arm) => shown.find(({ arm }) => arm === wanted)?.points ?? [];
  return pointsOf('reduced').flatMap((point) => {
    const partner = pointsOf('augmented').find(({ seed }) => seed === point.seed);
    return partner ? [[point, partner].map(({ x, y }) => ({ x, y }))] : [];
  });
}

/** A legend item looks like its dataset's first point, so that point is not drawn. */
function withoutItem(dataset: {
  readonly data: readonly object[];
  readonly backgroundColor: string;
  readonly borderColor: string;
}): object {
  const { data, backgroundColor, borderColor } = dataset;
  const colours = (colour: string) => ['transparent', ...data.map(() => colour)];
  return {
    ...dataset,
    label: '',
    data: [{ x: 0, y: null }, ...data],
    backgroundColor: colours(backgroundColor),
    borderColor: colours(borderColor),
  };
}
