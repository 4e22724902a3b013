/** Access to the memory of tfjs's wasm backend: where its tensors are, and our own kernels that work on them. */
import { readFileSync } from 'node:fs';
import type { Tensor2D, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backend.ts';

/** The part of the backend that we use, which its types leave out. */
interface WasmInternals {
  readonly wasm: { readonly asm: { readonly memory: WebAssembly.Memory } };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: 'float32'): TensorInfo;
}

/** Takes addresses in bytes, counts and constants. */
export type Kernel = (...args: number[]) => void;

export interface WasmMemory {
  /** The address of a tensor's values, in bytes. */
  address(tensor: { readonly dataId: object }): number;
  /** A tensor with unwritten values. It belongs to the surrounding tf.tidy. */
  output(shape: [number, number]): Tensor2D;
  /** The first `size` values of a tensor. Call it after the last `output`, like `floats`. */
  view(tensor: { readonly dataId: object }, size: number): Float32Array;
  /** All of the memory. Call it after the last `output`: growing memory detaches old views. */
  floats(): Float32Array;
  /** The functions of `<name>.wasm` in this folder. */
  kernels<Name extends string>(name: string): Readonly<Record<Name, Kernel>>;
}

export function wasmMemory(tf: TensorFlow): WasmMemory {
  const backend = tf.backend() as unknown as WasmInternals;
  const { memory } = backend.wasm.asm;
  return {
    address: ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset,
    output: (shape) => tf.engine().makeTensorFromTensorInfo(backend.makeOutput(shape, 'float32')) as Tensor2D,
    view: ({ dataId }, size) =>
      new Float32Array(memory.buffer, backend.dataIdMap.get(dataId).memoryOffset, size),
    floats: () => new Float32Array(memory.buffer),
    kernels<Name extends string>(name: string) {
      const module = new WebAssembly.Module(readFileSync(new URL(`${name}.wasm`, import.meta.url)));
      const instance = new WebAssembly.Instance(module, { env: { memory } });
      return instance.exports as Readonly<Record<Name, Kernel>>;
    },
  };
}
