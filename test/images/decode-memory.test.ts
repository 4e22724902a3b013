/** How much memory a stranger's file can take, measured in a separate process. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import { loadSharp } from '../../src/images/sharp.ts';
import { inputs } from '../bounded.ts';
import { chunk, inflating, png, withLength, withSegment, zeros } from './files.ts';

const sharp = await loadSharp();
const folder = mkdtempSync(join(tmpdir(), 'augie-memory-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What decoding a file ended with, and by how many megabytes the process grew at its peak, file included. */
function decode(bytes: Uint8Array): { outcome: string; growth: number } {
  const file = join(folder, 'picture');
  writeFileSync(file, bytes);
  const script = `
    import { readFileSync } from 'node:fs';
    import { decodePicture } from './dist/src/images/decode.js';
    import { loadSharp } from './dist/src/images/sharp.js';
    const sharp = await loadSharp();
    const create = { width: 8, height: 8, channels: 3, background: 'red' };
    await decodePicture(await sharp({ create }).jpeg().toBuffer(), 224);
    const before = process.resourceUsage().maxRSS;
    const bytes = readFileSync(process.argv[1]);
    const outcome = await decodePicture(bytes, 224).then(() => 'a picture', (error) => error.key);
    const growth = (process.resourceUsage().maxRSS - before) / 1024;
    process.stdout.write(JSON.stringify({ outcome, growth }));
  `;
  const args = ['--input-type=module', '--eval', script, file];
  return JSON.parse(execFileSync(execPath, args, { encoding: 'utf8' }));
}

const small = { width: 64, height: 64 };
const pixels = zeros(193 * 64);
const [width, height] = [6400, 5000];
/** The bytes of an interlaced PNG: seven passes, each row of them with one byte in front. */
const interlaced = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
].reduce((sum, [x = 0, y = 0, dx = 1, dy = 1]) => {
  return sum + Math.ceil((height - y) / dy) * (1 + 8 * Math.ceil((width - x) / dx));
}, 0);
const plain = (size: { width: number; height: number }) =>
  sharp({ create: { ...size, channels: 3, background: '#c84' } });

/** To decode such a file takes a second: the quick suite tries the first of each kind. */
const some = <T>(files: readonly T[], few: number) => files.slice(0, inputs(files.length, few));

describe('the memory for a file', () => {
  // Measured: at most 3 MB, but 75 for a JPEG or WebP with 20 MB of metadata and 200 for such a PNG.
  const harmful: [string, string, () => Promise<Buffer> | Buffer][] = [
    ['picture.tooWide', '30,000 x 30,000', () => png({ width: 30_000, height: 30_000, colour: 6 }, pixels)],
    ['a picture', 'zTXt of 300 MB', () => png(small, inflating('zTXt', 3e8), pixels)],
    ['a picture', 'iCCP of 300 MB', () => png(small, inflating('iCCP', 3e8), pixels)],
    ['a picture', 'IDAT of 300 MB', () => png(small, zeros(3e8))],
    [
      'a picture',
      'eXIf in PNG',
      () => png(small, chunk('eXIf', Buffer.alloc(19e6, 'MM\0*\0\0\0\x08')), pixels),
    ],
    [
      'a picture',
      'EXIF in JPEG',
      async () =>
        withSegment(await plain(small).jpeg().toBuffer(), 0xe1, Buffer.alloc(65e3, 'Exif\0\0MM\0*'), 300),
    ],
    [
      'a picture',
      'EXIF in WebP',
      async () => {
        const file = await plain(small)
          .withExif({ IFD0: { Artist: 'x' } })
          .webp()
          .toBuffer();
        const size = Buffer.alloc(4);
        size.writeUInt32LE(19e6);
        const start = file.subarray(0, file.indexOf('EXIF') + 4);
        return withLength(Buffer.concat([start, size, Buffer.alloc(19e6, 'MM\0*\0\0\0\x08')]));
      },
    ],
  ];
  it.each(some(harmful, 2))('is bounded when it is made to do harm: %s, %s', async (outcome, _, file) => {
    const found = decode(await file());
    expect(found.outcome).toBe(outcome);
    expect(found.growth).toBeLessThan(250);
  });

  // Measured: 285 and 190 MB, and 255 for a progressive JPEG in CMYK, which takes long to make. Most pictures are
  // decoded in strips.
  const large: [string, number, () => Promise<Buffer> | Buffer][] = [
    ['photo', 50, () => plain({ width, height }).jpeg().toBuffer()],
    [
      'interlaced PNG of 64 bits a pixel',
      350,
      () => png({ width, height, depth: 16, colour: 6, interlaced: true }, zeros(interlaced)),
    ],
    [
      'progressive JPEG',
      250,
      () => plain({ width, height }).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
    ],
  ];
  it.each(some(large, 1))('is bounded for 32 megapixels: %s', async (_, most, file) => {
    const found = decode(await file());
    expect(found.outcome).toBe('a picture');
    expect(found.growth).toBeLessThan(most);
  });
});
