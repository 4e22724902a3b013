/** The networks. A model is its parameters, a forward pass, and the backward pass that belongs to it. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { DatasetInfo } from '../datasets/dataset.ts';
import type { Backend } from './backend.ts';
import { cnn } from './cnn.ts';
import { denseStack } from './dense.ts';
import type { Parameter } from './kernels/adam.ts';
import type { ModelName } from './trial.ts';

/**
 * Samples are columns: X is [values, n]. Where tf.matMul is used, on small matrices, tfjs's wasm backend packs the right
 * operand and keeps the packed copy until that tensor is disposed; a weight changed in place must therefore always
 * stand on the left.
 */
export interface Model {
  readonly parameters: readonly Parameter[];
  /** How many pictures to classify at a time: many, as long as what they become on the way stays in the core's cache. */
  readonly chunk: number;
  /** Logits [labels, n] of the columns. Called inside tf.tidy. */
  forward(columns: Tensor2D): ForwardPass;
}

export interface ForwardPass {
  readonly logits: Tensor2D;
  /** The gradient of each parameter, given the loss's by the logits. May be called once. */
  backward(dLogits: Tensor2D): Tensor[];
}

/** The tutorial's network: https://www.tensorflow.org/tutorials/keras/classification, 784-128 relu-10. */
const MLP_HIDDEN = 128;

/** A fresh model: Glorot uniform weights (Glorot & Bengio 2010), zero biases, zero moments. Decided by the seed. */
export function createModel(backend: Backend, name: ModelName, info: DatasetInfo, seed: number): Model {
  switch (name) {
    case 'mlp':
      return mlp(backend, info, seed);
    case 'cnn':
      return cnn(backend, info, seed);
  }
}

function mlp(backend: Backend, info: DatasetInfo, seed: number): Model {
  const sizes = [info.width * info.height * info.channels, MLP_HIDDEN, info.labels.length];
  const { parameters, forward } = denseStack(backend, sizes, seed);
  return {
    parameters,
    chunk: 2000,
    forward(columns) {
      const { logits, backward } = forward(columns);
      return { logits, backward: (dLogits) => backward(dLogits).gradients };
    },
  };
}
