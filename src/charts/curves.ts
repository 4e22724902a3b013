/** The chart of learning: validation accuracy and loss over steps, per arm the mean over seeds and the band around it. */
import type { Figure } from '../images/figure.ts';
import { accuracyAxis, accuracyRange, niceRange, valueAxis } from './axes.ts';
import { type Frame, frame, innerWidth } from './figure.ts';
import { legend, unlisted } from './legend.ts';
import { textWidth, wrap } from './text.ts';
import { type Arm, faded, font, marks, palettes, sizes } from './theme.ts';

/** A value over the seeds so far. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Accuracies, as shares from 0 to 1. */
export interface CurvePoint extends Spread {
  /** Gradient updates so far, at least 1. */
  readonly step: number;
  /** In nats. Values that are not finite are not drawn. */
  readonly loss?: Spread;
}

export interface CurvesInput extends Frame {
  readonly xLabel: string;
  /** Heading of the panel of losses; without any loss there is no such panel. */
  readonly lossLabel?: string;
  /** Arms that have not begun may be missing or have no points. Points are in the order of their steps. */
  readonly arms: readonly {
    readonly arm: Arm;
    readonly label: string;
    readonly points: readonly CurvePoint[];
  }[];
  /** Where curves cross: a vertical line with a legend entry. */
  readonly crossing?: { readonly step: number; readonly label: string };
}

interface Curve {
  readonly arm: Arm;
  readonly points: readonly (Spread & { readonly step: number })[];
}

/** Approximate heights in CSS pixels: the panels, lines of text between them, and what a second panel adds. */
const panels = { accuracy: 230, loss: 120, textLine: 25, textMargin: 17 };
const second = 140;

/**
 * Steps are on a logarithmic axis: full takes 1/fraction times as many as the other arms, which would be a sliver on a
 * linear one. Pure: the same input gives the same figure.
 */
export function curvesFigure(input: CurvesInput): Figure {
  const palette = palettes[input.theme];
  const { background, grid, quiet } = palette;
  const points = input.arms.flatMap((arm) => arm.points);
  const axis = stepAxis(points.map(({ step }) => step));
  const labels = slotLabels(axis, new Intl.NumberFormat(input.locale));
  const losses = input.arms.map(lossCurve).filter(({ points }) => points.length > 0);

  const lines = input.arms.map((curve, i) => ({
    ...line(curve, palette.arms[curve.arm]),
    label: input.arms[i]?.label,
    backgroundColor: palette.arms[curve.arm],
    pointStyle: marks[curve.arm].shape,
    pointRadius: markedPoints(curve.points, axis).map((marked) => (marked ? marks[curve.arm].radius : 0)),
    pointBorderColor: background,
    pointBorderWidth: 1.5,
  }));
  const bands = (curves: readonly Curve[]) =>
    curves
      .filter(({ points }) => points.some(({ low, high }) => low < high))
      .map((curve) => band(curve, palette.arms[curve.arm]));

  return frame(input, {
    datasets: [
      ...lines,
      ...(input.crossing ? [crossingLine(input.crossing, input.arms, quiet)] : []),
      ...bands(input.arms),
      ...losses.map((curve) => ({
        ...line(curve, palette.arms[curve.arm]),
        ...unlisted,
        pointRadius: 0,
        yAxisID: 'loss',
      })),
      ...bands(losses).map((dataset) => ({ ...dataset, yAxisID: 'loss' })),
    ],
    legend: legend([...input.arms, ...(input.crossing ? [input.crossing] : [])].map(({ label }) => label)),
    scales: {
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
      ...yScales(input, losses),
    },
    ...(losses.length > 0 && { height: 540 + second }),
  });
}

const lossCurve = ({
  arm,
  points,
}: {
  readonly arm: Arm;
  readonly points: readonly CurvePoint[];
}): Curve => ({
  arm,
  points: points.flatMap(({ step, loss }) =>
    loss && [loss.mean, loss.low, loss.high].every(Number.isFinite) ? [{ ...loss, step }] : [],
  ),
});

function line({ arm, points }: Curve, colour: string): object {
  return {
    data: points.map(({ step, mean }) => ({ x: step, y: short(mean) })),
    showLine: true,
    borderColor: colour,
    borderWidth: 3.5,
    borderDash: marks[arm].dash,
    clip: 12,
    order: 1,
    yAxisID: 'y',
  };
}

/** From the bottom of the panel of accuracies to its top. */
function crossingLine(
  { step, label }: NonNullable<CurvesInput['crossing']>,
  arms: CurvesInput['arms'],
  colour: string,
): object {
  const { min, max } = accuracyRange(ends(arms));
  return {
    label,
    data: [min, max].map((y) => ({ x: Math.round(step), y })),
    showLine: true,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 2,
    borderDash: [6, 5],
    pointStyle: 'line',
    pointRadius: 0,
    // The legend is in this order: after the arms, before everything that it shows nothing of.
    order: 1,
    yAxisID: 'y',
  };
}

function band({ points }: Curve, colour: string): object {
  return {
    ...unlisted,
    data: [
      ...points.map(({ step, high }) => ({ x: step, y: short(high) })),
      ...points.map(({ step, low }) => ({ x: step, y: short(low) })).reverse(),
    ],
    showLine: true,
    fill: 'shape',
    borderWidth: 0,
    backgroundColor: faded(colour, 0.2),
    pointRadius: 0,
    order: 2,
    yAxisID: 'y',
  };
}

const ends = (curves: readonly Pick<Curve, 'points'>[]): number[] =>
  curves.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]));

/** One axis, or two stacked ones with a third between them for the label of the losses. */
function yScales(
  { theme, lossLabel = '', arms }: CurvesInput,
  losses: readonly Curve[],
): Record<string, object> {
  const palette = palettes[theme];
  const y = accuracyAxis(palette, accuracyRange(ends(arms)));
  if (losses.length === 0) return { y };
  const panel = (stackWeight: number) => ({ stack: 'panels', stackWeight });
  const range = niceRange(ends(losses), { steps: 3 });
  const digits = range.step < 0.1 ? 2 : range.step < 1 ? 1 : 0;
  // A label for each line: Chart.js paints the backdrop of a line over the line above it.
  const labels = wrap(lossLabel, innerWidth - 80, sizes.text);
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return {
    loss: { ...valueAxis(palette, range, format), ...panel(panels.loss) },
    between: {
      axis: 'y',
      type: 'category',
      offset: true,
      labels,
      ...panel(labels.length * panels.textLine + panels.textMargin),
      grid: { display: false },
      border: { display: false },
      ticks: {
        mirror: true,
        autoSkip: false,
        padding: 0,
        color: palette.quiet,
        font: font('text'),
        showLabelBackdrop: true,
        backdropColor: palette.background,
      },
    },
    y: { ...y, ...panel(panels.accuracy) },
  };
}

/** To a hundredth of a per cent, a twentieth of a pixel: figures are stored and sent. */
const short = (value: number) => Number(value.toFixed(4));

interface Axis {
  readonly min: number;
  readonly max: number;
}

/** From the first step to the last with a small margin; a single step gets an octave on either side. */
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
/** The least length of the axis, and how far a label may go beyond its end. In CSS pixels. */
const shortest = 580;
const beyond = 16;

function slotLabels({ min, max }: Axis, format: Intl.NumberFormat): string[] {
  const labels = new Array<string>(slots + 1).fill('');
  const decades = Math.log10(max / min);
  for (const step of roundSteps(min, max, decades / 8)) {
    const slot = Math.round((Math.log10(step / min) / decades) * slots);
    const label = format.format(step);
    const room = (1 - slot / slots) * shortest + beyond;
    if (textWidth(label, sizes.text) / 2 <= room) labels[slot] = label;
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

/** Which points show their arm's shape: the first, the last, and some between them, a 14th of the axis apart. */
function markedPoints(points: readonly { readonly step: number }[], { min, max }: Axis): boolean[] {
  const gap = (max / min) ** (1 / 14);
  const last = points.at(-1)?.step ?? 0;
  let previous = 0;
  return points.map(({ step }) => {
    const marked = step === last || (step >= previous * gap && step * gap <= last);
    if (marked) previous = step;
    return marked;
  });
}
