/** Which TensorFlow computes, and opening it. Only `openBackend` loads TensorFlow, and only a child process calls it. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../i18n/user-error.ts';
import { type BackendInfo, type BackendName, backendNames } from './trial.ts';

export type TensorFlow = typeof import('@tensorflow/tfjs-core');

export interface Backend extends BackendInfo {
  readonly tf: TensorFlow;
}

// The packages' ESM entries do not run in Node, and their CommonJS entries load in a twentieth of a second.
const require = createRequire(import.meta.url);

/** Per backend: its package, and what tfjs calls it. */
const packages = {
  native: { id: '@tensorflow/tfjs-node', tfName: 'tensorflow' },
  wasm: { id: '@tensorflow/tfjs-backend-wasm', tfName: 'wasm' },
  cpu: { id: '@tensorflow/tfjs-backend-cpu', tfName: 'cpu' },
} as const;

const isBackendName = (name: string): name is BackendName => backendNames.some((known) => known === name);

/**
 * Decides on a backend without loading it. `choice` is AUGIE_BACKEND; empty means native where it is completely
 * installed, else wasm. Throws UserError for an unknown choice and for one that is not installed.
 */
export function resolveBackend(choice: string | undefined): BackendInfo {
  const name = choice || (nativeIsComplete() ? 'native' : 'wasm');
  if (!isBackendName(name)) throw new UserError('training.unknownBackend', { choice: name });
  if (name === 'native' && !nativeIsComplete()) throw new UserError('training.nativeAbsent');
  try {
    return { name, version: require(`${packages[name].id}/package.json`).version };
  } catch {
    throw new UserError('training.backendFailed', {
      backend: name,
      reason: `${packages[name].id} not found`,
    });
  }
}

/** tfjs-node's own install step downloads two files; without either it is only half there. */
function nativeIsComplete(): boolean {
  try {
    const folder = dirname(require.resolve(`${packages.native.id}/package.json`));
    const bindings = readdirSync(join(folder, 'lib'));
    const libraries = readdirSync(join(folder, 'deps', 'lib'));
    return (
      bindings.some((entry) => existsSync(join(folder, 'lib', entry, 'tfjs_binding.node'))) &&
      libraries.some((entry) => /^(libtensorflow\.|tensorflow\.dll)/.test(entry))
    );
  } catch {
    return false;
  }
}

/** Loads TensorFlow with this backend, single-threaded where we can say so. Throws UserError when it does not start. */
export async function openBackend(name: BackendName): Promise<Backend> {
  const info = resolveBackend(name);
  const { id, tfName } = packages[name];
  try {
    if (name === 'native') restoreRemovedUtilities();
    if (name === 'wasm') checkWasmFiles(dirname(require.resolve(id)));
    const loaded = require(id);
    // More threads would change the order of sums, and the pool runs one trial per core anyway.
    if (name === 'wasm') loaded.setThreadsCount(1);
    const tf: TensorFlow = name === 'native' ? loaded : require('@tensorflow/tfjs-core');
    tf.enableProdMode();
    if (!(await tf.setBackend(tfName))) throw new Error('it does not initialise');
    await tf.ready();
    return { ...info, tf };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UserError('training.backendFailed', { backend: name, reason });
  }
}

/** tfjs would only say "both async and sync fetching of the wasm failed". */
function checkWasmFiles(folder: string): void {
  const file = join(folder, 'tfjs-backend-wasm-simd.wasm');
  if (!existsSync(file)) throw new Error(`${file} is missing`);
}

/** tfjs-node 4.22 calls two functions that Node 23 removed from util: tensorflow/tfjs#8609. */
function restoreRemovedUtilities(): void {
  const util = require('node:util');
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
