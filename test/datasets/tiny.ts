/** A dataset small enough for tests: striped pictures that a network can tell apart, divided as the real ones are. */
import { createHash } from 'node:crypto';
import type { Dataset, Pictures } from '../../src/datasets/dataset.ts';
import { SPLIT, splitPool, trainingCount } from '../../src/datasets/split.ts';
import { draws } from '../../src/random/draws.ts';

const SIDE = 8;
const LABELS = 4;

/** `perLabel` pictures of each of four labels in the pool, a quarter of that in the test set. */
export function tinyDataset(perLabel = 20): Dataset {
  const testPerLabel = Math.ceil(perLabel / 4);
  const hash = createHash('sha256').update(`tiny ${perLabel}`).digest('hex');
  const pool = pictures(perLabel, 1);
  const training = LABELS * trainingCount(perLabel);
  return {
    info: {
      name: 'tiny',
      title: 'Tiny',
      labels: ['a', 'b', 'c', 'd'],
      width: SIDE,
      height: SIDE,
      channels: 1,
      hash,
      split: SPLIT,
      movedTest: 'shift(0.142857)',
      poolPerLabel: new Array<number>(LABELS).fill(perLabel),
      sizes: { training, validation: LABELS * perLabel - training, test: LABELS * testPerLabel },
    },
    pool,
    split: splitPool(pool.labels, hash),
    test: pictures(testPerLabel, 2),
  };
}

/** Stripes whose direction and width depend on the label, with a good deal of noise. */
function pictures(perLabel: number, seed: number): Pictures {
  const n = LABELS * perLabel;
  const noise = draws(seed, 'tiny');
  const labels = Uint8Array.from({ length: n }, (_, i) => i % LABELS);
  const pixels = Uint8Array.from({ length: n * SIDE * SIDE }, (_, i) => {
    const picture = Math.floor(i / (SIDE * SIDE));
    const label = labels[picture]!;
    const along = label % 2 === 0 ? i % SIDE : Math.floor(i / SIDE) % SIDE;
    const stripe = Math.floor(along / (label < 2 ? 1 : 2)) % 2;
    return Math.floor(120 * stripe + 135 * noise.at(i, 0).uniform(0));
  });
  return { pixels, labels };
}
