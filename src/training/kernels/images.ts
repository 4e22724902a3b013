/** The operations of a convolutional network besides matMul: neighbourhoods as columns, max-pooling, and their gradients. */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Backend } from '../backend.ts';
import { wasmMemory } from './wasm-memory.ts';

/**
 * The size of `n` pictures. They are stored as [channels, height * width * n], with the values of one pixel side by
 * side: a convolution is then one plain matMul, and neighbours are whole blocks away.
 */
export interface ImageShape {
  readonly channels: number;
  /** Even if pooling follows, like the width. */
  readonly height: number;
  readonly width: number;
  readonly n: number;
}

/** 3 x 3 neighbourhoods, zeros outside ("same"), and pooling by 2 x 2. Called inside tf.tidy. */
export interface ImageKernels {
  /** im2col: [9 * channels, height * width * n], ordered by channel, then row and column of the neighbourhood. */
  columns(images: Tensor2D, shape: ImageShape): Tensor2D;
  /** The gradient with respect to the images, from the one for the columns, which it overwrites. */
  images(dColumns: Tensor2D, shape: ImageShape): Tensor2D;
  /** The largest of each 2 x 2 pixels: [channels, height / 2 * width / 2 * n]. `shape` is the larger one. */
  pool(images: Tensor2D, shape: ImageShape): Tensor2D;
  /** The gradient with respect to the images: it goes to the first pixel, row by row, that equals the largest, `pooled`. */
  unpool(dPooled: Tensor2D, images: Tensor2D, pooled: Tensor2D, shape: ImageShape): Tensor2D;
}

export const makeImageKernels = (backend: Backend): ImageKernels =>
  backend.name === 'wasm' ? wasmImages(backend) : tfImages(backend);

/** The neighbourhood, row by row: [down, right] in pixels. */
const NEIGHBOURS = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [down, right] as const));

/** On tfjs's own memory: copies of whole pictures, and images.wat. */
function wasmImages({ tf }: Backend): ImageKernels {
  const memory = wasmMemory(tf);
  const kernels = memory.kernels<'add' | 'pool' | 'unpool'>('images');

  /** Writes zeros for neighbours outside the image, in a plane of `floats` that begins at `at`. */
  const clearOutside = (
    floats: Float32Array,
    at: number,
    [down, right]: readonly [number, number],
    { height, width, n }: ImageShape,
  ) => {
    const row = width * n;
    if (down !== 0) {
      const edge = at + (down < 0 ? 0 : height - 1) * row;
      floats.fill(0, edge, edge + row);
    }
    if (right === 0) return;
    const first = at + (right < 0 ? 0 : row - n);
    for (let edge = first; edge < at + height * row; edge += row) floats.fill(0, edge, edge + n);
  };

  return {
    columns(images, shape) {
      const { channels, height, width, n } = shape;
      const plane = height * width * n;
      const output = memory.output([9 * channels, plane]);
      const floats = memory.floats();
      let from = memory.address(images) / 4;
      let to = memory.address(output) / 4;
      for (let channel = 0; channel < channels; channel++, from += plane)
        for (const neighbour of NEIGHBOURS) {
          const shift = (neighbour[0] * width + neighbour[1]) * n;
          floats.copyWithin(
            to + Math.max(0, -shift),
            from + Math.max(0, shift),
            from + plane + Math.min(0, shift),
          );
          clearOutside(floats, to, neighbour, shape);
          to += plane;
        }
      return output;
    },

    images(dColumns, shape) {
      const { channels, height, width, n } = shape;
      const plane = height * width * n;
      const output = memory.output([channels, plane]);
      const floats = memory.floats();
      let from = memory.address(dColumns);
      let to = memory.address(output);
      floats.fill(0, to / 4, to / 4 + output.size);
      for (let channel = 0; channel < channels; channel++, to += 4 * plane)
        for (const neighbour of NEIGHBOURS) {
          const shift = (neighbour[0] * width + neighbour[1]) * n;
          clearOutside(floats, from / 4, neighbour, shape);
          kernels.add(to + 4 * Math.max(0, shift), from + 4 * Math.max(0, -shift), plane - Math.abs(shift));
          from += 4 * plane;
        }
      return output;
    },

    pool(images, { channels, height, width, n }) {
      const output = memory.output([channels, (height * width * n) / 4]);
      let from = memory.address(images);
      let to = memory.address(output);
      for (let row = 0; row < (channels * height) / 2; row++) {
        kernels.pool(to, from, width / 2, n);
        from += 8 * width * n;
        to += 2 * width * n;
      }
      return output;
    },

    unpool(dPooled, images, pooled, { channels, height, width, n }) {
      const output = memory.output([channels, height * width * n]);
      const [to, from] = [memory.address(output), memory.address(images)];
      const [largest, d] = [memory.address(pooled), memory.address(dPooled)];
      for (let row = 0; row < (channels * height) / 2; row++) {
        const large = 8 * row * width * n;
        const small = 2 * row * width * n;
        kernels.unpool(to + large, from + large, largest + small, d + small, width / 2, n);
      }
      return output;
    },
  };
}

/** The same in tf ops. */
function tfImages({ tf }: Backend): ImageKernels {
  const four = (images: Tensor2D, { channels, height, width, n }: ImageShape): Tensor4D =>
    tf.reshape(images, [channels, height, width, n]);
  const flat = (images: Tensor, { channels }: ImageShape): Tensor2D => tf.reshape(images, [channels, -1]);
  /** The four pixels of each 2 x 2, row by row: [channels, height / 2, width / 2, n] each. */
  const quarters = (images: Tensor2D, { channels, height, width, n }: ImageShape): Tensor[] =>
    tf
      .split(tf.reshape(images, [(channels * height) / 2, 2, width / 2, 2, n]), 2, 1)
      .flatMap((row) => tf.split(row, 2, 3));

  return {
    columns(images, shape) {
      const { channels, height, width, n } = shape;
      const padded = tf.pad(four(images, shape), [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
      const planes = NEIGHBOURS.map(([down, right]) =>
        tf.slice(padded, [0, 1 + down, 1 + right, 0], [channels, height, width, n]),
      );
      return tf.reshape(tf.stack(planes, 1), [9 * channels, height * width * n]);
    },

    images(dColumns, shape) {
      const { channels, height, width, n } = shape;
      const planes = tf.unstack(tf.reshape(dColumns, [channels, 9, height, width, n]), 1);
      const padded = NEIGHBOURS.map(([down, right], i) =>
        tf.pad(planes[i]!, [
          [0, 0],
          [1 + down, 1 - down],
          [1 + right, 1 - right],
          [0, 0],
        ]),
      );
      return flat(tf.slice(tf.addN(padded), [0, 1, 1, 0], [channels, height, width, n]), shape);
    },

    pool(images, shape) {
      const [a, b, c, d] = quarters(images, shape);
      return flat(tf.maximum(tf.maximum(a!, b!), tf.maximum(c!, d!)), shape);
    },

    unpool(dPooled, images, pooled, shape) {
      const parts = quarters(images, shape);
      const largest = tf.reshape(pooled, parts[0]!.shape);
      let left: Tensor = tf.reshape(dPooled, parts[0]!.shape);
      const [a, b, c, d] = parts.map((part) => {
        const is = tf.equal(part, largest);
        const given = tf.where(is, left, tf.zerosLike(left));
        left = tf.where(is, tf.zerosLike(left), left);
        return given;
      });
      return flat(tf.concat([tf.concat([a!, b!], 3), tf.concat([c!, d!], 3)], 1), shape);
    },
  };
}
