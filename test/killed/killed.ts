/** An experiment of tiny trials that is killed at some moment, started again, and compared with one that was not. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { draws } from '../../src/random/draws.ts';
import { openDatabase } from '../../src/store/database.ts';
import { built } from '../built.ts';
import { smallDatasets } from '../datasets/catalogs.ts';
import { type Running, run } from '../shell.ts';
import { deleteFolder, newFolder, plainText } from '../test-app.ts';
import { type Point, readLines } from './host.ts';

/** With forty epochs some four seconds on two cores, with a checkpoint or two in the middle of the full arm's trial. */
export const question = (epochs: number) =>
  `/experiment run fraction:0.02 batch:4 epochs:${epochs} seeds:1 policy:flip + erase@0.5`;

/**
 * What is killed: somebody at a share of the time that the undisturbed run takes, or Augie at a point that the channel
 * knows. A power cut is a kill of everything that also loses a share of what the disk had not been told to keep.
 */
export type Kill =
  | { readonly who: 'augie' | 'trainer' | 'both'; readonly at: number }
  | { readonly who: 'power'; readonly at: number; readonly lost: number }
  | { readonly who: 'augie'; readonly point: Point };

/** The seeded random moment number `n`. */
export function randomKill(n: number): Kill {
  const random = draws(1, 'kill').at(n, 0);
  const who = (['augie', 'trainer', 'both', 'power'] as const)[n % 4] ?? 'augie';
  return who === 'power'
    ? { who, at: random.uniform(0), lost: random.uniform(1) }
    : { who, at: random.uniform(0) };
}

export const describeKill = (kill: Kill): string =>
  'point' in kill ? `augie ${kill.point}` : `${kill.who} at ${(100 * kill.at).toFixed(0)} %`;

/** What came of it. */
export interface Outcome {
  /** Every epoch, every result, and every network as checkpoint and as weights, to the last bit. */
  readonly numbers: unknown;
  /** The newest version of each message in the channel. */
  readonly cards: readonly string[];
}

/** What was found just after the kill, and what was trained although it was there. */
export interface Aftermath extends Outcome {
  readonly sound: boolean;
  readonly trainedAgain: readonly Given[];
}

/** A trial that a training process got, and the epoch from which it continued. */
interface Given {
  readonly trial: string;
  readonly from: number;
}

export async function undisturbed(command: string): Promise<Outcome & { readonly ms: number }> {
  return inFolder(async (folder) => {
    const started = performance.now();
    const host = start(folder, command);
    await host.printed(/"a job ended"/);
    const ms = performance.now() - started;
    await stop(host);
    return { ...outcome(folder), ms };
  });
}

/** `whole`: milliseconds that the undisturbed run takes. */
export async function killed(command: string, kill: Kill, whole: number): Promise<Aftermath> {
  return inFolder(async (folder) => {
    const first = start(folder, command, 'point' in kill ? kill.point : '');
    if ('at' in kill) await sleep(kill.at * whole);
    const trainers = logged(first, 'training process started').map(({ pid }) => Number(pid));
    if (kill.who === 'trainer') {
      first.process.kill('SIGSTOP');
      const { sound, checkpoints } = look(folder);
      const before = given(first).length;
      trainers.slice(0, 1).forEach(tryKill);
      first.process.kill('SIGCONT');
      await first.printed(/"a job ended"/);
      await stop(first);
      // A trial that continues elsewhere may have stored more epochs in the meantime.
      const again = given(first).slice(before);
      const trainedAgain = again.filter(({ trial, from }) => from < (checkpoints.get(trial) ?? 0));
      return { ...outcome(folder), sound, trainedAgain };
    }
    if ('at' in kill) first.process.kill('SIGKILL');
    if (kill.who !== 'augie') trainers.forEach(tryKill);
    await first.ended;
    if (kill.who === 'power') cutPower(folder, kill.lost);

    const found = look(folder);
    // Asks again what was not stored yet; everything else continues by itself.
    const second = start(folder, found.jobs === 0 ? command : '');
    await second.printed(found.unfinished === 0 && found.jobs > 0 ? /"Augie is running"/ : /"a job ended"/);
    await stop(second);
    const trainedAgain = given(second).filter(
      ({ trial, from }) => (found.checkpoints.get(trial) ?? 0) !== from,
    );
    return { ...outcome(folder), sound: found.sound, trainedAgain };
  });
}

/** Freezes a running Augie at these shares of its time, copies its files, and says whether each copy is sound. */
export async function copied(command: string, moments: readonly number[], whole: number): Promise<boolean[]> {
  return inFolder(async (folder) => {
    const host = start(folder, command);
    const started = performance.now();
    const found: boolean[] = [];
    for (const at of moments.toSorted((a, b) => a - b)) {
      await sleep(started + at * whole - performance.now());
      host.process.kill('SIGSTOP');
      found.push(look(folder).sound);
      host.process.kill('SIGCONT');
    }
    await host.printed(/"a job ended"/);
    await stop(host);
    return found;
  });
}

async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = newFolder();
  const result = await action(folder);
  deleteFolder(folder);
  return result;
}

const channelOf = (folder: string) => join(folder, 'channel.jsonl');
/** As JavaScript, so that no start has to compile it. */
const host = transformSync(readFileSync(join(import.meta.dirname, 'host.ts'), 'utf8'), { loader: 'ts' }).code;

function start(folder: string, command: string, point = ''): Running {
  const program = join(folder, 'host.mjs');
  writeFileSync(program, host);
  const server = pathToFileURL(built('server.js')).href;
  return run([program, server, channelOf(folder), point, command], {
    data: folder,
    // Small also among the claims: it is the moment that matters.
    env: { AUGIE_LOG_LEVEL: 'debug', AUGIE_TRAINERS: '2', AUGIE_DATASETS: smallDatasets },
    seconds: 150,
  });
}

async function stop(host: Running): Promise<void> {
  host.process.kill('SIGTERM');
  const { code, out, err } = await host.ended;
  if (code !== 0) throw new Error(`ended with ${code}: ${err}${out}`);
}

/** The lines of a program's log that say this. */
const logged = (host: Running, message: string): Record<string, unknown>[] =>
  host
    .out()
    .split('\n')
    .filter((line) => line.endsWith(`"msg":"${message}"}`))
    .map((line) => JSON.parse(line));

const given = (host: Running): Given[] =>
  logged(host, 'trial given to a training process')
    // A network that is scored is given, too; nothing is lost with that.
    .filter(({ from }) => from !== undefined)
    .map(({ trial, from }) => ({ trial: String(trial), from: Number(from) }));

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended before.
  }
}

/** What the data hold at this moment, read from a copy: the last of the files exists while tables are made. */
function look(folder: string) {
  const copy = join(folder, 'copy');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  for (const file of ['augie.db', 'augie.db-wal', 'augie.db-journal'])
    if (existsSync(join(folder, 'var', file))) copyFileSync(join(folder, 'var', file), join(copy, file));
  const db = openDatabase(copy);
  const count = (where: string) =>
    db.prepare<[], number>(`SELECT count(*) FROM jobs ${where}`).pluck().get() ?? 0;
  const sound =
    db.pragma('integrity_check', { simple: true }) === 'ok' &&
    (db.pragma('foreign_key_check') as unknown[]).length === 0;
  const rows = db
    .prepare<[], { id: string; epoch: number }>(
      'SELECT id, checkpoint_epoch AS epoch FROM trials WHERE checkpoint IS NOT NULL',
    )
    .all();
  const found = {
    sound,
    jobs: count(''),
    unfinished: count(`WHERE state IN ('queued', 'running')`),
    checkpoints: new Map(rows.map(({ id, epoch }) => [id, epoch])),
  };
  db.close();
  return found;
}

/**
 * What a power cut leaves with synchronous=NORMAL: the log is on the disk for sure only as far as it has been moved
 * into the database, or is just being moved. Of the rest a share is lost, in the middle of a page, and so is the log's
 * index. Source: https://www.sqlite.org/walformat.html, sections 1 and 2.1 (nBackfillAttempted).
 */
function cutPower(folder: string, lost: number): void {
  const log = join(folder, 'var', 'augie.db-wal');
  const index = join(folder, 'var', 'augie.db-shm');
  if (!existsSync(log) || statSync(log).size === 0) return;
  const frame = 24 + readFileSync(log).readUInt32BE(8);
  const moved = readFileSync(index).readUInt32LE(128);
  const { size } = statSync(log);
  truncateSync(log, size - Math.floor(lost * (size - Math.min(size, 32 + moved * frame))));
  rmSync(index);
}

function outcome(folder: string): Outcome {
  const db = openDatabase(join(folder, 'var'));
  const trials = `SELECT id, test_accuracy, test_loss, hex(predictions), checkpoint_epoch, hex(checkpoint)
    FROM trials ORDER BY id`;
  const numbers = [
    db.prepare(trials).raw().all(),
    db.prepare('SELECT trial, hex(weights) FROM networks ORDER BY trial').raw().all(),
    db.prepare('SELECT * FROM epochs ORDER BY trial, epoch').raw().all(),
    db
      .prepare('SELECT trial, test, accuracy, loss, hex(predictions) FROM scores ORDER BY trial, test')
      .raw()
      .all(),
    db.prepare(`SELECT state, count(*) FROM jobs GROUP BY state`).raw().all(),
  ];
  db.close();
  const newest = new Map(readLines(channelOf(folder)).map(({ message, card }) => [message, plainText(card)]));
  const timeless = (text: string) =>
    text.replace(/^Duration: .*$/m, '').replace(/(Experiment|Number:) \d+/g, '$1');
  return { numbers, cards: [...newest.values()].map(timeless) };
}
