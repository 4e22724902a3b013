/** The chart of a question's answers: a bar per answer, its count at the end; two bars where people voted twice. */
import type { Figure } from '../images/figure.ts';
import { innerWidth, width } from './figure.ts';
import { wrap } from './text.ts';
import { faded, font, palettes, sizes, type Theme } from './theme.ts';

export interface TallyInput {
  readonly theme: Theme;
  readonly locale: string;
  readonly title: string;
  /** One name, or two: of the first vote and of the second. */
  readonly series: readonly string[];
  /** From top to bottom; a count for each of the series. */
  readonly bars: readonly {
    readonly label: string;
    readonly right: boolean;
    readonly counts: readonly number[];
  }[];
}

/** Of a bar, with the gap to the next; of everything above and below the bars. In CSS pixels. */
const BAR = 44;
const AROUND = 120;
/** Chart.js gives axis labels at most this width. In CSS pixels. */
const LABEL_WIDTH = 150;
/** Letters that always fit into a line: code may have no space to break at. */
const LONG_WORD = /(\S{12})(?=\S)/gu;
/** Maximum letters of a label; the text below the chart has all of it. */
const LONGEST = 42;

/**
 * A mark in the label, and colour, show the right answers. Counts are labels of a second axis, because
 * values at the ends of bars would need a plugin. Plain JSON, like all our figures. Pure.
 */
export function tallyFigure({ theme, locale, title, series, bars }: TallyInput): Figure {
  const { background, ink, quiet, arms } = palettes[theme];
  const number = new Intl.NumberFormat(locale);
  const labels = bars.map(({ label, right }) => {
    const short = [...label].length > LONGEST ? `${[...label].slice(0, LONGEST - 1).join('')}…` : label;
    return wrap(`${right ? '✓ ' : ''}${short.replace(LONG_WORD, '$1 ')}`, LABEL_WIDTH, sizes.text);
  });
  const lines = labels.reduce((sum, label) => sum + Math.max(series.length, label.length) * 26 + 22, 0);
  const colour = (right: boolean, vote: number) =>
    faded(right ? arms.augmented : arms.reduced, vote === series.length - 1 ? 1 : 0.45);
  const most = Math.max(1, ...bars.flatMap(({ counts }) => counts));
  const config = {
    type: 'bar',
    data: {
      labels,
      datasets: series.map((label, vote) => ({
        label,
        data: bars.map(({ counts }) => counts[vote] ?? 0),
        backgroundColor: bars.map(({ right }) => colour(right, vote)),
        barPercentage: 0.9,
        categoryPercentage: 0.8,
        minBarLength: 2,
      })),
    },
    options: {
      indexAxis: 'y',
      responsive: false,
      animation: false,
      locale,
      backgroundColor: background,
      color: ink,
      layout: { padding: 24 },
      plugins: {
        legend: { display: false },
        title: {
          display: true,
          text: wrap(title, innerWidth, sizes.title),
          align: 'start',
          color: ink,
          font: font('title', 700),
          padding: { top: 0, bottom: series.length > 1 ? 4 : 14 },
        },
        subtitle: {
          display: series.length > 1,
          text: series.join('  →  '),
          align: 'start',
          color: quiet,
          font: font('text'),
          padding: { top: 0, bottom: 14 },
        },
      },
      scales: {
        x: { display: false, min: 0, max: most },
        y: {
          grid: { display: false },
          border: { display: false },
          ticks: { color: ink, font: font('text', 500), autoSkip: false, padding: 10 },
        },
        counts: {
          type: 'category',
          axis: 'y',
          position: 'right',
          offset: true,
          labels: bars.map(({ counts }) => counts.map((count) => number.format(count)).join(' → ')),
          grid: { display: false },
          border: { display: false },
          ticks: { color: ink, font: font('text', 700), autoSkip: false, padding: 10 },
        },
      },
    },
  };
  return { config, width, height: Math.max(AROUND + BAR * 2, AROUND + lines) };
}
