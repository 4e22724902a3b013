/** Finds the pictures on a contact sheet by their frames, and takes them back to the size they had. */
import sharp from 'sharp';

/** A picture as RGB bytes, with its place on the sheet. */
export interface Found {
  readonly left: number;
  readonly top: number;
  readonly bytes: Uint8Array;
}

/**
 * Every picture of `side` x `side` squares of `times` pixels each, row by row. `frame` is the colour (#rrggbb) of the
 * line around it. Throws where a square is not of one colour.
 */
export async function readSheet(
  png: Uint8Array,
  { side, times, frame }: { side: number; times: number; frame: string },
): Promise<Found[]> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number) => data.readUIntBE(3 * (y * info.width + x), 3);
  const wanted = Number.parseInt(frame.slice(1), 16);
  const room = side * times;
  const framed = (left: number, top: number) => {
    for (let i = -1; i <= room; i++)
      if (
        pixel(left + i, top - 1) !== wanted ||
        pixel(left - 1, top + i) !== wanted ||
        pixel(left + i, top + room) !== wanted ||
        pixel(left + room, top + i) !== wanted
      )
        return false;
    return true;
  };
  const found: Found[] = [];
  for (let top = 1; top + room < info.height; top++)
    for (let left = 1; left + room < info.width; left++) {
      if (!framed(left, top)) continue;
      const bytes: number[] = [];
      for (let y = 0; y < room; y++)
        for (let x = 0; x < room; x++) {
          const colour = pixel(left + x, top + y);
          if (x % times === 0 && y % times === 0) bytes.push(colour >> 16, (colour >> 8) & 255, colour & 255);
          else if (colour !== pixel(left + x - (x % times), top + y - (y % times)))
            throw new Error(`a square at ${left + x}, ${top + y} is not of one colour`);
        }
      found.push({ left, top, bytes: Uint8Array.from(bytes) });
    }
  return found;
}

/** Grey bytes as RGB, as a sheet shows them. */
export const asRgb = (grey: ArrayLike<number>): Uint8Array =>
  Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)]!);
