/** The built program, run and watched from outside, and its pool of training processes. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Card } from '../src/chat/card.ts';
import type { TrialPool } from '../src/training/trial.ts';
import { ours } from '../test/datasets/catalogs.ts';

export const built = (file: string): string => join(import.meta.dirname, '..', 'dist', 'src', file);

export interface Run {
  /** Seconds. */
  readonly took: number;
  /** With --json: the cards, and after how many seconds they came. */
  readonly events: readonly { readonly at: number; readonly card: Card }[];
}

/** Gives `augie` these arguments; `folder` is where it works and keeps its data. */
export function augie(
  args: readonly string[],
  folder: string,
  env: Record<string, string> = {},
): Promise<Run> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const child = spawn(process.execPath, [built('cli.js'), ...args, '--as', 'bench', '--locale', 'en'], {
    cwd: folder,
    env: { ...process.env, AUGIE_DATA: join(folder, 'var'), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events: { at: number; card: Card }[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (!args.includes('--json')) return;
    for (const line of lines) events.push({ at: seconds(), card: JSON.parse(line).card });
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve({ took: seconds(), events })
        : reject(new Error(`augie ${args} ended with ${code}`)),
    );
  });
}

/** Calls `use` with a new folder that is deleted afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'augie-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Its children start as they do for a person; a pool from the sources would have to compile them. */
export async function builtPool(size: number): Promise<TrialPool> {
  const pool: typeof import('../src/training/pool.ts') = await import(
    pathToFileURL(built('training/pool.js')).href
  );
  return pool.createPool({ size, backend: 'wasm', datasets: ours.source });
}
