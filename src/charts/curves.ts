/** The chart of learning: validation accuracy over steps, per arm the mean over seeds and the band around it. */
import type { Figure } from '../images/figure.ts';
import { type Frame, frame, innerWidth } from './figure.ts';
import { textWidth } from './text.ts';
import { type Arm, faded, font, marks, palettes, sizes } from './theme.ts';

export interface CurvePoint {
  /** Gradient updates so far, at least 1. */
  readonly step: number;
  /** Shares from 0 to 1 over the seeds that have come this far. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface CurvesInput extends Frame {
  readonly xLabel: string;
  /** Arms that have not begun may be missing or have no points. Points are in the order of their steps. */
  readonly arms: readonly {
    readonly arm: Arm;
    readonly label: string;
    readonly points: readonly CurvePoint[];
  }[];
}

/**
 * Steps are on a logarithmic axis: full takes 1/fraction times as many as the other arms, which would be a sliver on a
 * linear one. Pure: the same input gives the same figure.
 */
export function curvesFigure(input: CurvesInput): Figure {
  const { background, grid, quiet, arms: colours } = palettes[input.theme];
  const points = input.arms.flatMap((arm) => arm.points);
  const axis = stepAxis(points.map(({ step }) => step));
  const labels = slotLabels(axis, new Intl.NumberFormat(input.locale));

  const lines = input.arms.map(({ arm, label, points }) => ({
    label,
    data: points.map(({ step, mean }) => ({ x: step, y: short(mean) })),
    showLine: true,
    borderColor: colours[arm],
    backgroundColor: colours[arm],
    borderWidth: 3.5,
    borderDash: marks[arm].dash,
    pointStyle: marks[arm].shape,
    pointRadius: markedPoints(points, axis).map((marked) => (marked ? marks[arm].radius : 0)),
    pointBorderColor: background,
    pointBorderWidth: 1.5,
    clip: 12,
    order: 1,
  }));
  const bands = input.arms
    .filter(({ points }) => points.some(({ low, high }) => low < high))
    .map(({ arm, points }) => ({
      // Chart.js's legend has an item for every dataset: these come last and have nothing to be seen.
      label: '',
      data: [
        ...points.map(({ step, high }) => ({ x: step, y: short(high) })),
        ...points.map(({ step, low }) => ({ x: step, y: short(low) })).reverse(),
      ],
      showLine: true,
      fill: 'shape',
      borderWidth: 0,
      backgroundColor: faded(colours[arm], 0.2),
      pointRadius: 0,
      pointBorderColor: 'transparent',
      pointBackgroundColor: 'transparent',
      order: 2,
    }));

  return frame(input, {
    datasets: [...lines, ...bands],
    legend: legend(input.arms.map(({ label }) => label)),
    accuracies: points.flatMap(({ low, high }) => [low, high]),
    xScales: {
      x: { type: 'logarithmic', display: false, ...axis },
      steps: {
        axis: 'x',
        type: 'category',
        labels,
        grid: { color: grid, lineWidth: labels.map((label) => (label ? 1 : 0)), tickLength: 6 },
        border: { color: quiet },
        ticks: { color: quiet, font: font('text'), autoSkip: false, maxRotation: 0 },
        title: { display: true, text: input.xLabel, color: quiet, font: font('text') },
      },
    },
  });
}

/** To a hundredth of a per cent, a twentieth of a pixel: figures are stored and sent. */
const short = (share: number) => Number(share.toFixed(4));

interface Axis {
  readonly min: number;
  readonly max: number;
}

/** From the first step to the last with a little air; one step alone gets an octave on either side. */
function stepAxis(steps: readonly number[]): Axis {
  if (steps.length === 0) return { min: 1, max: 10 };
  const first = Math.min(...steps);
  const last = Math.max(...steps);
  const air = first === last ? 2 : (last / first) ** 0.02;
  return { min: first / air, max: last * air };
}

/**
 * Chart.js's own logarithmic ticks overlap or leave gaps, and choosing them takes a function, which is not JSON. So the
 * labels are those of a category axis over the same span: this many slots, each at most 1.5 pixels off, most empty.
 */
const slots = 200;

function slotLabels({ min, max }: Axis, format: Intl.NumberFormat): string[] {
  const labels = new Array<string>(slots + 1).fill('');
  const decades = Math.log10(max / min);
  for (const step of roundSteps(min, max, decades / 8)) {
    labels[Math.round((Math.log10(step / min) / decades) * slots)] = format.format(step);
  }
  return labels;
}

/** Which multiples of a power of ten are labelled, the most first. */
const multiples = [
  [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8],
  [1, 1.5, 2, 3, 5, 7],
  [1, 2, 3, 5],
  [1, 2, 5],
  [1, 3],
  [1],
];

/** Round whole numbers from `min` to `max` that are at least `gap` decades apart. */
function roundSteps(min: number, max: number, gap: number): number[] {
  const apart = (set: readonly number[]) =>
    set.every((multiple, i) => Math.log10((set[i + 1] ?? 10) / multiple) >= gap);
  const chosen = multiples.find(apart) ?? [1];
  const powers = Array.from({ length: Math.ceil(Math.log10(max)) + 1 }, (_, power) => 10 ** power);
  return powers
    .flatMap((power) => chosen.map((multiple) => multiple * power))
    .filter((step) => Number.isInteger(step) && step >= min && step <= max);
}

/** Which points carry their arm's shape: the first, the last, and between them those a 14th of the axis apart. */
function markedPoints(points: readonly CurvePoint[], { min, max }: Axis): boolean[] {
  const gap = (max / min) ** (1 / 14);
  const last = points.at(-1)?.step ?? 0;
  let previous = 0;
  return points.map(({ step }) => {
    const marked = step === last || (step >= previous * gap && step * gap <= last);
    if (marked) previous = step;
    return marked;
  });
}

function legend(labels: readonly string[]): object {
  const padding = 16;
  const boxWidth = 16;
  let rows = 1;
  let used = padding;
  for (const label of labels) {
    const width = boxWidth + sizes.text / 2 + textWidth(label, sizes.text) + padding;
    if (used > padding && used + width > innerWidth) {
      rows += 1;
      used = padding;
    }
    used += width;
  }
  return {
    align: 'start',
    // The bands' invisible items may run over into a row of their own: it is cut off.
    maxHeight: rows * (sizes.text + padding) + 10,
    labels: { usePointStyle: true, boxWidth, boxHeight: 13, padding, font: font('text') },
  };
}
