/** Picture files put together by hand, for what no encoder would write. */
import { crc32, deflateSync } from 'node:zlib';

export function chunk(type: string, data: Uint8Array = Buffer.of()): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([bigEndian(data.length), typed, bigEndian(crc32(typed))]);
}

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth?: 1 | 8 | 16;
  /** Grey, RGB or RGBA. */
  readonly colour?: 0 | 2 | 6;
  readonly interlaced?: boolean;
}

/** A PNG of these chunks, with IHDR before and IEND after them. */
export function png(header: PngHeader, ...chunks: readonly Uint8Array[]): Buffer {
  const { width, height, depth = 8, colour = 2, interlaced = false } = header;
  const kind = Buffer.of(depth, colour, 0, 0, Number(interlaced));
  const first = chunk('IHDR', Buffer.concat([bigEndian(width), bigEndian(height), kind]));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), first, ...chunks, chunk('IEND')]);
}

/** Pixel data that inflates to this many zeros: black, or transparent where there is alpha. */
export function zeros(bytes: number): Buffer {
  return chunk('IDAT', deflateSync(Buffer.alloc(bytes), { level: 1 }));
}

/** A chunk of compressed text or of a colour profile that inflates to this many zeros. */
export function inflating(type: 'zTXt' | 'iCCP', bytes: number): Buffer {
  return chunk(
    type,
    Buffer.concat([Buffer.from('name\0\0'), deflateSync(Buffer.alloc(bytes), { level: 1 })]),
  );
}

/** A JPEG with an extra segment at the start, `times` times. */
export function withSegment(jpeg: Uint8Array, marker: number, data: Uint8Array, times = 1): Buffer {
  const head = Buffer.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff);
  const segments = Array.from({ length: times }, () => [head, data]).flat();
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** A WebP file whose header says how long it is. */
export function withLength(webp: Uint8Array): Buffer {
  const file = Buffer.from(webp);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
