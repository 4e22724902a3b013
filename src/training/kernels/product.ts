/** Products of matrices: tf.matMul's numbers, without its cost of packing the right one anew for each product. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Backend } from '../backend.ts';
import { wasmMemory } from './wasm-memory.ts';

/** `a` [m, k] times `b` [k, n], or what is [k, m] and [n, k] and to be transposed. Called inside tf.tidy. */
export type Product = (a: Tensor2D, b: Tensor2D, transposeA?: boolean, transposeB?: boolean) => Tensor2D;

export const makeProduct = (backend: Backend): Product =>
  backend.name === 'wasm' ? wasmProduct(backend) : backend.tf.matMul;

/** What product.wat does at a time. */
const TILE = { rows: 4, columns: 8 } as const;

/** product.wat on tfjs's own memory: 40 GFLOP/s where tf.matMul has 28 on large matrices and 4 to 22 on ours. */
function wasmProduct({ tf }: Backend): Product {
  const memory = wasmMemory(tf);
  const { product } = memory.kernels<'product'>('product');
  return (a, b, transposeA = false, transposeB = false) => {
    const [m, k] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
    const n = b.shape[transposeB ? 0 : 1];
    // Not tf.matMul's own transposing: that leads to another kernel, with another order of sums.
    if (m < TILE.rows || n < TILE.columns)
      return tf.matMul(transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b);
    const output = memory.output([m, n]);
    const panel = memory.output([k, TILE.columns]);
    const { address } = memory;
    product(
      address(output),
      address(a),
      ...(transposeA ? [4, 4 * m] : [4 * k, 4]),
      address(b),
      ...(transposeB ? [4, 4 * k] : [4 * n, 4]),
      m,
      k,
      n,
      address(panel),
    );
    panel.dispose();
    return output;
  };
}
