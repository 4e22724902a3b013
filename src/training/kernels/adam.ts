/**
 * Adam: Kingma & Ba 2014, arXiv:1412.6980, in the form and with the constants of Keras. With each weight it keeps the
 * weight's exponential moving average (Polyak & Juditsky 1992; Keras: `use_ema`), which is what is scored.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Backend, TensorFlow } from '../backend.ts';
import { wasmMemory } from './wasm-memory.ts';

/** A parameter with its two moments and its average: four float32 tensors of one shape. */
export interface Parameter {
  value: Tensor;
  /** Running mean of the gradient. */
  m: Tensor;
  /** Running mean of its square. */
  v: Tensor;
  /** Moving average of the value. */
  average: Tensor;
  /** The index in the tensors of value number i of a checkpoint. Without it: the same order. */
  readonly places?: Int32Array;
}

/** Updates every parameter from its gradient (which it does not change). `step` counts from 1. */
export type Optimizer = (
  parameters: readonly Parameter[],
  gradients: readonly Tensor[],
  step: number,
) => void;

const LEARNING_RATE = 1e-3;
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;
/**
 * Chosen by validation accuracy (%, in brackets its standard deviation over seeds), by bench/average-decay.ts: seeds 101-120 for
 * the mlp, 101-106 for the cnn. Runs of fewer than 4,490 steps never reach 0.998; of the others it is the smoothest that costs
 * nothing.
 *                                    last step     0.99          0.995         0.998         0.999
 *   mlp 5 %, 5 epochs                80.98 (1.14)  82.70 (0.23)  82.70 (0.23)  82.70 (0.23)  82.70 (0.23)
 *   mlp 5 %, 40 epochs               83.46 (0.61)  84.14 (0.31)  84.16 (0.32)  84.17 (0.32)  84.17 (0.32)
 *     with shift(0.1)@0.5            83.89 (0.66)  85.06 (0.26)  85.05 (0.26)  85.01 (0.24)  85.01 (0.24)
 *   mlp 20 %, 10 epochs              85.44 (0.65)  86.66 (0.16)  86.65 (0.15)  86.62 (0.14)  86.62 (0.14)
 *     with shift(0.04)@0.3           85.56 (0.64)  86.72 (0.16)  86.72 (0.15)  86.68 (0.15)  86.68 (0.15)
 *   cnn 2 %, 15 epochs               81.18 (1.29)  83.20 (0.46)  83.20 (0.46)  83.20 (0.46)  83.20 (0.46)
 *     with shift(0.07)               78.30 (0.99)  80.25 (0.36)  80.25 (0.36)  80.25 (0.36)  80.25 (0.36)
 */
const AVERAGE_DECAY = 0.998;
/** Moments below this count as 0, see adam.wat. */
const TINY = 1e-30;

/** The step length with the correction for moments that started at 0. */
const alphaAt = (step: number): number =>
  (LEARNING_RATE * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step);

/**
 * How far the average moves towards the weight: as in TensorFlow's ExponentialMovingAverage with `num_updates`, so that the
 * first weights do not dominate the average of a short run.
 */
export const averageRateAt = (step: number): number => Math.max(1 - AVERAGE_DECAY, 9 / (10 + step));

export const makeAdam = (backend: Backend): Optimizer =>
  backend.name === 'wasm' ? wasmAdam(backend) : tfAdam(backend);

/** Updates `count` values from `offset` on, from a gradient that begins at an address (in bytes). `step` counts from 1. */
export type PartOptimizer = (
  parameter: Parameter,
  gradient: number,
  [offset, count]: readonly [number, number],
  step: number,
) => void;

/** adam.wat on tfjs's own memory: 0.1 ms for 100,000 weights, where tf ops take 1 ms. Updates tensors in place. */
export function wasmAdamPart(tf: TensorFlow): PartOptimizer {
  const { address, kernels } = wasmMemory(tf);
  const { adam } = kernels<'adam'>('adam');
  return ({ value, m, v, average }, gradient, [offset, count], step) =>
    adam(
      address(value) + 4 * offset,
      address(m) + 4 * offset,
      address(v) + 4 * offset,
      address(average) + 4 * offset,
      gradient,
      count,
      alphaAt(step),
      1 - BETA1,
      1 - BETA2,
      EPSILON,
      averageRateAt(step),
    );
}

function wasmAdam({ tf }: Backend): Optimizer {
  const { address } = wasmMemory(tf);
  const optimize = wasmAdamPart(tf);
  return (parameters, gradients, step) => {
    for (const [i, parameter] of parameters.entries())
      optimize(parameter, address(gradients[i]!), [0, parameter.value.size], step);
  };
}

/** The same in tf ops, bit for bit on the cpu backend. Replaces the tensors. */
function tfAdam({ tf }: Backend): Optimizer {
  const flush = (x: Tensor) => tf.where(tf.less(tf.abs(x), TINY), 0, x);
  return (parameters, gradients, step) => {
    const alpha = alphaAt(step);
    const averageRate = averageRateAt(step);
    for (const [i, parameter] of parameters.entries()) {
      const moved = tf.tidy(() => {
        const g = gradients[i]!;
        const m = flush(tf.add(parameter.m, tf.mul(tf.sub(g, parameter.m), 1 - BETA1)));
        const v = flush(tf.add(parameter.v, tf.mul(tf.sub(tf.mul(g, g), parameter.v), 1 - BETA2)));
        const move = tf.div(tf.mul(m, alpha), tf.add(tf.sqrt(v), EPSILON));
        const value = tf.sub(parameter.value, move);
        const average = tf.add(parameter.average, tf.mul(tf.sub(value, parameter.average), averageRate));
        return { value, m, v, average };
      });
      tf.dispose({ ...parameter });
      Object.assign(parameter, moved);
    }
  };
}
