/** Datasets that are kept unpacked: read from there when they are whole, and unpacked again whenever they are not. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/datasets/catalog.ts';
import type { Dataset } from '../../src/datasets/dataset.ts';
import { deleteFolder, newFolder } from '../test-app.ts';
import { small } from './catalogs.ts';
import '../training/compare-bytes.ts';

const NAME = 'fashion-mnist';

let folder: string;
let unpacked: string;
let right: Dataset;
beforeEach(async () => {
  folder = newFolder();
  unpacked = join(folder, 'var');
  mkdirSync(unpacked);
  right = await small.load(NAME);
});
afterEach(() => deleteFolder(folder));

const open = () => createCatalog({ ...small.source, unpacked });
const load = async () => (await open()).load(NAME);
/** With nothing to unpack. */
const loadKept = async () =>
  (await createCatalog({ ...small.source, data: join(folder, 'nothing'), unpacked })).load(NAME);
const kept = () => readdirSync(unpacked).sort();
const images = () => join(unpacked, kept().find((name) => statSync(join(unpacked, name)).size > 500_000)!);

test('nothing is kept where no folder is named', async () => {
  expect(await (await createCatalog(small.source)).load(NAME)).toEqual(right);
  expect(kept()).toEqual([]);
});

test('the first load keeps each file under its hash, for this user alone; the next one needs no more', async () => {
  const umask = process.umask(0);
  try {
    expect(await load()).toEqual(right);
  } finally {
    process.umask(umask);
  }
  expect(kept()).toHaveLength(4);
  for (const name of kept()) {
    expect(name).toMatch(/^dataset-[0-9a-f]{64}\.raw$/);
    expect(statSync(join(unpacked, name)).mode & 0o777).toBe(0o600);
  }
  expect(await loadKept()).toEqual(right);
});

test('loads at the same time do not disturb each other', async () => {
  for (const dataset of await Promise.all([load(), load(), load(), load()])) expect(dataset).toEqual(right);
  expect(kept()).toHaveLength(4);
  expect(await loadKept()).toEqual(right);
});

const damages: Readonly<Record<string, (file: string) => void>> = {
  'of which one byte is another': (file) => {
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
  },
  'that is cut off': (file) => truncateSync(file, 5000),
  'that is empty': (file) => truncateSync(file, 0),
  'that is longer': (file) => writeFileSync(file, '.', { flag: 'a' }),
};

test.each(Object.keys(damages))('a kept file %s is made again', async (which) => {
  await load();
  const whole = readFileSync(images());
  const file = images();
  damages[which]!(file);
  await expect(loadKept()).rejects.toThrow('data.missing');
  expect(await load()).toEqual(right);
  expect(Buffer.compare(readFileSync(file), whole)).toBe(0);
  expect(await loadKept()).toEqual(right);
});

describe('what cannot be kept is unpacked each time, without an error', () => {
  test('a folder that is not there', async () => {
    rmSync(unpacked, { recursive: true });
    expect(await load()).toEqual(right);
    expect(existsSync(unpacked)).toBe(false);
  });

  test('something else in its place, and no half of a file is left', async () => {
    await load();
    const file = images();
    rmSync(file);
    mkdirSync(join(file, 'full'), { recursive: true });
    expect(await load()).toEqual(right);
    expect(kept()).toHaveLength(4);
  });
});

test('a dataset of the same files and another shape is refused as before', async () => {
  await load();
  const declarations = join(folder, 'declarations', '/');
  mkdirSync(declarations);
  writeFileSync(
    join(declarations, `${NAME}.js`),
    `import right from '${small.source.declarations}${NAME}.js';\nexport default { ...right, width: 14, height: 56 };\n`,
  );
  const other = await createCatalog({
    data: small.source.data,
    declarations: pathToFileURL(declarations).href,
    unpacked,
  });
  await expect(other.load(NAME)).rejects.toThrow('are declared otherwise');
});

test('tidying deletes what no dataset has any more and what was not finished, and nothing else', async () => {
  await load();
  const before = kept();
  const [first] = before;
  for (const name of [`dataset-${'0'.repeat(64)}.raw`, `${first}.part-1`, 'augie.db', 'dataset-mine.raw'])
    writeFileSync(join(unpacked, name), '');
  const catalog = await open();
  catalog.tidy();
  expect(kept()).toEqual([...before, 'augie.db', 'dataset-mine.raw'].sort());
  rmSync(unpacked, { recursive: true });
  catalog.tidy();
});
