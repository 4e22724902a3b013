/** The built program as a user runs it, in a separate process, with its output, exit code and files. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { shell } from '../src/shell.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { built } from './built.ts';
import { testEnv } from './env.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The output on stdout so far. */
  out(): string;
  /** Resolves when `pattern` has been printed to stdout; rejects when the process ends without. */
  printed(pattern: RegExp): Promise<void>;
}

export interface Where {
  readonly data: string;
  readonly env?: Record<string, string>;
  /** After this it is killed: a test that hangs must not leave its process behind. */
  readonly seconds?: number;
}

/** What a card says, however its lines are broken. */
export const inOneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** A program, node where no other is named. */
export function run(
  args: readonly string[],
  { data, env = {}, seconds = 50, program = process.execPath }: Where & { readonly program?: string },
): Running {
  const child = spawn(program, args, {
    cwd: data,
    env: {
      PATH: process.env.PATH,
      HOME: data,
      LANG: 'C',
      AUGIE_DATA: join(data, 'var'),
      ...testEnv,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 1000 * seconds,
    killSignal: 'SIGKILL',
  });
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text.out += part;
    child.emit('printed');
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text.err += part;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...text }));
  return {
    process: child,
    ended,
    out: () => text.out,
    async printed(pattern) {
      let over = false;
      void ended.then(() => {
        over = true;
        child.emit('printed');
      });
      while (!pattern.test(text.out)) {
        if (over) throw new Error(`ended without printing ${pattern}: ${text.out}${text.err}`);
        await once(child, 'printed');
      }
    },
  };
}

/** `augie ...` */
export const augie = (args: readonly string[], where: Where): Running =>
  run([built('cli.js'), ...args], where);

export interface Here {
  readonly ended: Promise<Ended>;
  out(): string;
  /** Resolves when something more has been printed, or it has ended. */
  more(): Promise<void>;
}

/** `augie ...` in this process: the same words and the same exit code, without starting one. */
export function augieHere(args: readonly string[], { data, env = {} }: Where): Here {
  const text = { out: '', err: '' };
  const printing = new EventEmitter();
  const ended = shell(args, {
    env: { LANG: 'C', AUGIE_DATA: join(data, 'var'), ...testEnv, ...env },
    out: (part) => {
      text.out += part;
      printing.emit('more');
    },
    err: (part) => {
      text.err += part;
    },
    columns: 0,
    folder: join(data, 'augie-out'),
  }).then((code) => ({ code, ...text }));
  return {
    ended,
    out: () => text.out,
    more: async () => void (await Promise.race([once(printing, 'more'), ended])),
  };
}

/** Resolves when there is such a row in the database, which is before a card says so in its turn. */
export async function stored(data: string, rows: string): Promise<void> {
  const file = join(data, 'var', 'augie.db');
  const count = () => {
    const db = openSqlite(file, { readonly: true });
    try {
      return db.prepare(`SELECT * FROM ${rows}`).all().length;
    } finally {
      db.close();
    }
  };
  await expect.poll(() => (existsSync(file) ? count() : 0), { interval: 20 }).toBeGreaterThan(0);
}

/** The rows of networks that are trained. */
export const TRAINED = 'trials WHERE finished_at IS NOT NULL';

/** `npm start`, without the build, on any free port. */
export const server = (where: Where): Running =>
  run([built('main.js')], { ...where, env: { PORT: '0', ...where.env } });

/** A server that can be killed with -9 and started again. */
export function killableServer(where: Where): { start(): void; kill(): Promise<void> } {
  let running: Running | undefined;
  return {
    start() {
      running = server(where);
    },
    async kill() {
      running?.process.kill('SIGKILL');
      await running?.ended;
    },
  };
}
