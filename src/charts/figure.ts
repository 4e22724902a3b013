/** The frame of all charts of experiments: title, label of the values, footer, background. */
import type { Figure } from '../images/figure.ts';
import { wrap } from './text.ts';
import { font, palettes, sizes, type Theme } from './theme.ts';

/** Device pixels per CSS pixel in every picture, wherever it is drawn. */
export const pixelRatio = 2;

/** The input of every chart. All texts are translated; `locale` formats the numbers. */
export interface Frame {
  readonly theme: Theme;
  readonly locale: string;
  /** A name or a sentence, of up to 140 characters. */
  readonly title: string;
  /** Label above the axis; also says what points and lines are. */
  readonly yLabel: string;
  /** Where the numbers come from: dataset, policy, backend and versions. */
  readonly footer: string;
}

export interface Contents {
  readonly datasets: readonly object[];
  readonly legend: object;
  /** Axes by id; `top` is merged into the axis with the label of the values. */
  readonly scales: Readonly<Record<string, object>> & { readonly top?: object };
  /** Of the picture, in CSS pixels; a title of more than two lines adds to it. */
  readonly height?: number;
}

/** Of every picture, in CSS pixels. */
export const width = 720;
const padding = 24;

/** The width available for texts, in CSS pixels. */
export const innerWidth = width - 2 * padding;

/**
 * Puts contents into the common frame. The configuration is plain JSON: no functions, no plugins of ours, so that a
 * QuickChart server draws it too. `options.backgroundColor` is what the renderer paints the picture with first.
 */
export function frame(input: Frame, { datasets, legend, scales, height = 540 }: Contents): Figure {
  const { background, ink, quiet } = palettes[input.theme];
  const title = fitTitle(input.title);
  const { top, ...others } = scales;
  const config = {
    type: 'scatter',
    data: { datasets },
    options: {
      responsive: false,
      animation: false,
      locale: input.locale,
      backgroundColor: background,
      color: ink,
      layout: { padding },
      plugins: {
        legend,
        title: {
          display: true,
          text: title.lines,
          align: 'start',
          color: ink,
          font: font(title.size, 700),
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
        ...others,
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
            text: wrap(input.yLabel, innerWidth - 60, sizes.text),
            align: 'start',
            color: quiet,
            font: font('text'),
          },
          ...top,
        },
      },
    },
  };
  return { config, width, height: height + title.extra };
}

/** Two lines of the usual size, otherwise as many smaller lines as needed, which take `extra` pixels. */
function fitTitle(text: string): { lines: readonly string[]; size: 'title' | 'longTitle'; extra: number } {
  const lines = wrap(text, innerWidth, sizes.title);
  if (lines.length <= 2) return { lines, size: 'title', extra: 0 };
  const smaller = wrap(text, innerWidth, sizes.longTitle);
  const extra = Math.ceil(1.25 * (smaller.length * sizes.longTitle - 2 * sizes.title));
  return { lines: smaller, size: 'longTitle', extra: Math.max(0, extra) };
}
