/** Networks as bytes: with the optimizer's state, so that training goes on as if nothing had happened, or weights alone. */
import type { TensorFlow } from './backend.ts';
import type { Model } from './model.ts';

/**
 * Layout of a checkpoint: magic, step, then per parameter value, m, v and average as float32. Of weights: magic, then the
 * average of each parameter, which is what is scored. Little-endian, as every machine we run on.
 */
const MAGIC = 0x32475541; // "AUG2"
const PARTS = ['value', 'm', 'v', 'average'] as const;
const HEADER_BYTES = 8;
const WEIGHTS_MAGIC = 0x57475541; // "AUGW"
const WEIGHTS_HEADER_BYTES = 4;

const sizeOf = (model: Model): number => model.parameters.reduce((sum, { value }) => sum + value.size, 0);
const floatsOf = (model: Model): number => PARTS.length * sizeOf(model);

/** The state of a model after `step` gradient updates. */
export function saveState(model: Model, step: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + 4 * floatsOf(model));
  new Uint32Array(bytes.buffer, 0, 2).set([MAGIC, step]);
  const floats = new Float32Array(bytes.buffer, HEADER_BYTES);
  let at = 0;
  for (const parameter of model.parameters)
    for (const part of PARTS) {
      floats.set(parameter[part].dataSync(), at);
      at += parameter[part].size;
    }
  return bytes;
}

/** Puts a saved state into a model of the same kind and returns its step. Throws when the bytes do not fit. */
export function restoreState(tf: TensorFlow, model: Model, saved: Uint8Array): number {
  // A copy, because bytes from elsewhere may start at any address; slice() of a Buffer would be none.
  const bytes = new Uint8Array(saved);
  const [magic, step] = new Uint32Array(bytes.buffer, 0, 2);
  if (magic !== MAGIC || bytes.length !== HEADER_BYTES + 4 * floatsOf(model))
    throw new Error(`a checkpoint of ${saved.length} bytes does not belong to this model`);
  const floats = new Float32Array(bytes.buffer, HEADER_BYTES);
  let at = 0;
  for (const parameter of model.parameters)
    for (const part of PARTS) {
      const old = parameter[part];
      parameter[part] = tf.tensor(floats.slice(at, at + old.size), old.shape);
      at += old.size;
      old.dispose();
    }
  return step!;
}

/** The averaged weights of a model, a quarter of its state. */
export function saveWeights(model: Model): Uint8Array {
  const bytes = new Uint8Array(WEIGHTS_HEADER_BYTES + 4 * sizeOf(model));
  new Uint32Array(bytes.buffer, 0, 1).set([WEIGHTS_MAGIC]);
  const floats = new Float32Array(bytes.buffer, WEIGHTS_HEADER_BYTES);
  let at = 0;
  for (const { average } of model.parameters) {
    floats.set(average.dataSync(), at);
    at += average.size;
  }
  return bytes;
}

/** Puts the averages of a network into a model of the same kind, from weights alone or a checkpoint. Throws when the bytes do not fit. */
export function restoreNetwork(tf: TensorFlow, model: Model, saved: Uint8Array): void {
  const bytes = new Uint8Array(saved);
  const [magic] = new Uint32Array(bytes.buffer, 0, 1);
  if (magic === MAGIC) return void restoreState(tf, model, bytes);
  if (magic !== WEIGHTS_MAGIC || bytes.length !== WEIGHTS_HEADER_BYTES + 4 * sizeOf(model))
    throw new Error(`a network of ${saved.length} bytes does not belong to this model`);
  const floats = new Float32Array(bytes.buffer, WEIGHTS_HEADER_BYTES);
  let at = 0;
  for (const parameter of model.parameters) {
    const old = parameter.average;
    parameter.average = tf.tensor(floats.slice(at, at + old.size), old.shape);
    at += old.size;
    old.dispose();
  }
}
