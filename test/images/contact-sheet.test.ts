/** Contact sheets: every pixel is there and where it belongs, and texts stay in their places. */
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type Cell, type ContactSheet, contactSheet, sheetSize } from '../../src/images/contact-sheet.ts';
import type { Pixels } from '../../src/images/decode.ts';
import { papers } from '../../src/images/theme.ts';
import { asRgb, readSheet } from './read-sheet.ts';
import '../training/compare-bytes.ts';

const draw = (cells: ContactSheet['cells'], change: Partial<ContactSheet> = {}) =>
  contactSheet({ title: 'title', columns: 3, cells, footer: 'footer', theme: 'light', ...change });
const sizeOf = async (png: Uint8Array) => {
  const { width, height } = await sharp(png).metadata();
  return { width, height };
};

const read = (png: Uint8Array, side: number, times: number) =>
  readSheet(png, { side, times, frame: papers.light.grid });

const noise = (side: number, channels: 1 | 3, seed: number): Pixels => ({
  data: Uint8Array.from({ length: side * side * channels }, (_, i) => ((i + seed) * 2654435761) >>> 24),
  width: side,
  height: side,
  channels,
});
const cell = (picture: Pixels, change: Partial<Cell> = {}): Cell => ({
  pictures: [picture],
  heading: 'heading',
  lines: [],
  ...change,
});

test.each([
  ['grey, 28 pixels, nine times', 28, 1, 9],
  ['colour, 28 pixels, nine times', 28, 3, 9],
  ['colour, 128 pixels, twice', 128, 3, 2],
] as const)('enlarges crisply and in order: %s', async (_, side, channels, times) => {
  const pictures = [1, 2, 3, 4].map((seed) => noise(side, channels, seed));
  const found = await read(await draw(pictures.map((picture) => cell(picture))), side, times);
  const expected = pictures.map(({ data }) => (channels === 1 ? asRgb(data) : data));
  expect(found.map(({ bytes }) => bytes)).toEqual(expected);
  const [first, second, third, fourth] = found;
  expect(new Set([first!.top, second!.top, third!.top]).size).toBe(1);
  expect(fourth!.left).toBe(first!.left);
});

test('leaves holes, and puts before and after side by side', async () => {
  const [a, b] = [noise(28, 1, 1), noise(28, 1, 2)];
  const holes = await read(await draw([cell(a), null, cell(b)]), 28, 9);
  const full = await read(await draw([cell(a), cell(b), cell(b)]), 28, 9);
  expect(holes).toEqual([full[0], full[2]]);
  const emptyRow = [...new Array<null>(3).fill(null), cell(a)];
  expect(await read(await draw(emptyRow), 28, 9)).toHaveLength(1);
  const pair = await read(await draw([cell(a, { pictures: [a, b] })]), 28, 4);
  expect(pair.map(({ bytes }) => bytes)).toEqual([asRgb(a.data), asRgb(b.data)]);
});

test('is as large as it says before its images are drawn, and dark on dark paper', async () => {
  const cells = [cell(noise(28, 1, 1), { lines: ['a '.repeat(60)] }), null, cell(noise(300, 3, 2))];
  const sheet = { title: 'title', columns: 3, cells, footer: 'footer', theme: 'dark' } as const;
  const png = await contactSheet(sheet);
  expect(await sheetSize(sheet)).toEqual(await sizeOf(png));
  const [corner] = [await sharp(png).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer()];
  expect(`#${corner!.toString('hex')}`).toBe(papers.dark.background);
});

test('a picture too large for its cell is shrunk', async () => {
  const png = await draw([cell(noise(300, 3, 1))]);
  expect((await sizeOf(png)).width).toBe((await sizeOf(await draw([cell(noise(28, 1, 1))]))).width);
});

describe('texts', () => {
  const picture = noise(28, 1, 1);
  const heightWith = async (lines: string[]) => (await sizeOf(await draw([cell(picture, { lines })]))).height;

  test('long ones are wrapped, and the sheet grows by their lines', async () => {
    const [none, one, long] = [
      await heightWith([]),
      await heightWith(['a']),
      await heightWith(['a '.repeat(60)]),
    ];
    expect(one).toBeGreaterThan(none);
    expect(long - none).toBeGreaterThan(3 * (one - none));
  });

  test('no Korean word is parted in itself', async () => {
    // Two of these do not fit into a line, though one and a half would.
    const words = new Array<string>(4).fill('가나다라마');
    expect(await heightWith([words.join(' ')])).toBe(await heightWith(words));
  });

  test('what just fits stands on one line', async () => {
    const [short, wide] = await Promise.all(
      ['a', 'erase(0.02..0.2)'].map((heading) => draw([cell(picture, { heading })]).then(sizeOf)),
    );
    expect(wide!.height).toBe(short!.height);
  });

  test('show different letters, also Korean ones', async () => {
    const sheets = await Promise.all(
      ['갉', '낢', 'Ä', 'A', ''].map((text) => draw([cell(picture, { heading: text })])),
    );
    expect(new Set(sheets.map((png) => Buffer.from(png).toString('base64'))).size).toBe(5);
  });

  test('whatever people type is text, never markup, and disturbs no picture', {
    timeout: 30_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (text) => {
        const png = await draw([cell(picture, { heading: text, lines: [text, `<b>${text}`] })], {
          title: text,
        });
        expect(await read(png, 28, 9)).toHaveLength(1);
      }),
      {
        numRuns: 25,
        examples: [['<span foreground="red">&amp;</span>'], ['</span>'], ['\u0000'], ['&'], ['']],
      },
    );
  });
});

test('the same sheet is the same file', async () => {
  const cells = [cell(noise(28, 1, 1), { lines: ['회전 11°'] })];
  expect(await draw(cells)).toEqual(await draw(cells));
});
