/** A contact sheet as a database keeps it: its words and places as JSON, its pixels as bytes, each image once. */
import type { Cell, ContactSheet } from '../../images/contact-sheet.ts';
import type { Pixels } from '../../images/decode.ts';

export interface PackedSheet extends Omit<ContactSheet, 'cells'> {
  /** Images by their place in `images`. */
  readonly cells: readonly ((Omit<Cell, 'pictures'> & { readonly pictures: readonly number[] }) | null)[];
  /** In the order of their bytes in `pixels`. */
  readonly images: readonly Omit<Pixels, 'data'>[];
}

export function packSheet({ cells, ...sheet }: ContactSheet): { sheet: PackedSheet; pixels: Uint8Array } {
  const all = [...new Set(cells.flatMap((cell) => cell?.pictures ?? []))];
  const packed = cells.map(
    (cell) => cell && { ...cell, pictures: cell.pictures.map((picture) => all.indexOf(picture)) },
  );
  const images = all.map(({ data: _, ...shape }) => shape);
  return { sheet: { ...sheet, cells: packed, images }, pixels: Buffer.concat(all.map(({ data }) => data)) };
}

export function unpackSheet({ cells, images, ...sheet }: PackedSheet, pixels: Uint8Array): ContactSheet {
  let at = 0;
  const all = images.map((shape): Pixels => {
    const end = at + shape.width * shape.height * shape.channels;
    const data = pixels.subarray(at, end);
    at = end;
    return { ...shape, data };
  });
  return {
    ...sheet,
    cells: cells.map((cell) => cell && { ...cell, pictures: cell.pictures.map((index) => all[index]!) }),
  };
}
