/** Stub. */
import type { Figure } from '../pictures/figure.ts';
import type { Theme } from './theme.ts';
export interface TallyChart {
  readonly title: string;
  readonly theme: Theme;
  readonly locale: string;
  readonly footer?: string;
  readonly series: readonly string[];
  readonly bars: readonly {
    readonly label: string;
    readonly right: boolean;
    readonly counts: readonly number[];
  }[];
}
export const tallyFigure = (_: TallyChart): Figure => {
  throw new Error('stub');
};
