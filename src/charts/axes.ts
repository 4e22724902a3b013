/** What all axes share: round ranges, number formats, and lines at the ticks of one panel. */
import { font, type Palette } from './theme.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
  /** Between ticks. */
  readonly step: number;
}

/** 0.01, 0.02, 0.05, 0.1 and so on up to 5000. */
const roundSteps = [-2, -1, 0, 1, 2, 3].flatMap((power) =>
  [1, 2, 5].map((multiple) => Number((multiple * 10 ** power).toFixed(2))),
);

/**
 * A round axis around values of at least 0: about as many steps as requested, at most two more. It never goes below 0 or
 * above `limit`, and is never narrower than 0.04, so that noise does not fill the picture. Without values: 0 to 1.
 */
export function niceRange(values: readonly number[], { steps = 5, limit = Infinity } = {}): Range {
  if (values.length === 0) return { min: 0, max: 1, step: 0.2 };
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = Math.max(0.02 - (high - low) / 2, (high - low) * 0.05);
  const from = Math.max(0, low - margin);
  const to = Math.min(limit, high + margin);
  const step = roundSteps.find((size) => (to - from) / size <= steps) ?? 10_000;
  const round = (value: number) => Number(value.toFixed(3));
  return { min: round(Math.floor(from / step) * step), max: round(Math.ceil(to / step) * step), step };
}

/** The range of accuracies: shares from 0 to 1. */
export const accuracyRange = (shares: readonly number[]): Range => niceRange(shares, { limit: 1 });

/** A vertical axis of accuracies. */
export function accuracyAxis(palette: Palette, range: Range): object {
  const digits = range.step < 0.01 ? 1 : 0;
  return valueAxis(palette, range, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A vertical axis of any values, written in `format`. */
export function valueAxis(
  { quiet, grid }: Palette,
  { min, max, step }: Range,
  format: Intl.NumberFormatOptions,
): object {
  return {
    axis: 'y',
    min,
    max,
    grid: { color: grid, drawTicks: false },
    border: { display: false },
    ticks: { color: quiet, font: font('text'), padding: 8, stepSize: step, format },
  };
}

/** A horizontal axis of texts: each is in the middle of its column. */
export const columns = {
  axis: 'x',
  type: 'category',
  offset: true,
  grid: { display: false },
  border: { display: false },
} as const;

interface Point {
  readonly x: number;
  readonly y: number | null;
}

/** Points of several lines in one dataset: each null ends a line. */
export const separate = (lines: readonly (readonly Point[])[]): Point[] =>
  lines.flatMap((line) => [...line, { x: line.at(-1)?.x ?? 0, y: null }]);

/** The ticks of a range. */
export const ticksOf = ({ min, max, step }: Range): number[] =>
  Array.from({ length: Math.round((max - min) / step) + 1 }, (_, i) => Number((min + i * step).toFixed(3)));
