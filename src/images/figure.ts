/** What charts/ makes and draws, for all those who only pass it on. */

/** A chart as data: a Chart.js configuration (plain JSON) and the size it is drawn at, in CSS pixels. */
export interface Figure {
  readonly config: Readonly<Record<string, unknown>>;
  readonly width: number;
  readonly height: number;
}

/** Draws a figure as a PNG file. */
export interface ChartRenderer {
  render(figure: Figure): Promise<Uint8Array>;
}
