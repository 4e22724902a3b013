/** Products of matrices: tf.matMul's numbers, without the cost of packing the right one again for each product. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Backend, TensorFlow } from '../backend.ts';
import { wasmMemory } from './wasm-memory.ts';

/** `a` [m, k] times `b` [k, n], or transposed [k, m] and [n, k]. Called inside tf.tidy. */
export type Product = (a: Tensor2D, b: Tensor2D, transposeA?: boolean, transposeB?: boolean) => Tensor2D;

export const makeProduct = (backend: Backend): Product =>
  backend.name === 'wasm' ? wasmProduct(backend) : backend.tf.matMul;

/** The block size of product.wat. */
const TILE = { rows: 4, columns: 8 } as const;

/** product.wat on tfjs's own memory: 40 GFLOP/s where tf.matMul has 28 on large matrices and 4 to 22 on ours. */
function wasmProduct({ tf }: Backend): Product {
  const { address, output } = wasmMemory(tf);
  const multiply = productKernel(tf);
  return (a, b, transposeA = false, transposeB = false) => {
    const [m, k] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
    const n = b.shape[transposeB ? 0 : 1];
    // Not tf.matMul's own transposing: it uses another kernel, with another order of sums.
    if (isSmall(m, n)) return tf.matMul(transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b);
    const c = output([m, n]);
    const panel = output([k, TILE.columns]);
    multiply(address(c), address(a), address(b), [m, k, n], address(panel), { transposeA, transposeB });
    panel.dispose();
    return c;
  };
}

const isSmall = (m: number, n: number): boolean => m < TILE.rows || n < TILE.columns;

/** Floats of temporary space for a product with sums of `k` terms. */
export const panelSize = (k: number): number => TILE.columns * k;

/** The product [m, n] of a [m, k] and b [k, n] (or their transposes) by addresses in bytes. `panel` is temporary space. */
export type ProductKernel = (
  product: number,
  a: number,
  b: number,
  [m, k, n]: readonly [number, number, number],
  panel: number,
  transposed?: { readonly transposeA?: boolean; readonly transposeB?: boolean },
) => void;

/** The same numbers as `Product`, without tensors. Small matrices are slower. */
export function productKernel(tf: TensorFlow): ProductKernel {
  const { product, small } = wasmMemory(tf).kernels<'product' | 'small'>('product');
  return (to, a, b, [m, k, n], panel, { transposeA = false, transposeB = false } = {}) => {
    const [aRow, aColumn] = transposeA ? [4, 4 * m] : [4 * k, 4];
    const [bRow, bColumn] = transposeB ? [4, 4 * k] : [4 * n, 4];
    if (isSmall(m, n)) small(to, a, aRow, aColumn, b, bRow, bColumn, m, k, n);
    else product(to, a, aRow, aColumn, b, bRow, bColumn, m, k, n, panel);
  };
}
