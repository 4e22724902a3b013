/** What tests read of a figure, with the types that Chart.js gives it. */
import type { Figure } from '../../src/images/figure.ts';

export interface Dataset {
  readonly label?: string;
  readonly data: readonly { readonly x: number; readonly y: number | null }[];
  readonly fill?: string;
  readonly order?: number;
  readonly xAxisID?: string;
  readonly yAxisID?: string;
  readonly showLine?: boolean;
  readonly pointRadius: number | readonly number[];
  readonly pointStyle?: string | readonly string[];
}
export interface Text {
  readonly display?: boolean;
  readonly text?: string | readonly string[];
  readonly font?: { readonly family: string; readonly size: number };
}
export interface Scale {
  readonly display?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly labels?: readonly (string | readonly string[])[];
  readonly stack?: string;
  readonly stackWeight?: number;
  readonly ticks: Text & { readonly stepSize?: number };
  readonly title?: Text;
}
export interface Config {
  readonly data: { readonly datasets: readonly Dataset[] };
  readonly options: {
    readonly plugins: {
      readonly title: Text;
      readonly subtitle: Text;
      readonly legend: Text & { readonly labels?: Text };
    };
    readonly scales: Readonly<Record<string, Scale>>;
  };
}

export const configOf = (figure: Figure) => figure.config as unknown as Config;
export const scale = (figure: Figure, id: string) => configOf(figure).options.scales[id]!;
export const datasets = (figure: Figure) => configOf(figure).data.datasets;

/** Points of a dataset that are drawn. */
export const drawn = ({ data }: Dataset) =>
  data.flatMap(({ x, y }) => (y === null || y === undefined ? [] : [{ x, y }]));
