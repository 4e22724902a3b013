/** Reading datasets: what is there, and what is said when it is not. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/datasets/catalog.ts';
import { parseIdx } from '../../src/datasets/files.ts';
import { ours } from './catalogs.ts';

test.each(ours.names)(
  'everything is known of %s before a picture is read, and true afterwards',
  async (name) => {
    const info = ours.info(name);
    const dataset = await ours.load(name);
    expect(dataset.info).toEqual(info);
    const { pool, test, split } = dataset;
    const size = info.width * info.height * info.channels;
    const counts = new Array<number>(info.labels.length).fill(0);
    for (const label of pool.labels) counts[label]!++;
    expect(counts).toEqual(info.poolPerLabel);
    expect(Math.max(...new Set(test.labels))).toBeLessThan(info.labels.length);
    expect(pool.pixels).toHaveLength(pool.labels.length * size);
    expect(test.pixels).toHaveLength(test.labels.length * size);
    expect({
      training: split.training.length,
      validation: split.validation.length,
      test: test.labels.length,
    }).toEqual(info.sizes);
    expect(existsSync(join('data', name, 'LICENCE')), 'the data comes with its licence').toBe(true);
  },
);

test('Fashion-MNIST is divided as the documents say', () => {
  expect(ours.info('fashion-mnist')).toMatchObject({
    split: '80/20',
    sizes: { training: 48_000, validation: 12_000, test: 10_000 },
  });
});

test('an unknown dataset is refused with the known ones', () => {
  expect(() => ours.info('mnist')).toThrow(
    expect.objectContaining({
      key: 'data.unknown',
      params: { name: 'mnist', known: ours.names.join(', ') },
    }),
  );
});

test.each(['that is not there', 'without files'])('a folder of declarations %s is named', async (which) => {
  const folder = mkdtempSync(join(tmpdir(), 'augie-data-'));
  const declarations = join(folder, 'declarations', '/');
  if (which === 'without files') mkdirSync(declarations);
  await expect(
    createCatalog({ data: folder, declarations: pathToFileURL(declarations).href }),
  ).rejects.toThrow(expect.objectContaining({ key: 'data.none', params: { folder: declarations } }));
  rmSync(folder, { recursive: true });
});

test.each([
  ['no default export', 'export const title = 1;', /broken\.js has no default export with files/],
  ['a mistake of the language', 'export default {', /broken\.js: \w+/],
  ['parts that are missing', 'export default { files: {} };', /broken: .*title/s],
  [
    'labels without their counts',
    `export default { title: 'T', labels: ['a', 'b'], width: 4, height: 4, channels: 1, poolPerLabel: [3], testSize: 1, files: {} };`,
    /equally long/,
  ],
])('a declaration with %s is named, with what is wrong in it', async (_, text, reason) => {
  const folder = mkdtempSync(join(tmpdir(), 'augie-data-'));
  const declarations = join(folder, 'declarations');
  mkdirSync(declarations);
  writeFileSync(join(declarations, 'broken.js'), text);
  const source = { data: folder, declarations: pathToFileURL(`${declarations}/`).href };
  const params = { folder: `${declarations}/`, reason: expect.stringMatching(reason) };
  await expect(createCatalog(source)).rejects.toThrow(expect.objectContaining({ key: 'data.wrong', params }));
  rmSync(folder, { recursive: true });
});

describe('a copy that is not whole', () => {
  let folder: string;
  const file = 't10k-labels-idx1-ubyte.gz';
  const path = () => join(folder, 'fashion-mnist', file);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'augie-data-'));
    cpSync('data/fashion-mnist', join(folder, 'fashion-mnist'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const expectError = (key: string) =>
    expect(createCatalog({ data: folder }).then(({ load }) => load('fashion-mnist'))).rejects.toThrow(
      expect.objectContaining({
        key,
        params: { file, folder: 'fashion-mnist', dataset: 'fashion-mnist' },
        local: { folder: join(folder, 'fashion-mnist') },
      }),
    );

  test('names a missing file', async () => {
    rmSync(path());
    await expectError('data.missing');
  });

  test('names a truncated file', async () => {
    truncateSync(path(), 3000);
    await expectError('data.damaged');
  });

  test('names a file that is no gzip', async () => {
    writeFileSync(path(), 'hello');
    await expectError('data.damaged');
  });

  test('names a file of which one byte is another', async () => {
    const bytes = gunzipSync(readFileSync(path()));
    bytes[5000]! ^= 1;
    writeFileSync(path(), gzipSync(bytes));
    await expectError('data.damaged');
  });
});

describe('IDX', () => {
  const idx = (...bytes: number[]) => Uint8Array.from(bytes);

  test('is taken apart', () => {
    const { shape, data } = parseIdx(idx(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6));
    expect(shape).toEqual([2, 3]);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test.each([
    ['other magic', idx(1, 0, 8, 1, 0, 0, 0, 1, 9)],
    ['other element type', idx(0, 0, 13, 1, 0, 0, 0, 1, 9)],
    ['too few elements', idx(0, 0, 8, 1, 0, 0, 0, 2, 9)],
    ['too many elements', idx(0, 0, 8, 1, 0, 0, 0, 1, 9, 9)],
    ['header cut off', idx(0, 0, 8, 3, 0, 0, 0, 1)],
    ['nothing', idx()],
  ])('is refused: %s', (_, bytes) => {
    expect(() => parseIdx(bytes)).toThrow(RangeError);
  });
});
