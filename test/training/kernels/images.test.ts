/** Our picture kernels: against convolutions and pooling of the cpu backend's tf ops, and against each other. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { draws } from '../../../src/random/draws.ts';
import { type Backend, openBackend, type TensorFlow } from '../../../src/training/backend.ts';
import {
  type ImageKernels,
  type ImageShape,
  makeImageKernels,
} from '../../../src/training/kernels/images.ts';
import { assemble, kernelFolder } from './assemble.ts';

// Tells tfjs the gradients of its ops.
createRequire(import.meta.url)('@tensorflow/tfjs');

test('images.wasm is what images.wat assembles to', async () => {
  expect(Buffer.from(await assemble('images'))).toEqual(readFileSync(new URL('images.wasm', kernelFolder)));
});

/** Numbers of pictures around the four that go at a time, sides that differ. */
const SHAPES: ImageShape[] = [1, 3, 4, 7, 32].map((n, i) => ({
  channels: 1 + (i % 3),
  height: 4,
  width: 6,
  n,
}));

const noise = draws(1, 'images');
const random = (size: number, stream: number) =>
  Float32Array.from({ length: size }, (_, i) => noise.at(i, stream).between(0, -1, 1));
/** With many equal ones. */
const coarse = (size: number, stream: number) => random(size, stream).map((value) => Math.round(2 * value));

const sizeOf = ({ channels, height, width, n }: ImageShape) => channels * height * width * n;
type Use = (kernels: ImageKernels, tensor: (values: Float32Array, rows: number) => Tensor2D) => Tensor2D;

/** The values that come out on a backend; nothing else may remain. */
async function on(name: 'cpu' | 'wasm', use: Use): Promise<Float32Array> {
  const backend: Backend = await openBackend(name);
  const { tf } = backend;
  const kernels = makeImageKernels(backend);
  const before = tf.memory().numTensors;
  const values = tf.tidy(() =>
    use(kernels, (all, rows) => tf.tensor2d(all, [rows, all.length / rows]))
      .dataSync<'float32'>()
      .slice(),
  );
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

describe.each(SHAPES)('$channels x $height x $width, $n pictures', (shape) => {
  const { channels, height, width, n } = shape;
  const size = sizeOf(shape);
  const uses: Record<string, Use> = {
    columns: (kernels, tensor) => kernels.columns(tensor(random(size, 1), channels), shape),
    images: (kernels, tensor) => kernels.images(tensor(random(9 * size, 2), 9 * channels), shape),
    pool: (kernels, tensor) => kernels.pool(tensor(random(size, 3), channels), shape),
    unpool: (kernels, tensor) => {
      const images = tensor(coarse(size, 4), channels);
      return kernels.unpool(
        tensor(random(size / 4, 5), channels),
        images,
        kernels.pool(images, shape),
        shape,
      );
    },
  };

  test.each(Object.keys(uses))('%s: wasm and tf ops agree bit for bit', async (name) => {
    const wasm = await on('wasm', uses[name]!);
    const cpu = await on('cpu', uses[name]!);
    // Sums of nine are the only rounding.
    if (name === 'images') for (const [i, value] of wasm.entries()) expect(value).toBeCloseTo(cpu[i]!, 5);
    else expect(wasm).toEqual(cpu);
  });

  /** [channels, height * width * n] as tf wants it: [n, height, width, channels]. */
  const nhwc = (tf: TensorFlow, values: Float32Array): Tensor4D =>
    tf.transpose(tf.tensor4d(values, [channels, height, width, n]), [3, 1, 2, 0]);

  test('weights times columns are tf.conv2d, and the gradients are its', async () => {
    const FILTERS = 2;
    const images = random(size, 6);
    const weights = random(FILTERS * 9 * channels, 7);
    const dSums = random(FILTERS * height * width * n, 8);
    const { tf } = await openBackend('cpu');
    const [sums, dImages, dWeights] = tf.tidy(() => {
      // [filters, channels, 3, 3] as tf wants it: [3, 3, channels, filters].
      const filter: Tensor4D = tf.transpose(tf.tensor4d(weights, [FILTERS, channels, 3, 3]), [2, 3, 1, 0]);
      const d: Tensor4D = tf.transpose(tf.tensor4d(dSums, [FILTERS, height, width, n]), [3, 1, 2, 0]);
      const x = nhwc(tf, images);
      const convolve = (x: Tensor4D, f: Tensor4D) => tf.conv2d(x, f, 1, 'same');
      const [dx, df] = tf.grads((x, f) => convolve(x as Tensor4D, f as Tensor4D))([x, filter], d);
      return [
        tf.transpose(convolve(x, filter), [3, 1, 2, 0]),
        tf.transpose(dx!, [3, 1, 2, 0]),
        tf.transpose(df!, [3, 2, 0, 1]),
      ].map((tensor) => tensor.dataSync<'float32'>().slice());
    });
    for (const name of ['wasm', 'cpu'] as const) {
      const { tf } = await openBackend(name);
      const close = async (use: Use, expected: Float32Array) => {
        for (const [i, value] of (await on(name, use)).entries()) expect(value).toBeCloseTo(expected[i]!, 4);
      };
      await close(
        (kernels, tensor) =>
          tf.matMul(tensor(weights, FILTERS), kernels.columns(tensor(images, channels), shape)),
        sums!,
      );
      await close(
        (kernels, tensor) =>
          kernels.images(tf.matMul(tf.transpose(tensor(weights, FILTERS)), tensor(dSums, FILTERS)), shape),
        dImages!,
      );
      await close(
        (kernels, tensor) =>
          tf.matMul(tensor(dSums, FILTERS), tf.transpose(kernels.columns(tensor(images, channels), shape))),
        dWeights!,
      );
    }
  });

  test('pooling is tf.maxPool, and the gradient is its', async () => {
    const images = random(size, 9);
    const dPooled = random(size / 4, 10);
    const { tf } = await openBackend('cpu');
    const [pooled, dImages] = tf.tidy(() => {
      const d: Tensor4D = tf.transpose(
        tf.tensor4d(dPooled, [channels, height / 2, width / 2, n]),
        [3, 1, 2, 0],
      );
      const pool = (x: Tensor4D) => tf.maxPool(x, 2, 2, 'valid');
      const x = nhwc(tf, images);
      return [pool(x), tf.grad((x) => pool(x as Tensor4D))(x, d)].map((tensor) =>
        tf.transpose(tensor, [3, 1, 2, 0]).dataSync<'float32'>().slice(),
      );
    });
    for (const name of ['wasm', 'cpu'] as const) {
      expect(await on(name, (kernels, tensor) => kernels.pool(tensor(images, channels), shape))).toEqual(
        pooled,
      );
      const unpooled = await on(name, (kernels, tensor) => {
        const x = tensor(images, channels);
        return kernels.unpool(tensor(dPooled, channels), x, kernels.pool(x, shape), shape);
      });
      expect(unpooled).toEqual(dImages);
    }
  });
});

describe('against finite differences', () => {
  const shape = { channels: 2, height: 4, width: 4, n: 3 };
  const size = sizeOf(shape);
  const x = random(size, 11);
  const STEP = 1e-3;
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

  /** `gradient` against the slope of `d` times what `forward` gives, at some places. */
  async function check(
    forward: (x: Float32Array) => Promise<Float32Array>,
    d: Float32Array,
    gradient: Float32Array,
  ) {
    for (let at = 0; at < size; at += 7) {
      const moved = (by: number) => forward(x.map((value, i) => (i === at ? value + by : value)));
      const slope = (dot(await moved(STEP), d) - dot(await moved(-STEP), d)) / (2 * STEP);
      expect(gradient[at]).toBeCloseTo(slope, 2);
    }
  }

  test('columns and images', async () => {
    const d = random(9 * size, 12);
    const forward = (values: Float32Array) =>
      on('wasm', (kernels, tensor) => kernels.columns(tensor(values, 2), shape));
    await check(forward, d, await on('wasm', (kernels, tensor) => kernels.images(tensor(d, 18), shape)));
  });

  test('pool and unpool', async () => {
    const d = random(size / 4, 13);
    const forward = (values: Float32Array) =>
      on('wasm', (kernels, tensor) => kernels.pool(tensor(values, 2), shape));
    const gradient = await on('wasm', (kernels, tensor) => {
      const images = tensor(x, 2);
      return kernels.unpool(tensor(d, 2), images, kernels.pool(images, shape), shape);
    });
    await check(forward, d, gradient);
  });
});
