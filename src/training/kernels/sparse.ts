/** Products with sparse matrices on wasm: zeros are skipped, see sparse.wat. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backend.ts';
import { wasmMemory } from './wasm-memory.ts';

/** Columns that lie side by side in a matrix "in blocks": [columns / BLOCK, rows, BLOCK]. */
export const BLOCK = 16;

/** The non-zero values of a matrix, row by row or column by column. These tensors hold bytes, not floats. */
export interface Lists {
  /** [lists, 2]. */
  readonly bounds: Tensor2D;
  /** [values, 2]. */
  readonly entries: Tensor2D;
}

/** All write to memory that is allocated before, and may be larger than needed. Addresses are in bytes. */
export interface SparseKernels {
  /** Memory for the lists of up to `n` rows of this many values. */
  roomForRows(n: number, values: number): Lists;
  /** Memory for the lists of their columns. */
  roomForColumns(n: number, values: number): Lists;
  /** Lists the rows of a matrix [n, values] of floats, or of bytes with a table of their float values. */
  rows(rows: Lists, matrix: number, n: number, values: number, table?: number): void;
  /** Lists its columns, from its rows. */
  columns(columns: Lists, rows: Lists, n: number, values: number): void;
  /** Writes the product of the first `count` lists and a block [.., BLOCK]: [count, BLOCK]. */
  product(product: number, lists: Lists, count: number, block: number): void;
  /** A copy of the lists of the first `n` rows without unused space. */
  trimmed(rows: Lists, n: number): Lists;
}

export function sparseKernels(tf: TensorFlow): SparseKernels {
  const { address, output, floats, kernels } = wasmMemory(tf);
  const sparse = kernels<'rows' | 'rowsOfBytes' | 'columns' | 'product'>('sparse');
  const room = (lists: number, values: number): Lists => ({
    bounds: output([lists, 2]),
    entries: output([values, 2]),
  });
  const addresses = ({ bounds, entries }: Lists) => [address(bounds), address(entries)] as const;
  return {
    // One more entry is written than used.
    roomForRows: (n, values) => room(n, n * values + 1),
    // Each list begins at a multiple of 64 bytes (8 entries), with unused entries between lists.
    roomForColumns: (n, values) => room(values, (n + 15) * values),
    rows(rows, matrix, n, values, table) {
      if (table === undefined) sparse.rows(matrix, n, values, ...addresses(rows));
      else sparse.rowsOfBytes(matrix, n, values, ...addresses(rows), table);
    },
    columns(columns, rows, n, values) {
      sparse.columns(...addresses(rows), n, values, ...addresses(columns));
    },
    product(product, lists, count, block) {
      sparse.product(product, ...addresses(lists), count, block);
    },
    trimmed({ bounds, entries }, n) {
      const bytes = new Int32Array(floats().buffer)[address(bounds) / 4 + 2 * n - 1]!;
      const less = room(n, Math.max(1, bytes / 8));
      const all = floats();
      const copy = (to: Tensor2D, from: Tensor2D) =>
        all.copyWithin(address(to) / 4, address(from) / 4, address(from) / 4 + to.size);
      copy(less.bounds, bounds);
      copy(less.entries, entries);
      return less;
    },
  };
}
