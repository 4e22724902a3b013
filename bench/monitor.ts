/** Watches the Node processes of a run from inside: each loads monitor.mjs, whose records are read here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface ProcessFigures {
  /** Whether it is a training process. */
  readonly trainer: boolean;
  /** Event-loop delay, milliseconds. */
  readonly p99: number;
  readonly max: number;
  /** Megabytes resident, every half second. */
  readonly memory: readonly number[];
  /** The maximum. */
  readonly peak: number;
  /** Seconds of a core. */
  readonly core: number;
}

/** The environment of a process to watch, and of all its children. */
export const watched = (folder: string): Record<string, string> => ({
  NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'monitor.mjs')).href}`,
  AUGIE_BENCH_FOLDER: folder,
});

export const readFigures = (folder: string): ProcessFigures[] =>
  readdirSync(folder)
    .filter((file) => /^process-\d+\.json$/.test(file))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
