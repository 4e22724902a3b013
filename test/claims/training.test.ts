/**
 * What training promises, at real size: accuracies that an independent implementation gives, bit-equal repeats, kills
 * and cancels that change nothing, memory that does not grow.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { resolveBackend } from '../../src/training/backend.ts';
import { createPool } from '../../src/training/pool.ts';
import type { EpochResult, Trial } from '../../src/training/trial.ts';
import { ours } from '../datasets/catalogs.ts';
import { recordIn, type TrialChange, trialOn } from '../training/trials.ts';
import '../training/compare-bytes.ts';

const info = ours.info('fashion-mnist');
const backend = resolveBackend(process.env.AUGIE_BACKEND);
const pids: number[] = [];
const pool = createPool({
  size: cpus().length,
  backend: backend.name,
  datasets: ours.source,
  log: (_, { pid }) => typeof pid === 'number' && pids.push(pid),
});
afterAll(() => pool.stop());

const trialOf = (change: TrialChange) =>
  trialOn({ info }, backend, { fraction: 1, epochs: 10, batch: 32, ...change });
const run = (trial: Trial, onEpoch?: (epoch: EpochResult) => void, signal?: AbortSignal) =>
  recordIn(pool, trial, onEpoch, signal);

const report = (line: string) => process.stdout.write(`    ${line}\n`);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe(`on ${backend.name} ${backend.version}`, () => {
  test('the full arm reaches what PyTorch reaches', async () => {
    const trials = await Promise.all([1, 2, 3, 4, 5].map((seed) => run(trialOf({ seed }))));
    const train = trials.map(({ epochs }) => epochs.at(-1)!.trainAccuracy);
    const tests = trials.map(({ result }) => result.testAccuracy);
    for (const [i, accuracy] of train.entries())
      report(
        `seed ${i + 1}: running train accuracy ${accuracy.toFixed(4)}, test accuracy ${tests[i]!.toFixed(4)}`,
      );
    report(`mean test accuracy ${mean(tests).toFixed(4)}`);
    for (const accuracy of train) {
      expect(accuracy).toBeGreaterThanOrEqual(0.903);
      expect(accuracy).toBeLessThanOrEqual(0.914);
    }
    for (const accuracy of tests) expect(accuracy).toBeGreaterThan(0.85);
    expect(mean(tests)).toBeGreaterThanOrEqual(0.868);
    expect(mean(tests)).toBeLessThanOrEqual(0.89);
  });

  test('so does cnn', { timeout: 3_600_000 }, async () => {
    const trials = await Promise.all([1, 2, 3].map((seed) => run(trialOf({ model: 'cnn', seed }))));
    const tests = trials.map(({ result }) => result.testAccuracy);
    for (const [i, accuracy] of tests.entries())
      report(`cnn, seed ${i + 1}: test accuracy ${accuracy.toFixed(4)}`);
    report(`cnn: mean test accuracy ${mean(tests).toFixed(4)}`);
    expect(mean(tests)).toBeGreaterThanOrEqual(0.898);
    expect(mean(tests)).toBeLessThanOrEqual(0.922);
  });

  test('a training process stays below 700 MB with cnn', async () => {
    const sizes: number[] = [];
    const onEpoch = () => sizes.push(Math.max(...pids.map(residentMegabytes)));
    await run(trialOf({ model: 'cnn', fraction: 0.02, epochs: 3 }), onEpoch);
    report(`resident with cnn: ${Math.max(...sizes).toFixed(0)} MB`);
    expect(Math.max(...sizes)).toBeLessThan(700);
  });

  const policy = 'flip + rotate(0.04) + shift(0.05)@0.5 + erase';

  test('alone, beside others, and with its process killed in the middle: the same numbers', async () => {
    const augmented = trialOf({ fraction: 0.2, policy });
    const alone = await run(augmented);
    const [beside] = await Promise.all([run(augmented), run(trialOf({ fraction: 0.2, seed: 7 }))]);
    expect(beside).toEqual(alone);

    const before = pids.length;
    let kills = 0;
    const killed = await run(augmented, ({ epoch }) => {
      if (epoch !== 5 || kills++ > 0) return;
      for (const pid of pids) tryKill(pid);
    });
    expect(killed).toEqual(alone);
    expect(pids.length).toBeGreaterThan(before);
    report(
      `test accuracy ${alone.result.testAccuracy} three times, ${pids.length - before} process(es) started anew`,
    );
  });

  test('a cancel takes effect within 2 s', async () => {
    const controller = new AbortController();
    let at = 0;
    const abort = () => {
      at = performance.now();
      controller.abort(new Error('cancelled'));
    };
    await expect(run(trialOf({ epochs: 300 }), abort, controller.signal)).rejects.toThrow('cancelled');
    const took = performance.now() - at;
    report(`cancelled after ${took.toFixed(0)} ms`);
    expect(took).toBeLessThan(2000);
  });

  test('a training process stays below 700 MB and does not grow', async () => {
    const sizes: number[] = [];
    const onEpoch = () => sizes.push(Math.max(...pids.map(residentMegabytes)));
    await run(trialOf({ fraction: 0.1, epochs: 60, policy }), onEpoch);
    report(`resident: ${sizes[9]!.toFixed(0)} MB after 10 epochs, ${sizes.at(-1)!.toFixed(0)} MB after 60`);
    expect(Math.max(...sizes)).toBeLessThan(700);
    expect(sizes.at(-1)! - sizes[9]!).toBeLessThan(50);
  });
});

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended before.
  }
}

/** Resident memory of a process, 0 when it has ended. Linux and macOS. */
function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    try {
      return Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' })) / 1024;
    } catch {
      return 0;
    }
  }
}
