/** A declaration must say what its files say: the files' hash is part of a trial's identity, the declaration is not. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCatalog } from '../../src/datasets/catalog.ts';
import { UserError } from '../../src/i18n/user-error.ts';
import { smallDatasets } from './catalogs.ts';

const right = pathToFileURL(join(smallDatasets, 'declarations', 'fashion-mnist.js')).href;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'augie-declared-'));
  mkdirSync(join(folder, 'declarations'));
  cpSync(join(smallDatasets, 'data', 'fashion-mnist'), join(folder, 'clothes'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Loads the small dataset under another name, with a changed declaration, as source text. */
async function load(change: string) {
  writeFileSync(
    join(folder, 'declarations', 'clothes.js'),
    `import right from ${JSON.stringify(right)};\nexport default { ...right, ${change} };\n`,
  );
  const declarations = pathToFileURL(join(folder, 'declarations', '/')).href;
  return (await createCatalog({ data: folder, declarations })).load('clothes');
}

/** A custom reader that returns this many images of this many pixels. */
const reader = (pool: number, test: number, pixels: number) =>
  `load: async () => {
    const part = (n) => ({ pixels: new Uint8Array(n * ${pixels}), labels: Uint8Array.from({ length: n }, (_, i) => i % 10) });
    return { pool: part(${pool}), test: part(${test}) };
  }`;

test.each(['', reader(1000, 250, 28 * 28)])('is taken when it is right: %#', async (change) => {
  expect((await load(change)).info.sizes).toEqual({ training: 800, validation: 200, test: 250 });
});

test.each([
  ['a label too few', 'labels: right.labels.slice(1), poolPerLabel: right.poolPerLabel.slice(1)'],
  ['a label too many', "labels: [...right.labels, 'Hat'], poolPerLabel: [...right.poolPerLabel, 1]"],
  ['counts of other labels', 'poolPerLabel: [101, 99, ...right.poolPerLabel.slice(2)]'],
  ['a larger test set', 'testSize: 251'],
  ['a smaller test set', 'testSize: 249'],
  ['width and height of other images with as many pixels', 'width: 14, height: 56'],
  ['smaller images', 'width: 14, height: 14'],
  ['colour', 'channels: 3'],
  ['fewer images than the reader has', reader(1010, 250, 28 * 28)],
  ['other images than the reader has', reader(1000, 250, 28 * 27)],
])('is refused with its name: %s', async (_, change) => {
  const refused = await load(change).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Error);
  expect(refused).not.toBeInstanceOf(UserError);
  expect((refused as Error).message).toContain('clothes');
});

test('is refused where its reader has a label of the test set that no image of the pool has', async () => {
  const labels = 'Uint8Array.from({ length: 250 }, (_, i) => i % 11)';
  const change = `load: async () => {
    const part = (labels) => ({ pixels: new Uint8Array(labels.length * 28 * 28), labels });
    return { pool: part(Uint8Array.from({ length: 1000 }, (_, i) => i % 10)), test: part(${labels}) };
  }`;
  await expect(load(change)).rejects.toThrow('clothes');
});
