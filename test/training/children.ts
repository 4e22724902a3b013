/** A pool of child processes, and what tests may know of them and do to them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from '../../src/training/pool.ts';
import type { OpenPool } from '../contracts/trial-pool/contract.ts';
import { small } from '../datasets/catalogs.ts';

export interface OpenChildren extends OpenPool {
  /** The ids of all processes, in the order in which they were started. */
  readonly pids: readonly number[];
}

export function openChildren(size: number, datasets = small.source, idleMs = 60_000): OpenChildren {
  const pids: number[] = [];
  /** Got work last, and has not been killed. */
  let latest: number | undefined;
  const log = (message: string, { pid }: Readonly<Record<string, unknown>>) => {
    if (message === 'training process started') pids.push(pid as number);
    if (message === 'trial given to a training process') latest = pid as number;
  };
  return {
    pool: createPool({ size, backend: 'wasm', datasets, idleMs, log }),
    pids,
    living: () => pids.filter(isAlive),
    async killOne() {
      while (latest === undefined) await sleep(5);
      const pid = latest;
      latest = undefined;
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await sleep(5);
      return pid;
    },
  };
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
