/** Our product of matrices: tf.matMul's to the last bit, for every size of rest that tiles leave. */
import { readFileSync } from 'node:fs';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { draws } from '../../../src/random/draws.ts';
import { openBackend } from '../../../src/training/backend.ts';
import { makeProduct, panelSize, productKernel } from '../../../src/training/kernels/product.ts';
import { wasmMemory } from '../../../src/training/kernels/wasm-memory.ts';
import type { BackendName } from '../../../src/training/trial.ts';
import { assemble, kernelFolder } from './assemble.ts';

test('product.wasm is what product.wat assembles to', async () => {
  expect(Buffer.from(await assemble('product'))).toEqual(readFileSync(new URL('product.wasm', kernelFolder)));
});

const noise = draws(1, 'product');
const random = (size: number, stream: number) =>
  Float32Array.from({ length: size }, (_, i) => noise.at(i, stream).between(0, -1, 1));

const bits = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength);
/** Element by element, expect takes seconds. */
const expectBits = (found: Float32Array, expected: Float32Array) =>
  expect(bits(found).equals(bits(expected))).toBe(true);

/** [m, k, n]: around the tiles of 4 x 8, and layers of ours. */
const SIZES = [1, 3, 4, 5, 7, 8]
  .flatMap((m) => [1, 7, 8, 9, 15, 16, 17].map((n): [number, number, number] => [m, 5, n]))
  .concat([
    [4, 1, 8],
    [5, 100, 7],
    [3, 100, 9],
    [128, 784, 32],
    [10, 128, 32],
    [128, 32, 784],
    [32, 144, 100],
    [9, 3000, 16],
  ]);

test.each(['wasm', 'cpu'] as BackendName[])(
  '%s: to the last bit that of tf.matMul, and no tensor is left',
  async (name) => {
    const backend = await openBackend(name);
    const { tf } = backend;
    const product = makeProduct(backend);
    const before = tf.memory().numTensors;
    for (const [m, k, n] of SIZES) {
      const [a, b] = [random(m * k, 1), random(k * n, 2)];
      const values = (use: (a: Tensor2D, b: Tensor2D) => Tensor2D) =>
        tf.tidy(() =>
          use(tf.tensor2d(a, [m, k]), tf.tensor2d(b, [k, n]))
            .dataSync<'float32'>()
            .slice(),
        );
      const expected = values((a, b) => tf.matMul(a, b));
      expectBits(
        values((a, b) => product(a, b)),
        expected,
      );
      expectBits(
        values((a, b) => product(tf.transpose(a), b, true)),
        expected,
      );
      expectBits(
        values((a, b) => product(a, tf.transpose(b), false, true)),
        expected,
      );
      expectBits(
        values((a, b) => product(tf.transpose(a), tf.transpose(b), true, true)),
        expected,
      );
    }
    expect(tf.memory().numTensors).toBe(before);
  },
);

test('the same without tensors, whichever of the two is transposed', async () => {
  const { tf } = await openBackend('wasm');
  const { address, output } = wasmMemory(tf);
  const multiply = productKernel(tf);
  for (const [m, k, n] of SIZES)
    tf.tidy(() => {
      const a = tf.tensor2d(random(m * k, 1), [m, k]);
      const b = tf.tensor2d(random(k * n, 2), [k, n]);
      const expected = tf.matMul(a, b).dataSync<'float32'>();
      const panel = address(output([1, panelSize(k)]));
      for (const [transposeA, transposeB] of [
        [false, false],
        [true, false],
        [false, true],
      ] as const) {
        const [left, right] = [transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b];
        const c = output([m, n]);
        multiply(address(c), address(left), address(right), [m, k, n], panel, { transposeA, transposeB });
        expectBits(c.dataSync<'float32'>(), expected);
      }
    });
});

test('a matrix that was changed in place counts as it is now, on either side', async () => {
  const backend = await openBackend('wasm');
  const { tf } = backend;
  const { address, floats } = wasmMemory(tf);
  const product = makeProduct(backend);
  tf.tidy(() => {
    const [a, b] = [tf.ones([4, 2]) as Tensor2D, tf.ones([2, 8]) as Tensor2D];
    expect(product(a, b).dataSync()[0]).toBe(2);
    for (const side of [a, b]) floats().fill(3, address(side) / 4, address(side) / 4 + side.size);
    expect(product(a, b).dataSync()[0]).toBe(18);
  });
});
