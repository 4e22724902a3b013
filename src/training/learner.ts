/** A learner: a network that learns a batch at a time and classifies, however it computes. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Augmenter } from '../augment/augmenter.ts';
import type { Pictures } from '../datasets/dataset.ts';
import type { Parameter } from './kernels/adam.ts';
import type { BatchSums } from './kernels/softmax.ts';

/** Images of a dataset by their indices, as an augmenter makes them in an epoch. */
export interface Source {
  readonly pictures: Pictures;
  readonly samples: Int32Array;
  readonly augmenter: Augmenter;
  readonly epoch: number;
}

/** Images as input of one kind of network; only the network knows the contents of the tensors. */
export type Input = Readonly<Record<string, Tensor2D>>;

/** Two learners of one trial give the same numbers. */
export interface Learner {
  readonly parameters: readonly Parameter[];
  /** How many images to classify at a time: as many as fit into the core's cache with their activations. */
  readonly chunk: number;
  /** One step of Adam on a batch; `step` counts from 1. Adds the loss and hits before the step to `sums`. */
  learn(batch: Source, step: number, sums: BatchSums): void;
  /** Up to a chunk of images as input for `classify`. The caller disposes it. */
  input(images: Source): Input;
  /** Logits [labels, n] of images, valid until the next call of this learner. */
  classify(input: Input): Float32Array;
  /** Disposes parameters and temporary memory. */
  dispose(): void;
}

/** The labels of samples, one for each. */
export function labelsOf({ labels }: Pictures, samples: Int32Array): Uint8Array {
  const found = new Uint8Array(samples.length);
  for (let i = 0; i < found.length; i++) found[i] = labels[samples[i]!]!;
  return found;
}
