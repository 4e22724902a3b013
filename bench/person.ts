/** What a person waits for: the default command by the built program, measured from outside. */

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Card } from '../src/chat/card.ts';
import { pictureFile } from '../src/chat/card.ts';
import { openHouse } from '../test/house.ts';

export interface PersonFigures {
  /** Seconds from typing the default command. */
  readonly firstPoints: number;
  readonly firstPair: number;
  readonly whole: number;
  /** Seconds for the same command again, by the bin and inside a running Augie. */
  readonly againByBin: readonly number[];
  readonly againInside: readonly number[];
  /** Seconds until /help is printed by the bin. */
  readonly help: readonly number[];
  /** Milliseconds, of the process that talks while all cores train. */
  readonly delayP99: number;
  readonly delayMax: number;
  /** Most megabytes resident. */
  readonly talkingMemory: number;
  readonly trainerMemory: number;
  /** Megabytes that trainers grew in the second half of their lives. */
  readonly trainerGrowth: number;
}

const QUESTION = '/experiment run';
const REPEATS = 5;

export async function measurePerson(): Promise<PersonFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'augie-bench-'));
  try {
    const monitor = `--import=${pathToFileURL(join(import.meta.dirname, 'monitor.mjs')).href}`;
    const first = await augie([QUESTION, '--json', '--as', 'bench'], folder, {
      NODE_OPTIONS: monitor,
      AUGIE_BENCH_FOLDER: folder,
    });
    const at = (seen: (card: Card) => boolean) =>
      first.events.find(({ card }) => seen(card))?.at ?? Number.NaN;
    const againByBin = [];
    const help = [];
    for (let i = 0; i < REPEATS; i++) {
      againByBin.push((await augie([QUESTION, '--as', 'bench'], folder)).took);
      help.push((await augie(['/help'], folder)).took);
    }
    return {
      firstPoints: at(hasFirstPoints),
      firstPair: at(hasFirstPair),
      whole: first.took,
      againByBin,
      againInside: await repeatInside(join(folder, 'var')),
      help,
      ...processes(folder),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hasFirstPoints = (card: Card) =>
  card.blocks.some((block) => block.type === 'picture' && /Reduced.*Augmented/.test(block.alt));

/** Both arms of seed 1 have a final accuracy. */
const hasFirstPair = (card: Card) =>
  card.blocks.some(
    (block) =>
      block.type === 'table' &&
      block.rows.filter(([arm, , , accuracy]) => /Reduced|Augmented/.test(arm ?? '') && accuracy !== '–')
        .length === 2,
  );

interface Run {
  readonly took: number;
  readonly events: { readonly at: number; readonly card: Card }[];
}

function augie(args: readonly string[], folder: string, env: Record<string, string> = {}): Promise<Run> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const cli = join(import.meta.dirname, '..', 'dist', 'src', 'cli.js');
  const child = spawn(process.execPath, [cli, ...args, '--locale', 'en'], {
    cwd: folder,
    env: { ...process.env, AUGIE_DATA: join(folder, 'var'), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events: Run['events'] = [];
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

/** Charts drawn: an answer is there when it can be seen. */
async function repeatInside(data: string): Promise<number[]> {
  const house = await openHouse(data);
  const times = [];
  for (let i = 0; i <= REPEATS; i++) {
    const start = performance.now();
    const said = await house.finish(QUESTION, { name: 'inside', channel: 'bench' });
    for (const block of said.card().blocks) {
      if (block.type === 'picture') await pictureFile(block, house.app.charts);
    }
    times.push((performance.now() - start) / 1000);
  }
  await house.stop();
  return times.slice(1); // the first one is a new experiment, made of kept trials
}

function processes(folder: string) {
  const all: { trainer: boolean; p99: number; max: number; memory: number[] }[] = readdirSync(folder)
    .filter((file) => file.startsWith('process-'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const [talking] = all.filter(({ trainer }) => !trainer);
  const trainers = all.filter(({ trainer }) => trainer);
  if (!talking || trainers.length === 0) throw new Error('the processes left no figures');
  const half = (memory: number[]) => memory[Math.floor(memory.length / 2)] ?? 0;
  return {
    delayP99: talking.p99,
    delayMax: talking.max,
    talkingMemory: Math.max(...talking.memory),
    trainerMemory: Math.max(...trainers.flatMap(({ memory }) => memory)),
    trainerGrowth: Math.max(...trainers.map(({ memory }) => (memory.at(-1) ?? 0) - half(memory))),
  };
}
