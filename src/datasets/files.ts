/** Reads a dataset's files: decompresses them, checks their hash, and parses IDX. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, type ZlibOptions } from 'node:zlib';
import { UserError, withLocal } from '../i18n/user-error.ts';
import type { DatasetDefinition, Load, PictureShape } from './dataset.ts';
import { keep, readKept } from './unpacked.ts';

/** An array from one of Yann LeCun's IDX files: `data.length` is the product of `shape`. */
export interface Idx {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const inflate = promisify(gunzip) as (file: Buffer, options: ZlibOptions) => Promise<Buffer<ArrayBuffer>>;
/** Bytes to unpack at a time. */
const LARGEST_PIECE = 1 << 26;

/** Unpacks in one piece, with the length from the file's end (RFC 1952): this thread would have to join several pieces. */
const unpack = (file: Buffer) => {
  const length = file.length < 4 ? 0 : file.readUInt32LE(file.length - 4);
  return inflate(file, { chunkSize: Math.min(length, LARGEST_PIECE) + 64 });
};

/** A dataset's folder has its name, so the message can name the command that restores it. */
const fileError = (key: 'data.missing' | 'data.damaged', path: string) =>
  missingFile(key, dirname(path), basename(path));

/** Messages name the last part of `folder`, and the whole path only on this computer. */
export const missingFile = (key: 'data.missing' | 'data.damaged', folder: string, file: string) =>
  withLocal(new UserError(key, { file, folder: basename(folder), dataset: basename(folder) }), { folder });

/** Bytes to hash at a time: a few milliseconds. */
const HASHED_PIECE = 1 << 22;

/** Whether bytes have this SHA-256. In pieces, because WebCrypto on another thread takes twice the CPU: it copies the bytes first. */
async function isWhole(bytes: Uint8Array, sha256: string): Promise<boolean> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += HASHED_PIECE) {
    hash.update(bytes.subarray(at, at + HASHED_PIECE));
    await setImmediate();
  }
  return hash.digest('hex') === sha256;
}

/**
 * The decompressed bytes of a .gz file with a known SHA-256; the folder `unpacked` may have them already, and
 * has them afterwards. Unpacking runs on another thread, because the process that answers people reads datasets, too.
 * Throws UserError if the file is missing, truncated or has another hash.
 */
async function readChecked(path: string, sha256: string, unpacked: string | undefined): Promise<Uint8Array> {
  const kept = unpacked === undefined ? undefined : await readKept(unpacked, sha256);
  if (kept && (await isWhole(kept, sha256))) return kept;
  const compressed = await readFile(path).catch(() => {
    throw fileError('data.missing', path);
  });
  const bytes = await unpack(compressed).catch(() => {
    throw fileError('data.damaged', path);
  });
  if (!(await isWhole(bytes, sha256))) throw fileError('data.damaged', path);
  if (unpacked !== undefined) await keep(unpacked, sha256, bytes);
  return bytes;
}

/**
 * Parses IDX bytes: two zero bytes, element type (8: unsigned byte, the only one read here), number of
 * dimensions, each dimension as a big-endian uint32, then the elements.
 * Source: http://yann.lecun.com/exdb/mnist/. Throws RangeError for other bytes.
 */
export function parseIdx(bytes: Uint8Array): Idx {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0) throw new RangeError('not an IDX file');
  if (view.getUint8(2) !== 8) throw new RangeError(`IDX element type ${view.getUint8(2)} is not supported`);
  const dimensions = view.getUint8(3);
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) throw new RangeError('IDX header is cut off');
  const shape = Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length - start !== size)
    throw new RangeError(`IDX holds ${bytes.length - start} elements instead of ${size}`);
  return { shape, data: bytes.subarray(start) };
}

/**
 * Reads the four IDX files of a dataset, in the order of its declaration. Rejects if images have another shape.
 * `unpacked`: the folder for unpacked files, if there is one.
 */
export const loadIdx =
  (
    { files, width, height, channels }: PictureShape & Pick<DatasetDefinition, 'files'>,
    unpacked: string | undefined,
  ): Load =>
  async (folder) => {
    const arrays = await Promise.all(
      Object.entries(files).map(async ([file, hash]) =>
        parseIdx(await readChecked(join(folder, file), hash, unpacked)),
      ),
    );
    const [pixels, labels, testPixels, testLabels] = arrays;
    if (!pixels || !labels || !testPixels || !testLabels)
      throw new Error(`four IDX files are needed, not ${arrays.length}`);
    const declared = [height, width, ...(channels === 1 ? [] : [channels])].join();
    for (const { shape } of [pixels, testPixels])
      if (shape.slice(1).join() !== declared)
        throw new Error(`images of ${shape.slice(1).join(' x ')} are declared otherwise in ${folder}`);
    return {
      pool: { pixels: pixels.data, labels: labels.data },
      test: { pixels: testPixels.data, labels: testLabels.data },
    };
  };
