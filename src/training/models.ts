/** The networks. A model is its parameters, a forward pass, and the backward pass that belongs to it. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { DatasetInfo } from '../datasets/dataset.ts';
import { draws } from '../random/draws.ts';
import type { Backend, TensorFlow } from './backend.ts';
import type { Parameter } from './kernels/adam.ts';
import type { ModelName } from './trial.ts';

/**
 * Samples are columns: X is [values, n]. tfjs's wasm backend packs the right operand of a product and keeps the
 * packed copy until that tensor is disposed; a weight changed in place must therefore always stand on the left.
 */
export interface Model {
  readonly parameters: readonly Parameter[];
  /** Logits [labels, n] of the columns. Called inside tf.tidy. */
  forward(columns: Tensor2D): ForwardPass;
}

export interface ForwardPass {
  readonly logits: Tensor2D;
  /**
   * The gradient of each parameter, given the loss's by the logits and the samples as rows [n, values] (the caller
   * has them; transposing back would cost as much as a layer).
   */
  backward(dLogits: Tensor2D, rows: Tensor2D): Tensor[];
}

/** The tutorial's network: https://www.tensorflow.org/tutorials/keras/classification, 784-128 relu-10. */
const MLP_HIDDEN = 128;

/** A fresh model: Glorot uniform weights (Glorot & Bengio 2010), zero biases, zero moments. Decided by the seed. */
export function createModel(backend: Backend, name: ModelName, info: DatasetInfo, seed: number): Model {
  switch (name) {
    case 'mlp':
      return mlp(
        backend.tf,
        [info.width * info.height * info.channels, MLP_HIDDEN, info.labels.length],
        seed,
      );
  }
}

/** Fully connected layers of these sizes, relu between them. */
function mlp(tf: TensorFlow, sizes: readonly number[], seed: number): Model {
  const parameters = sizes.slice(1).flatMap((outputs, layer) => {
    const inputs = sizes[layer]!;
    return [
      parameter(tf, glorotUniform(outputs, inputs, seed, layer), [outputs, inputs]),
      parameter(tf, new Float32Array(outputs), [outputs, 1]),
    ];
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
        const sums = tf.add<Tensor2D>(tf.matMul(weights(layer), x), biases(layer));
        x = layer === layers - 1 ? sums : tf.relu(sums);
        activations.push(x);
      }
      return {
        logits: x,
        backward(dLogits, rows) {
          const gradients: Tensor[] = [];
          let dSums = dLogits;
          for (let layer = layers - 1; layer >= 0; layer--) {
            const below = activations[layer - 1];
            const inputRows = below ? tf.transpose(below) : rows;
            gradients.unshift(tf.matMul(dSums, inputRows), tf.sum(dSums, 1, true));
            if (below) dSums = tf.mul(tf.matMul(tf.transpose(weights(layer)), dSums), tf.step(below));
          }
          return gradients;
        },
      };
    },
  };
}

function parameter(tf: TensorFlow, values: Float32Array, shape: [number, number]): Parameter {
  return { value: tf.tensor2d(values, shape), m: tf.zeros(shape), v: tf.zeros(shape) };
}

function glorotUniform(outputs: number, inputs: number, seed: number, layer: number): Float32Array {
  const limit = Math.sqrt(6 / (inputs + outputs));
  const weights = draws(seed, 'weights');
  return Float32Array.from({ length: outputs * inputs }, (_, i) =>
    weights.at(i, layer).between(0, -limit, limit),
  );
}
