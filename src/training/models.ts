/** The networks. */
import type { DatasetInfo } from '../datasets/dataset.ts';
import type { Backend } from './backend.ts';
import { cnn } from './cnn.ts';
import { denseStack } from './dense.ts';
import type { Model } from './model.ts';
import type { ModelName } from './trial.ts';

/** The tutorial's network: https://www.tensorflow.org/tutorials/keras/classification, 784-128 relu-10. */
export const MLP_HIDDEN = 128;

/** A new model: Glorot uniform weights (Glorot & Bengio 2010), zero biases, zero moments. The seed determines it. */
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
