/** Learners: an mlp on wasm computes without tensors, all others with tfjs operations. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { DatasetInfo } from '../datasets/dataset.ts';
import type { Backend } from './backend.ts';
import { makeAdam } from './kernels/adam.ts';
import { softmaxCrossEntropy } from './kernels/softmax.ts';
import { type Learner, labelsOf, type Source } from './learner.ts';
import { createModel, MLP_HIDDEN } from './models.ts';
import { sparseMlp } from './sparse-mlp.ts';
import type { Trial } from './trial.ts';

/** A new network of a trial. */
export const createLearner = (backend: Backend, trial: Trial, info: DatasetInfo): Learner =>
  trial.model === 'mlp' && backend.name === 'wasm'
    ? sparseMlp(backend, info, MLP_HIDDEN, trial)
    : denseLearner(backend, trial, info);

/** Any model on any backend, with dense matrices. */
export function denseLearner(
  backend: Backend,
  { model: name, seed, batch }: Trial,
  info: DatasetInfo,
): Learner {
  const { tf } = backend;
  const values = info.width * info.height * info.channels;
  const { parameters, chunk, forward } = createModel(backend, name, info, seed);
  const optimize = makeAdam(backend);
  const room = new Float32Array(batch * values);
  const gradient = new Float32Array(batch * info.labels.length);

  const columns = ({ pictures, samples, augmenter, epoch }: Source, into: Float32Array): Tensor2D => {
    augmenter.write(pictures.pixels, samples, epoch, into);
    const shape: [number, number] = [samples.length, values];
    return tf.transpose(tf.tensor2d(into.subarray(0, samples.length * values), shape));
  };

  return {
    parameters,
    chunk,
    learn(batch, step, sums) {
      const labels = labelsOf(batch.pictures, batch.samples);
      const gradients = tf.tidy(() => {
        const { logits, backward } = forward(columns(batch, room));
        const dLogits = gradient.subarray(0, logits.size);
        softmaxCrossEntropy(logits.dataSync<'float32'>(), labels, sums, { gradient: dLogits });
        return backward(tf.tensor2d(dLogits, logits.shape));
      });
      optimize(parameters, gradients, step);
      tf.dispose(gradients);
    },
    input: (images) => ({
      columns: tf.tidy(() => columns(images, new Float32Array(images.samples.length * values))),
    }),
    classify({ columns }) {
      let logits: Float32Array = new Float32Array();
      // Returns nothing: tidy would search every number of the result for tensors, which takes as long as the forward pass.
      tf.tidy(() => {
        logits = forward(columns!).logits.dataSync<'float32'>();
      });
      return logits;
    },
    dispose: () => tf.dispose(parameters.map((parameter) => ({ ...parameter }))),
  };
}
