/** Colours, fonts, dashes and shapes of the charts. What tells arms apart is never colour alone. */
import type { Figure } from '../images/figure.ts';
import { fontFamily } from '../images/fonts.ts';
import { type Paper, papers, type Theme, themes } from '../images/theme.ts';

export type { Theme } from '../images/theme.ts';
export type Arm = 'full' | 'reduced' | 'augmented';

export interface Palette extends Paper {
  readonly arms: Readonly<Record<Arm, string>>;
}

/** Okabe and Ito's colours: black (on dark: near-white), vermilion (orange), blue (sky blue). */
export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    ...papers.light,
    arms: { full: '#000000', reduced: '#d55e00', augmented: '#0072b2' },
  },
  dark: {
    ...papers.dark,
    arms: { full: '#f4f4f4', reduced: '#e69f00', augmented: '#56b4e9' },
  },
};

/** Dash pattern and point shape of an arm, as Chart.js names them. */
export const marks: Readonly<
  Record<Arm, { readonly dash: readonly number[]; readonly shape: string; readonly radius: number }>
> = {
  full: { dash: [12, 6], shape: 'circle', radius: 6 },
  reduced: { dash: [3, 4], shape: 'triangle', radius: 8 },
  augmented: { dash: [], shape: 'rectRot', radius: 8 },
};

/** Text sizes in CSS pixels of a 720 pixels wide chart; a phone shows them at about half. */
export const sizes = { title: 27, longTitle: 22, text: 20, value: 26, footer: 18 } as const;

/** Ours, and what a QuickChart server may have for Korean instead: with a font of Latin letters alone it draws boxes. */
const families = `'${fontFamily}', 'Noto Sans KR', 'Noto Sans CJK KR', 'Nanum Gothic', sans-serif`;

/** A font for every place that has text: Chart.js inherits `options.font` in some places and not in others. */
export function font(size: keyof typeof sizes, weight: 500 | 700 = 500): object {
  return { family: families, size: sizes[size], weight, lineHeight: 1.25 };
}

/** A colour with an opacity from 0 to 1: #rrggbb -> #rrggbbaa. */
export function faded(colour: string, opacity: number): string {
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** The figure in the colours of a theme, whatever it was made in: each colour of ours becomes the one with the same part. */
export function inTheme(figure: Figure, theme: Theme): Figure {
  const colours = new Map(themes.flatMap((from) => pairs(palettes[from], palettes[theme])));
  const other = (value: unknown, isColour: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one) => other(one, isColour));
    if (typeof value === 'string')
      return isColour ? (colours.get(value.slice(0, 7)) ?? value.slice(0, 7)) + value.slice(7) : value;
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, other(part, /color$/i.test(name))]),
    );
  };
  return { ...figure, config: other(figure.config, false) as Figure['config'] };
}

const pairs = ({ arms: from, ...paper }: Palette, { arms: to, ...newPaper }: Palette): [string, string][] => [
  ...(Object.keys(paper) as (keyof Paper)[]).map((part): [string, string] => [paper[part], newPaper[part]]),
  ...(Object.keys(from) as Arm[]).map((arm): [string, string] => [from[arm], to[arm]]),
];
