/** The type of charts' figures, for code that only passes them on. */

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
