/** Initial parameters. */
import { draws } from '../random/draws.ts';
import type { TensorFlow } from './backend.ts';
import type { Parameter } from './kernels/adam.ts';

/**
 * Glorot uniform weights [outputs, inputs] and zero biases [outputs, 1] of layer number `layer`. `fans` is how many
 * inputs a unit has plus how many units an input goes to.
 */
export function layerParameters(
  tf: TensorFlow,
  [outputs, inputs]: [number, number],
  fans: number,
  seed: number,
  layer: number,
): [Parameter, Parameter] {
  const limit = Math.sqrt(6 / fans);
  const weights = draws(seed, 'weights');
  const values = Float32Array.from({ length: outputs * inputs }, (_, i) =>
    weights.at(i, layer).between(0, -limit, limit),
  );
  return [parameter(tf, values, [outputs, inputs]), parameter(tf, new Float32Array(outputs), [outputs, 1])];
}

function parameter(tf: TensorFlow, values: Float32Array, shape: [number, number]): Parameter {
  return {
    value: tf.tensor2d(values, shape),
    m: tf.zeros(shape),
    v: tf.zeros(shape),
    average: tf.tensor2d(values, shape),
  };
}
