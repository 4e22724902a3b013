/** A QR code as one path of an SVG. Pure. */

/** `rows` of 1 (dark) and 0; `margin` squares of light around them. Neighbours in a row are one rectangle. */
export const qrPath = (rows: readonly string[], margin: number): string =>
  rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map(
        ({ index, 0: { length } }) => `M${index + margin} ${y + margin}h${length}v1h-${length}z`,
      ),
    )
    .join('');
