/** What the trainer trains: a network that learns a batch at a time and classifies, however it computes. */
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

/** Images as one kind of network takes them; it alone knows what the tensors hold. */
export type Input = Readonly<Record<string, Tensor2D>>;

/** Two learners of one trial come to the same numbers. */
export interface Learner {
  readonly parameters: readonly Parameter[];
  /** How many images to classify at a time: many, as long as what they become on the way stays in the core's cache. */
  readonly chunk: number;
  /** One step of Adam on a batch, number `step` from 1. Adds loss and hits before it to `sums`. */
  learn(batch: Source, step: number, sums: BatchSums): void;
  /** Up to a chunk of images as `classify` takes them. Belongs to whoever asks. */
  input(images: Source): Input;
  /** Logits [labels, n] of images, valid until the next call of this learner. */
  classify(input: Input): Float32Array;
  /** Disposes parameters and all room. */
  dispose(): void;
}

/** The labels of samples, one for each. */
export function labelsOf({ labels }: Pictures, samples: Int32Array): Uint8Array {
  const found = new Uint8Array(samples.length);
  for (let i = 0; i < found.length; i++) found[i] = labels[samples[i]!]!;
  return found;
}
