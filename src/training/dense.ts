/** Fully connected layers with relu between them: all of the mlp, the end of the cnn. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Backend } from './backend.ts';
import type { Parameter } from './kernels/adam.ts';
import { makeProduct } from './kernels/product.ts';
import { layerParameters } from './weights.ts';

export interface DenseStack {
  readonly parameters: readonly Parameter[];
  /** From columns [sizes[0], n] to logits [last size, n]. */
  forward(columns: Tensor2D): {
    readonly logits: Tensor2D;
    /** `dSums` is the gradient with respect to the first layer's sums. */
    backward(dLogits: Tensor2D): { readonly gradients: Tensor[]; readonly dSums: Tensor2D };
  };
}

/** Layers of these sizes. `firstLayer` is the number of the first one in its network, which determines its weights. */
export function denseStack(
  backend: Backend,
  sizes: readonly number[],
  seed: number,
  firstLayer = 0,
): DenseStack {
  const { tf } = backend;
  const product = makeProduct(backend);
  const parameters = sizes.slice(1).flatMap((outputs, layer) => {
    const inputs = sizes[layer]!;
    return layerParameters(tf, [outputs, inputs], inputs + outputs, seed, firstLayer + layer);
  });
  const layers = sizes.length - 1;
  const weights = (layer: number) => parameters[2 * layer]!.value as Tensor2D;
  const biases = (layer: number) => parameters[2 * layer + 1]!.value as Tensor2D;

  return {
    parameters,
    forward(columns) {
      const activations: Tensor2D[] = [];
      let x = columns;
      for (let layer = 0; layer < layers; layer++) {
        const sums = tf.add<Tensor2D>(product(weights(layer), x), biases(layer));
        x = layer === layers - 1 ? sums : tf.relu(sums);
        activations.push(x);
      }
      return {
        logits: x,
        backward(dLogits) {
          const gradients: Tensor[] = [];
          let dSums = dLogits;
          for (let layer = layers - 1; layer >= 0; layer--) {
            const below = activations[layer - 1];
            gradients.unshift(product(dSums, below ?? columns, false, true), tf.sum(dSums, 1, true));
            if (below) dSums = tf.mul(product(weights(layer), dSums, true), tf.step(below));
          }
          return { gradients, dSums };
        },
      };
    },
  };
}
