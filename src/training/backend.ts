/** Chooses and opens the TensorFlow backend. Only `openBackend` loads TensorFlow, and only a child process calls it. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError, withLocal } from '../i18n/user-error.ts';
import { type BackendInfo, type BackendName, backendNames } from './trial.ts';

export type TensorFlow = typeof import('@tensorflow/tfjs-core');

export interface Backend extends BackendInfo {
  readonly tf: TensorFlow;
}

// The packages' ESM entries do not run in Node, and their CommonJS entries load in a twentieth of a second.
const require = createRequire(import.meta.url);

/** Per backend: its package, and its name in tfjs. */
const packages = {
  native: { id: '@tensorflow/tfjs-node', tfName: 'tensorflow' },
  wasm: { id: '@tensorflow/tfjs-backend-wasm', tfName: 'wasm' },
  cpu: { id: '@tensorflow/tfjs-backend-cpu', tfName: 'cpu' },
} as const;

const isBackendName = (name: string): name is BackendName => backendNames.some((known) => known === name);

/**
 * The backend that `choice` (AUGIE_BACKEND) names, without loading it; wasm when it is empty. `id`: its package, or a
 * folder that holds one. Throws UserError for an unknown choice and for a package that is not installed. `probeNative`
 * says whether native runs.
 */
export function resolveBackend(choice: string | undefined, id?: string): BackendInfo {
  const name = choice || 'wasm';
  if (!isBackendName(name)) throw new UserError('training.unknownBackend', { choice: name });
  const packageId = id ?? packages[name].id;
  try {
    return { name, version: require(`${packageId}/package.json`).version };
  } catch {
    if (name === 'native') throw new UserError('training.nativeAbsent');
    throw new UserError('training.backendFailed', { backend: name, reason: `${packageId} not found` });
  }
}

/**
 * Loads TensorFlow with this backend, single-threaded if we can choose. `id` as above. Throws UserError if it
 * does not start.
 */
export async function openBackend(name: BackendName, id: string = packages[name].id): Promise<Backend> {
  const info = resolveBackend(name, id);
  try {
    if (name === 'native') restoreRemovedUtilities();
    if (name === 'wasm') checkWasmFiles(dirname(require.resolve(id)));
    const loaded = require(id);
    // More threads would change the order of sums, and the pool runs one trial per core anyway.
    if (name === 'wasm') loaded.setThreadsCount(1);
    const tf: TensorFlow = name === 'native' ? loaded : require('@tensorflow/tfjs-core');
    tf.enableProdMode();
    if (!(await tf.setBackend(packages[name].tfName))) throw new Error('it does not initialise');
    await tf.ready();
    return { ...info, tf };
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const reason = said.replace(/[\s.]+$/, '');
    if (name === 'native') throw new UserError('training.nativeFailed', { reason });
    // Without the folders of paths, because cards show it, too.
    const short = reason.replace(/(?:[A-Za-z]:)?[\\/](?:[^\s'"\\/]+[\\/])+/g, '');
    throw withLocal(new UserError('training.backendFailed', { backend: name, reason: short }), { reason });
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
