/** The chart of pairs: how far augmented is above reduced, one dot per pair, with mean and interval per measure. */
import type { Figure } from '../images/figure.ts';
import { columns, separate } from './axes.ts';
import { type Frame, frame } from './figure.ts';
import { font, marks, palettes } from './theme.ts';

export interface DifferencesInput extends Frame {
  /** What the line at zero means, e.g. "equal", in one short line. */
  readonly equalLabel: string;
  /** From top to bottom; a measure without differences keeps its row. */
  readonly measures: readonly Measure[];
}

export interface Measure {
  /** In one line. */
  readonly label: string;
  /** Accuracy of augmented minus that of reduced, as shares from -1 to 1. */
  readonly differences: readonly { readonly seed: number; readonly difference: number }[];
  /** Of the mean, as shares. Ends that are not finite are not drawn. */
  readonly interval?: { readonly low: number; readonly high: number };
}

/** A row is this many slots high: heading, three with the dots, one with the bar, two for texts of the axis, one empty. */
const slots = 8;
/** Where things are in their row, in slots from its top. */
const place = { dots: [1.3, 3.7], bar: 4.4, mean: [1, 4.75], lines: [1, 5] } as const;
/** In CSS pixels: of a slot, and of everything around the rows. */
const slot = 30;
const around = 205;

/** Between ticks, in points: no smaller, so that noise does not fill the picture. */
const steps = [0.5, 1, 2, 5, 10, 20];
/** Ticks on either side of zero at most. */
const most = 5;
/** Steps that differ by at most this factor become one, so that lengths can be compared. */
const near = 2.5;

/**
 * Each measure has a row, with its own scale if they are far apart. Zero is at the same place in all rows, and so are
 * the ticks; their numbers differ. Dots to the left of zero are pairs that augmentation lost. Pure.
 */
export function differencesFigure(input: DifferencesInput): Figure {
  const { ink, quiet, grid, background, arms } = palettes[input.theme];
  const rows = input.measures.map(({ label, differences, interval }) => {
    const points = differences.map(({ seed, difference }) => ({ seed, x: inPoints(difference) }));
    const bounds = interval && [inPoints(interval.low), inPoints(interval.high)];
    const bar = bounds?.every(Number.isFinite) ? bounds : [];
    return { label, points, bar, mean: points.reduce((sum, { x }) => sum + x, 0) / points.length };
  });
  const values = rows.map(({ points, bar }) => [0, ...points.map(({ x }) => x), ...bar]);
  const stepOf = commonSteps(values);
  const ticks = (sign: number) =>
    Math.max(1, ...values.flatMap((row, i) => row.map((x) => Math.ceil((sign * x) / stepOf[i]! - 1e-9))));
  const [left, right] = [ticks(-1), ticks(1)];
  const count = left + right + 1;

  const seeds = [...new Set(rows.flatMap(({ points }) => points.map(({ seed }) => seed)))];
  seeds.sort((a, b) => a - b);
  const [first, last] = place.dots;
  const height = (seed: number) =>
    first + (last - first) * (seeds.length < 2 ? 0.5 : seeds.indexOf(seed) / (seeds.length - 1));
  const look = (difference: number) => {
    if (difference === 0) return { colour: quiet, shape: 'circle', radius: 6 };
    const arm = difference > 0 ? 'augmented' : 'reduced';
    return { colour: arms[arm], shape: marks[arm].shape, radius: marks[arm].radius };
  };
  const line = { showLine: true, pointRadius: 0 };
  const datasets = rows.flatMap(({ points, bar, mean }, row) => {
    const y = (inRow: number) => row * slots + inRow;
    const upright = (x: number, [from, to]: readonly [number, number]) => [
      { x, y: y(from) },
      { x, y: y(to) },
    ];
    const looks = points.map(({ x }) => look(x));
    const at = Array.from({ length: count }, (_, i) => short((i - left) * stepOf[row]!));
    const datasets = [
      {
        data: points.map(({ seed, x }) => ({ x, y: short(y(height(seed))) })),
        pointStyle: looks.map(({ shape }) => shape),
        pointRadius: looks.map(({ radius }) => radius * (seeds.length > 12 ? 0.8 : 1)),
        pointBackgroundColor: looks.map(({ colour }) => colour),
        pointBorderColor: background,
        pointBorderWidth: 1.5,
        order: 1,
      },
      {
        ...line,
        data: points.length > 0 ? upright(mean, place.mean) : [],
        borderColor: ink,
        borderWidth: 4,
        order: 2,
      },
      { ...line, data: bar.map((x) => ({ x, y: y(place.bar) })), borderColor: ink, borderWidth: 8, order: 2 },
      { ...line, data: upright(0, place.lines), borderColor: quiet, borderWidth: 2.5, order: 3 },
      {
        ...line,
        data: separate(at.filter((x) => x !== 0).map((x) => upright(x, place.lines))),
        borderColor: grid,
        borderWidth: 1,
        order: 4,
      },
    ];
    return datasets.map((dataset) => ({ ...dataset, xAxisID: `x${row}` }));
  });

  const number = (digits: number) =>
    new Intl.NumberFormat(input.locale, {
      signDisplay: 'exceptZero',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const printed = number(1);
  const equal = ['0', input.equalLabel];
  const total = Math.max(1, rows.length) * slots;
  const rowTexts = (at: number, texts: readonly string[]) =>
    Array.from({ length: total }, (_, i) => (i % slots === at ? (texts[Math.floor(i / slots)] ?? '') : ''));
  const side = {
    axis: 'y',
    type: 'category',
    offset: true,
    grid: { display: false },
    border: { display: false },
  };
  const xScales = rows.flatMap((_, row): [string, object][] => {
    const step = stepOf[row]!;
    const { format } = number(step < 1 ? 1 : 0);
    return [
      [
        `x${row}`,
        { axis: 'x', type: 'linear', display: false, min: -(left + 0.5) * step, max: (right + 0.5) * step },
      ],
      [
        `numbers${row}`,
        {
          ...columns,
          position: { y: row * slots + place.lines[1] },
          labels: Array.from({ length: count }, (_, i) => (i === left ? equal : format((i - left) * step))),
          ticks: {
            color: Array.from({ length: count }, (_, i) => (i === left ? ink : quiet)),
            font: font('text'),
            autoSkip: false,
            maxRotation: 0,
          },
        },
      ],
    ];
  });
  return frame(input, {
    datasets,
    legend: { display: false },
    scales: {
      y: { type: 'linear', display: false, min: 0, max: total, reverse: true },
      ...Object.fromEntries(xScales),
      headings: {
        ...side,
        labels: rowTexts(
          0,
          rows.map(({ label }) => label),
        ),
        ticks: { mirror: true, padding: 0, color: ink, font: font('text', 700), autoSkip: false },
      },
      means: {
        ...side,
        position: 'right',
        labels: rowTexts(
          4,
          rows.map(({ mean }) => (Number.isNaN(mean) ? '–' : printed.format(mean))),
        ),
        ticks: { color: ink, font: font('value', 700), autoSkip: false, padding: 8 },
      },
    },
    height: around + total * slot,
  });
}

/** A share in percentage points. */
const inPoints = (share: number) => short(100 * share);

const short = (value: number) => Number(value.toFixed(3));

/** The step between ticks of each row. */
function commonSteps(rows: readonly (readonly number[])[]): number[] {
  const own = rows.map((values) => {
    const reach = Math.max(...values.map(Math.abs));
    return steps.find((step) => reach / step <= most) ?? 20;
  });
  const widest = Math.max(...own);
  return own.every((step) => widest / step <= near) ? own.map(() => widest) : own;
}
