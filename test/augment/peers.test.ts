/** Each op against Keras's own layer and torchvision's own function, whose results are in test/golden. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/augment/augmenter.ts';
import type { Operation } from '../../src/augment/operation.ts';
import { knownOperation, parsePolicy } from '../../src/augment/policy.ts';
import { identity, makeWarp } from '../../src/augment/warp.ts';
import type { PictureShape } from '../../src/datasets/dataset.ts';

interface Case {
  readonly policy: string;
  readonly picture: string;
  readonly result: number[];
  /** Instead of the op's own draws: a box that no policy can name. */
  readonly drawn?: number[];
}
interface Golden {
  readonly library: string;
  readonly height: number;
  readonly width: number;
  readonly pictures: Record<string, number[]>;
  readonly cases: Case[];
}
const read = (name: string) => JSON.parse(readFileSync(`test/golden/${name}.json`, 'utf8'));
const keras: Golden & { noise: { stddev: number; hundredths: number[]; least: number } } = read('keras');
const torchvision: Golden = read('torchvision');

function apply(
  operation: Operation,
  values: Readonly<Record<string, unknown>>,
  drawn: Float64Array,
  shape: PictureShape,
  picture: Float32Array,
) {
  if (operation.kind === 'pixel') return operation.apply(values, drawn, shape, picture);
  const matrix = new Float64Array(6);
  identity(matrix);
  operation.matrix(drawn, shape, matrix);
  makeWarp(shape)(picture, matrix, 'constant');
}

// Both calculate in float32 throughout: no pixel may differ by 0.00005, an eightieth of a grey level. The largest
// difference when this was written was 0.0000007.
describe.each([keras, torchvision])('$library', ({ height, width, pictures, cases }) => {
  test.each(cases)('$policy of the $picture picture', ({ policy, picture, result, drawn }) => {
    const pixels = Uint8Array.from(pictures[picture]!);
    const shape = { height, width, channels: pixels.length / (height * width) };
    const out = new Float32Array(pixels.length);
    compilePolicy(drawn ? [] : parsePolicy(policy), 1, shape).write(pixels, Int32Array.of(0), 1, out);
    if (drawn) {
      const { op, parameters } = parsePolicy(policy)[0]!;
      apply(knownOperation(op), parameters, Float64Array.from(drawn), shape, out);
    }
    for (const [i, value] of out.entries()) expect(value).toBeCloseTo(result[i]!, 4);
  });
});

// The numbers are not Keras's, so it is the distribution that is compared, over 500 x 500 pixels of a fixed seed.
describe('noise', () => {
  const { stddev, hundredths, least } = keras.noise;
  const shape = { height: 500, width: 500, channels: 1 };
  const noisy = (grey: number) => {
    const out = new Float32Array(250_000);
    const pixels = new Uint8Array(out.length).fill(grey);
    compilePolicy(parsePolicy(`noise(${stddev})`), 1, shape).write(pixels, Int32Array.of(0), 1, out);
    return out;
  };

  test('is spread as that of Keras', () => {
    // 127.5 is the middle; a byte can only be 127, by half a grey level less.
    const values = noisy(127).map((value) => value - 127 / 255);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    // Four standard errors: stddev / 500 of the mean, stddev / 707 of the standard deviation.
    expect(Math.abs(mean)).toBeLessThan((4 * stddev) / 500);
    expect(Math.abs(spread - stddev)).toBeLessThan((4 * stddev) / 707);
    // Kolmogorov and Smirnov's distance at Keras's hundredths; two samples of 250,000 and 1,000,000 of one
    // distribution are farther apart than 1.95 sqrt(1 / 250,000 + 1 / 1,000,000) in one of a thousand cases.
    const sorted = values.sort();
    const distances = hundredths.map((value, i) => {
      const below = sorted.findIndex((other) => other >= value - 0.5);
      return Math.abs(below / sorted.length - (i + 1) / 100);
    });
    expect(Math.max(...distances)).toBeLessThan(1.95 * Math.sqrt(1 / 250_000 + 1 / 1_000_000));
  });

  test('is clipped, which that of Keras is not', () => {
    expect(least).toBeLessThan(-4 * stddev);
    const values = noisy(0);
    const black = values.filter((value) => value === 0).length / values.length;
    expect(values.every((value) => value >= 0)).toBe(true);
    // Half of the draws are negative; four standard errors.
    expect(Math.abs(black - 0.5)).toBeLessThan((4 * 0.5) / 500);
  });
});
