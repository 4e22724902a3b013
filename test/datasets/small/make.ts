/**
 * Makes the small dataset of the tests: the first images of each label of Fashion-MNIST, as the pool and the test set have
 * them. `npx tsx test/datasets/small/make.ts` writes data/ and prints the hashes for declarations/fashion-mnist.js.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createCatalog } from '../../../src/datasets/catalog.ts';
import type { Pictures } from '../../../src/datasets/dataset.ts';

const POOL_PER_LABEL = 100;
const TEST_PER_LABEL = 25;

const folder = join(import.meta.dirname, 'data', 'fashion-mnist');
mkdirSync(folder, { recursive: true });
const catalog = await createCatalog({ data: 'data' });
const { info, pool, test } = await catalog.load(catalog.default);

function write(file: string, shape: readonly number[], values: Uint8Array): void {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x800 + shape.length);
  for (const [i, length] of shape.entries()) header.writeUInt32BE(length, 4 + 4 * i);
  const bytes = Buffer.concat([header, values]);
  writeFileSync(join(folder, file), gzipSync(bytes, { level: 9 }));
  process.stdout.write(`'${file}': '${createHash('sha256').update(bytes).digest('hex')}',\n`);
}

function firstOf({ pixels, labels }: Pictures, perLabel: number): Pictures {
  const seen = info.labels.map(() => 0);
  const kept = [...labels.keys()].filter((i) => seen[labels[i]!]!++ < perLabel);
  const size = info.width * info.height * info.channels;
  return {
    pixels: Buffer.concat(kept.map((i) => pixels.subarray(i * size, (i + 1) * size))),
    labels: Uint8Array.from(kept, (i) => labels[i]!),
  };
}

for (const [part, { pixels, labels }] of [
  ['train', firstOf(pool, POOL_PER_LABEL)],
  ['t10k', firstOf(test, TEST_PER_LABEL)],
] as const) {
  write(`${part}-images-idx3-ubyte.gz`, [labels.length, info.height, info.width], pixels);
  write(`${part}-labels-idx1-ubyte.gz`, [labels.length], labels);
}
