/** A chart as data, and the frame that all our charts share: title, axis of accuracies, footer, background. */
import type { Figure } from '../images/figure.ts';
import { wrap } from './text.ts';
import { font, palettes, sizes, type Theme } from './theme.ts';

/** Device pixels per CSS pixel in every picture, wherever it is drawn. */
export const pixelRatio = 2;

/** What every chart is told. All texts arrive translated; `locale` formats the numbers. */
export interface Frame {
  readonly theme: Theme;
  readonly locale: string;
  readonly title: string;
  /** Stands above the axis; says what points and lines are, too. */
  readonly yLabel: string;
  /** Where the numbers come from: dataset, policy, backend and versions. */
  readonly footer: string;
}

export interface Contents {
  readonly datasets: readonly object[];
  readonly legend: object;
  /** The accuracies (shares from 0 to 1) that the axis has to reach. */
  readonly accuracies: readonly number[];
  /** X axes by id; `top` may add to the axis that carries the label of y. */
  readonly xScales: Readonly<Record<string, object>> & { readonly top?: object };
}

/** Of every picture, in CSS pixels. */
export const width = 720;
const height = 540;
const padding = 24;

/** The width that texts have, in CSS pixels. */
export const innerWidth = width - 2 * padding;

/**
 * Puts contents into the common frame. The configuration is plain JSON: no functions, no plugins of ours, so that a
 * QuickChart server draws it too. `options.backgroundColor` is what the renderer paints the picture with first.
 */
export function frame(input: Frame, contents: Contents): Figure {
  const { background, ink, quiet, grid } = palettes[input.theme];
  const { min, max, step } = niceRange(contents.accuracies);
  const digits = step < 0.01 ? 1 : 0;
  const { top, ...xScales } = contents.xScales;
  const config = {
    type: 'scatter',
    data: { datasets: contents.datasets },
    options: {
      responsive: false,
      animation: false,
      locale: input.locale,
      backgroundColor: background,
      color: ink,
      layout: { padding },
      plugins: {
        legend: contents.legend,
        title: {
          display: true,
          text: wrap(input.title, innerWidth, sizes.title),
          align: 'start',
          color: ink,
          font: font('title', 700),
          padding: { top: 0, bottom: 6 },
        },
        subtitle: {
          display: true,
          position: 'bottom',
          text: wrap(input.footer, innerWidth, sizes.footer),
          align: 'start',
          color: quiet,
          font: font('footer'),
          padding: { top: 12, bottom: 0 },
        },
      },
      scales: {
        ...xScales,
        top: {
          axis: 'x',
          type: 'category',
          position: 'top',
          labels: [''],
          ticks: { display: false },
          grid: { display: false },
          border: { display: false },
          title: {
            display: true,
            // Chart.js would write along a vertical axis; above it the text is easier to read.
            text: wrap(input.yLabel, innerWidth - 40, sizes.text),
            align: 'start',
            color: quiet,
            font: font('text'),
          },
          ...top,
        },
        y: {
          min,
          max,
          grid: { color: grid, drawTicks: false },
          border: { display: false },
          ticks: {
            color: quiet,
            font: font('text'),
            padding: 8,
            stepSize: step,
            format: { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits },
          },
        },
      },
    },
  };
  return { config, width, height };
}

/**
 * A round axis around shares: at most seven ticks, never outside 0 to 1, and never narrower than four points, so that
 * noise does not fill the picture. Without values: 0 to 1.
 */
function niceRange(values: readonly number[]): { min: number; max: number; step: number } {
  if (values.length === 0) return { min: 0, max: 1, step: 0.2 };
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = Math.max(0.02 - (high - low) / 2, (high - low) * 0.05);
  const from = Math.max(0, low - margin);
  const to = Math.min(1, high + margin);
  const step = [0.01, 0.02, 0.05, 0.1].find((size) => (to - from) / size <= 5) ?? 0.2;
  const round = (share: number) => Number(share.toFixed(3));
  return { min: round(Math.floor(from / step) * step), max: round(Math.ceil(to / step) * step), step };
}
