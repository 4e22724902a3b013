/**
 * The search behind DEFAULT_POLICY: which policy helps most at the default experiment (mlp, fraction 0.2, 10 epochs,
 * batch 32), by validation accuracy, never by the test set. Every policy of the grid with seeds 1-3, the best ten of
 * them with seeds 1-10, and policies around the winner with seeds 1-10. Some 20 minutes on 2 cores:
 * npx tsx bench/default-policy.ts
 */
import { stdout } from 'node:process';
import { parsePolicy } from '../src/augment/policy.ts';
import { datasetInfo } from '../src/datasets/catalog.ts';
import { resolveBackend } from '../src/training/backend.ts';
import { createPool } from '../src/training/pool.ts';
import { NUMERICS, type Trial } from '../src/training/trial.ts';

const FIRST_SEEDS = [1, 2, 3];
const ALL_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const FINALISTS = 10;
const GRID = [
  'flip',
  'flip@0.2',
  'shift(0.02)',
  'shift(0.04)',
  'shift(0.07)',
  'shift(0.1)',
  'shift(0.04)@0.5',
  'shift(0.07)@0.5',
  'shift(0.07)@0.2',
  'shift(0.1)@0.2',
  'rotate(0.01)',
  'rotate(0.02)',
  'rotate(0.04)',
  'rotate(0.02)@0.5',
  'rotate(0.04)@0.5',
  'rotate(0.04)@0.2',
  'erase(0.02..0.1)@0.2',
  'erase(0.02..0.1)',
  'erase@0.2',
  'erase',
  'flip + shift(0.02)',
  'flip + rotate(0.01)',
  'flip + shift(0.04)@0.5',
  'flip + rotate(0.02)@0.5',
  'flip@0.2 + shift(0.04)@0.2',
  'flip@0.2 + rotate(0.02)@0.2',
  'flip + erase(0.02..0.1)@0.2',
  'shift(0.02) + rotate(0.01)',
  'shift(0.04)@0.2 + rotate(0.02)@0.2',
];

const AROUND_THE_WINNER = [
  'shift(0.04)@0.2',
  'shift(0.04)@0.3',
  'shift(0.03)@0.5',
  'shift(0.05)@0.3',
  'shift(0.04)@0.5 + rotate(0.02)@0.2',
  'shift(0.04)@0.3 + rotate(0.02)@0.1',
  'shift(0.05)@0.2 + rotate(0.02)@0.2',
  'shift(0.03)@0.3 + rotate(0.015)@0.3',
  'shift(0.04)@0.2 + rotate(0.03)@0.2',
  'flip@0.1 + shift(0.04)@0.2 + rotate(0.02)@0.2',
  'shift(0.04)@0.2 + rotate(0.02)@0.2 + erase(0.02..0.1)@0.1',
];

const backend = resolveBackend(undefined);
const info = datasetInfo('fashion-mnist');
const pool = createPool({ size: 2, backend: backend.name, dataFolder: 'data' });

/** Validation accuracy after the last epoch. */
async function validationAccuracy(policy: string, seed: number): Promise<number> {
  const trial: Trial = {
    dataset: info.name,
    datasetHash: info.hash,
    split: info.split,
    fraction: 0.2,
    model: 'mlp',
    policy: parsePolicy(policy),
    epochs: 10,
    batch: 32,
    seed,
    backend: backend.name,
    backendVersion: backend.version,
    numerics: NUMERICS,
  };
  let last = Number.NaN;
  const onEpoch = ({ valAccuracy }: { valAccuracy: number }) => {
    last = valAccuracy;
  };
  await pool.run(trial, undefined, onEpoch, new AbortController().signal);
  return last;
}

const known = new Map<string, Promise<number>>();
function accuracy(policy: string, seed: number): Promise<number> {
  const key = `${policy} ${seed}`;
  const found = known.get(key) ?? validationAccuracy(policy, seed);
  known.set(key, found);
  return found;
}

interface Row {
  readonly policy: string;
  readonly mean: number;
  readonly sd: number;
  readonly wins: number;
}

/** Paired differences, augmented minus reduced. */
async function compare(policy: string, seeds: readonly number[]): Promise<Row> {
  const differences = await Promise.all(
    seeds.map(async (seed) => (await accuracy(policy, seed)) - (await accuracy('none', seed))),
  );
  const mean = differences.reduce((sum, d) => sum + d, 0) / seeds.length;
  const sd = Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (seeds.length - 1));
  return { policy, mean, sd, wins: differences.filter((d) => d > 0).length };
}

async function round(policies: readonly string[], seeds: readonly number[]): Promise<Row[]> {
  const rows = await Promise.all(policies.map((policy) => compare(policy, seeds)));
  rows.sort((a, b) => b.mean - a.mean);
  const points = (share: number) => (100 * share).toFixed(2).padStart(6);
  stdout.write(`\nmean diff  sd      wins of ${seeds.length}  policy (percentage points)\n`);
  for (const { policy, mean, sd, wins } of rows)
    stdout.write(`${points(mean)}     ${points(sd)}  ${String(wins).padStart(4)}       ${policy}\n`);
  return rows;
}

const first = await round(GRID, FIRST_SEEDS);
await round(
  first.slice(0, FINALISTS).map(({ policy }) => policy),
  ALL_SEEDS,
);
await round(AROUND_THE_WINNER, ALL_SEEDS);
await pool.stop();
