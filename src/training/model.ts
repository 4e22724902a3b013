/** A network: its parameters, a forward pass, and its backward pass. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Parameter } from './kernels/adam.ts';

/**
 * Samples are columns: X is [values, n]. For tf.matMul, used on small matrices, tfjs's wasm backend packs the right
 * operand and keeps the packed copy until that tensor is disposed; a weight changed in place must therefore always
 * be the left operand.
 */
export interface Model {
  readonly parameters: readonly Parameter[];
  /** How many pictures to classify at a time: as many as fit into the core's cache with their activations. */
  readonly chunk: number;
  /** Logits [labels, n] of the columns. Called inside tf.tidy. */
  forward(columns: Tensor2D): ForwardPass;
}

export interface ForwardPass {
  readonly logits: Tensor2D;
  /** The gradient of each parameter, from the loss's gradient with respect to the logits. May be called once. */
  backward(dLogits: Tensor2D): Tensor[];
}
