/** A small convolutional network: two convolutions with pooling, then dense layers. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { DatasetInfo } from '../datasets/dataset.ts';
import type { Backend } from './backend.ts';
import { denseStack } from './dense.ts';
import type { Parameter } from './kernels/adam.ts';
import { type ImageKernels, type ImageShape, makeImageKernels } from './kernels/images.ts';
import { makeProduct, type Product } from './kernels/product.ts';
import type { Model } from './model.ts';
import { layerParameters } from './weights.ts';

const FILTERS = [16, 32] as const;
const HIDDEN = 64;

/** 3 x 3 convolutions "same" with 16 and 32 filters, relu and 2 x 2 max-pooling after each, dense 64 relu, dense. */
export function cnn(backend: Backend, info: DatasetInfo, seed: number): Model {
  const { tf } = backend;
  const { width, height, channels } = info;
  if (width % 4 || height % 4) throw new Error(`cnn: ${width} x ${height} cannot be halved twice`);
  const kernels = makeImageKernels(backend);
  const product = makeProduct(backend);
  const convolve = (channels: number, filters: number, layer: number) =>
    convolution(backend, kernels, product, channels, filters, seed, layer);
  const first = convolve(channels, FILTERS[0], 0);
  const second = convolve(FILTERS[0], FILTERS[1], 1);
  const flat = (FILTERS[1] * width * height) / 16;
  const dense = denseStack(backend, [flat, HIDDEN, info.labels.length], seed, 2);

  return {
    parameters: [...first.parameters, ...second.parameters, ...dense.parameters],
    chunk: 40,
    forward(columns) {
      const n = columns.shape[1];
      // Input is pixel by pixel with interleaved colours; this makes a plane of each colour.
      const planes =
        channels === 1
          ? columns
          : tf.transpose(tf.reshape(columns, [width * height, channels, n]), [1, 0, 2]);
      const one = first.forward(tf.reshape(planes, [channels, width * height * n]), {
        channels,
        width,
        height,
        n,
      });
      const half = { channels: FILTERS[0], width: width / 2, height: height / 2, n };
      const two = second.forward(one.output, half);
      const features: Tensor2D = tf.reshape(two.output, [flat, n]);
      const { logits, backward } = dense.forward(features);
      return {
        logits,
        backward(dLogits) {
          const { gradients, dSums } = backward(dLogits);
          const weights = dense.parameters[0]!.value as Tensor2D;
          const dFeatures = product(weights, dSums, true);
          const ofTwo = two.backward(tf.reshape(dFeatures, two.output.shape));
          const dColumns = product(second.weights(), ofTwo.dSums, true);
          const dOne = kernels.images(dColumns, half);
          dColumns.dispose();
          return [...one.backward(dOne).gradients, ...ofTwo.gradients, ...gradients];
        },
      };
    },
  };
}

interface Convolution {
  readonly parameters: readonly [Parameter, Parameter];
  /** [filters, 9 * channels]. */
  weights(): Tensor2D;
  /** From images to images of half the size, with one channel per filter. */
  forward(
    images: Tensor2D,
    shape: ImageShape,
  ): {
    readonly output: Tensor2D;
    /** `dSums` [filters, height * width * n] is the gradient by the sums before pooling. */
    backward(dOutput: Tensor2D): { readonly gradients: Tensor[]; readonly dSums: Tensor2D };
  };
}

/**
 * Convolution, bias, relu, pooling. Pooling comes first. It changes no value, because bias and relu keep the order, and
 * leaves a quarter of the work.
 */
function convolution(
  { tf }: Backend,
  kernels: ImageKernels,
  product: Product,
  channels: number,
  filters: number,
  seed: number,
  layer: number,
): Convolution {
  const fans = 9 * (channels + filters);
  const parameters = layerParameters(tf, [filters, 9 * channels], fans, seed, layer);
  const weights = () => parameters[0].value as Tensor2D;
  return {
    parameters,
    weights,
    forward(images, shape) {
      const columns = kernels.columns(images, shape);
      const sums = product(weights(), columns);
      const outShape = { ...shape, channels: filters };
      const pooled = kernels.pool(sums, outShape);
      const output = tf.relu(tf.add<Tensor2D>(pooled, parameters[1].value));
      return {
        output,
        backward(dOutput) {
          const dPooled = tf.mul<Tensor2D>(dOutput, tf.step(output));
          const dSums = kernels.unpool(dPooled, sums, pooled, outShape);
          const dWeights = product(dSums, columns, false, true);
          // By far the largest tensor: the next one reuses its memory, which is still in the core's cache.
          tf.dispose([columns, sums]);
          return { gradients: [dWeights, tf.sum(dPooled, 1, true)], dSums };
        },
      };
    },
  };
}
