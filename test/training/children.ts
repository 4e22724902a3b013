/** A pool of child processes, and their ids in the order in which they were started. */
import { createPool } from '../../src/training/pool.ts';
import type { TrialPool } from '../../src/training/trial.ts';
import { small } from '../datasets/catalogs.ts';

export function openChildren(
  size: number,
  datasets = small.source,
  idleMs = 60_000,
): { readonly pool: TrialPool; readonly pids: readonly number[] } {
  const pids: number[] = [];
  const log = (message: string, { pid }: Readonly<Record<string, unknown>>) => {
    if (message.includes('started')) pids.push(pid as number);
  };
  return { pool: createPool({ size, backend: 'wasm', datasets, idleMs, log }), pids };
}
