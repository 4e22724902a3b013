/** Networks as bytes: with the optimizer's state, so that training continues exactly where it stopped, or weights alone. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './backend.ts';
import type { Parameter } from './kernels/adam.ts';
import type { Learner } from './learner.ts';

type Network = Pick<Learner, 'parameters'>;

/**
 * Layout of a checkpoint: magic, step, then per parameter value, m, v and average as float32. Of weights: magic, then the
 * average of each parameter, which is what is scored. Little-endian, like every machine we run on.
 */
const MAGIC = 0x32475541; // "AUG2"
const PARTS = ['value', 'm', 'v', 'average'] as const;
const HEADER_BYTES = 8;
const WEIGHTS_MAGIC = 0x57475541; // "AUGW"
const WEIGHTS_HEADER_BYTES = 4;

const sizeOf = (network: Network): number =>
  network.parameters.reduce((sum, { value }) => sum + value.size, 0);
const floatsOf = (network: Network): number => PARTS.length * sizeOf(network);

/** The values of one tensor of a parameter, in the order of a checkpoint. */
function ordered({ places }: Parameter, tensor: Tensor): Float32Array {
  const values = tensor.dataSync<'float32'>();
  if (!places) return values;
  const found = new Float32Array(values.length);
  for (let i = 0; i < found.length; i++) found[i] = values[places[i]!]!;
  return found;
}

/** A tensor of a parameter with these values of a checkpoint. Disposes the old one. Throws when one is not finite. */
function replaced(tf: TensorFlow, { places }: Parameter, old: Tensor, values: Float32Array): Tensor {
  const own = new Float32Array(values.length);
  for (let i = 0; i < own.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) throw new Error('a checkpoint holds what is not a finite number');
    own[places ? places[i]! : i] = value;
  }
  const tensor = tf.tensor(own, old.shape);
  old.dispose();
  return tensor;
}

/** The state of a model after `step` gradient updates. */
export function saveState(network: Network, step: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + 4 * floatsOf(network));
  new Uint32Array(bytes.buffer, 0, 2).set([MAGIC, step]);
  const floats = new Float32Array(bytes.buffer, HEADER_BYTES);
  let at = 0;
  for (const parameter of network.parameters)
    for (const part of PARTS) {
      floats.set(ordered(parameter, parameter[part]), at);
      at += parameter[part].size;
    }
  return bytes;
}

/** Loads a saved state into a model of the same kind and returns its step. Throws if the bytes do not fit, or contain a number that is not finite. */
export function restoreState(tf: TensorFlow, network: Network, saved: Uint8Array): number {
  // A copy, because foreign bytes may start at any address; slice() of a Buffer does not copy.
  const bytes = new Uint8Array(saved);
  const [magic, step] = new Uint32Array(bytes.buffer, 0, 2);
  if (magic !== MAGIC || bytes.length !== HEADER_BYTES + 4 * floatsOf(network))
    throw new Error(`a checkpoint of ${saved.length} bytes does not belong to this model`);
  const floats = new Float32Array(bytes.buffer, HEADER_BYTES);
  let at = 0;
  for (const parameter of network.parameters)
    for (const part of PARTS) {
      const old = parameter[part];
      parameter[part] = replaced(tf, parameter, old, floats.subarray(at, at + old.size));
      at += old.size;
    }
  return step!;
}

/** The averaged weights of a model, a quarter of its state. */
export function saveWeights(network: Network): Uint8Array {
  const bytes = new Uint8Array(WEIGHTS_HEADER_BYTES + 4 * sizeOf(network));
  new Uint32Array(bytes.buffer, 0, 1).set([WEIGHTS_MAGIC]);
  const floats = new Float32Array(bytes.buffer, WEIGHTS_HEADER_BYTES);
  let at = 0;
  for (const parameter of network.parameters) {
    floats.set(ordered(parameter, parameter.average), at);
    at += parameter.average.size;
  }
  return bytes;
}

/** Loads the averages of a network into a model of the same kind, from weights alone or a checkpoint. Throws if the bytes do not fit. */
export function restoreNetwork(tf: TensorFlow, network: Network, saved: Uint8Array): void {
  const bytes = new Uint8Array(saved);
  const [magic] = new Uint32Array(bytes.buffer, 0, 1);
  if (magic === MAGIC) return void restoreState(tf, network, bytes);
  if (magic !== WEIGHTS_MAGIC || bytes.length !== WEIGHTS_HEADER_BYTES + 4 * sizeOf(network))
    throw new Error(`a network of ${saved.length} bytes does not belong to this model`);
  const floats = new Float32Array(bytes.buffer, WEIGHTS_HEADER_BYTES);
  let at = 0;
  for (const parameter of network.parameters) {
    const old = parameter.average;
    parameter.average = replaced(tf, parameter, old, floats.subarray(at, at + old.size));
    at += old.size;
  }
}
