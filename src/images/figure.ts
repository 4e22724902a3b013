/** The type of charts' figures, for code that only passes them on. */

import type { Theme } from './theme.ts';

/** A chart as data: a Chart.js configuration (plain JSON) and the size it is drawn at, in CSS pixels. */
export interface Figure {
  readonly config: Readonly<Record<string, unknown>>;
  readonly width: number;
  readonly height: number;
}

/** Draws a figure as a PNG file; in the colours of `theme`, where one is given, whatever it was made in. */
export interface ChartRenderer {
  render(figure: Figure, theme?: Theme): Promise<Uint8Array>;
}
