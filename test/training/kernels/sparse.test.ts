/** Our products that leave out 0: those of all values to the last bit, for any number of zeros. */
import { readFileSync } from 'node:fs';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { SHARES } from '../../../src/augment/augmenter.ts';
import { draws } from '../../../src/random/draws.ts';
import { openBackend } from '../../../src/training/backend.ts';
import { BLOCK, sparseKernels } from '../../../src/training/kernels/sparse.ts';
import { wasmMemory } from '../../../src/training/kernels/wasm-memory.ts';
import { assemble, kernelFolder } from './assemble.ts';

test.each(['sparse', 'relu'])('%s.wasm is what %s.wat assembles to', async (name) => {
  expect(Buffer.from(await assemble(name))).toEqual(readFileSync(new URL(`${name}.wasm`, kernelFolder)));
});

const noise = draws(1, 'sparse');
const random = (size: number, stream: number) =>
  Float32Array.from({ length: size }, (_, i) => noise.at(i, stream).between(0, -1, 1));

const expectBits = (found: Float32Array, expected: Float32Array) =>
  expect(Buffer.compare(Buffer.from(found.slice().buffer), Buffer.from(expected.slice().buffer))).toBe(0);

/** [n, values, share of zeros]; every fourth row is all zeros, and so is every fifth column. */
const SIZES = [
  [1, 1, 0],
  [1, 7, 1],
  [2, 64, 0.5],
  [7, 33, 0.9],
  [8, 50, 0],
  [32, 784, 0.5],
  [51, 20, 0.2],
] as const;

test.each(SIZES)('%i x %i, %f of them 0: rows, bytes and columns', async (n, values, zeros) => {
  const { tf } = await openBackend('wasm');
  const { address, output } = wasmMemory(tf);
  const sparse = sparseKernels(tf);
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const bytes = Uint8Array.from({ length: n * values }, (_, i) => {
      const empty = Math.floor(i / values) % 4 === 3 || (i % values) % 5 === 4;
      return empty || noise.at(i, 1).uniform(0) < zeros ? 0 : 1 + 254 * noise.at(i, 2).uniform(0);
    });
    const matrix = tf.tensor2d(
      Float32Array.from(bytes, (byte) => SHARES[byte]!),
      [n, values],
    );
    const right = (rows: number, stream: number) => tf.tensor2d(random(rows * BLOCK, stream), [rows, BLOCK]);
    const weights = right(values, 3);
    const gradient = right(n, 4);
    const rows = sparse.roomForRows(n, values);
    const columns = sparse.roomForColumns(n, values);
    const product = (lists: typeof rows, count: number, block: Tensor2D) => {
      const to = output([count, BLOCK]);
      sparse.product(address(to), lists, count, address(block));
      return to.dataSync<'float32'>();
    };
    const forward = tf.matMul(matrix, weights).dataSync<'float32'>();

    sparse.rows(rows, address(matrix), n, values);
    expectBits(product(rows, n, weights), forward);
    expectBits(product(sparse.trimmed(rows, n), n, weights), forward);
    sparse.columns(columns, rows, n, values);
    expectBits(
      product(columns, values, gradient),
      tf.matMul(tf.transpose(matrix), gradient).dataSync<'float32'>(),
    );

    const inMemory = output([n, values]);
    new Uint8Array(wasmMemory(tf).floats().buffer, address(inMemory), bytes.length).set(bytes);
    sparse.rows(rows, address(inMemory), n, values, address(tf.tensor1d(SHARES)));
    expectBits(product(rows, n, weights), forward);
    // -0 is 0, and what is not a number is none.
    const odd = tf.tensor2d([-0, Number.NaN], [1, 2]);
    const oddRows = sparse.roomForRows(1, 2);
    sparse.rows(oddRows, address(odd), 1, 2);
    expect(product(oddRows, 1, right(2, 5)).every(Number.isNaN)).toBe(true);
    expect(sparse.trimmed(oddRows, 1).entries.shape).toEqual([1, 2]);
  });
  expect(tf.memory().numTensors).toBe(before);
});
