/**
 * The search behind DEFAULT_POLICIES: which policy helps a model most at the default experiment (fraction 0.2,
 * 10 epochs, batch 32), by validation accuracy, never by the test set. Every policy of the grid with the first seeds,
 * the best of them with all seeds, and policies around the winner with all seeds. On 2 cores some 30 minutes for mlp
 * and two hours for cnn: npx tsx bench/default-policy.ts mlp
 */
import { argv, stderr, stdout } from 'node:process';
import { parsePolicy } from '../src/augment/policy.ts';
import { resolveBackend } from '../src/training/backend.ts';
import { createPool } from '../src/training/pool.ts';
import { type EpochResult, NUMERICS, type Trial } from '../src/training/trial.ts';
import { ours } from '../test/datasets/catalogs.ts';

/** One step each of every op that does something to grey pictures, mildly. */
const GENTLE = [
  'flip',
  'shift(0.04)@0.3',
  'rotate(0.02)@0.5',
  'zoom(0.05)@0.5',
  'shear(0.05)@0.5',
  'crop(0.9)@0.3',
  'brightness(0.1)@0.5',
  'contrast(0.2)@0.5',
  'gamma(1.25)@0.5',
  'blur(0.3..0.7)@0.2',
  'noise(0.02)@0.5',
  'erase(0.02..0.1)@0.2',
];

const SEARCHES = {
  mlp: {
    firstSeeds: 3,
    allSeeds: 10,
    finalists: 10,
    grid: [
      ...GENTLE,
      'flip@0.2',
      'invert@0.1',
      'shift(0.02)',
      'shift(0.04)',
      'shift(0.07)',
      'shift(0.1)',
      'shift(0.04)@0.5',
      'shift(0.07)@0.5',
      'shift(0.07)@0.2',
      'shift(0.1)@0.2',
      'rotate(0.01)',
      'rotate(0.04)',
      'rotate(0.04)@0.2',
      'zoom(0.1)@0.2',
      'zoom(0.05)@0.2',
      'shear(0.1)@0.2',
      'shear(0.05)@0.2',
      'crop(0.8)@0.2',
      'brightness(0.2)',
      'brightness(0.1)@0.2',
      'contrast(0.3)',
      'contrast(0.2)@0.2',
      'gamma(1.5)',
      'gamma(1.25)@0.2',
      'blur@0.1',
      'noise',
      'noise(0.1)',
      'erase@0.2',
      'erase',
      'flip + rotate(0.02)@0.5',
      'flip@0.2 + shift(0.04)@0.2',
      'shift(0.04)@0.2 + rotate(0.02)@0.2',
      'shift(0.04)@0.3 + contrast(0.2)@0.3',
      'shift(0.04)@0.3 + gamma(1.25)@0.3',
      'shift(0.04)@0.3 + noise(0.02)@0.5',
      'shift(0.04)@0.2 + zoom(0.05)@0.2',
    ],
    around: [
      'shift(0.04)@0.2',
      'shift(0.03)@0.5',
      'shift(0.05)@0.3',
      'shift(0.04)@0.2 + rotate(0.02)@0.2 + zoom(0.05)@0.2',
      'shift(0.04)@0.3 + brightness(0.1)@0.3',
      'shift(0.04)@0.3 + shear(0.05)@0.2',
      'shift(0.04)@0.3 + blur(0.3..0.7)@0.1',
      'shift(0.04)@0.3 + gamma(1.25)@0.3 + noise(0.02)@0.3',
    ],
  },
  cnn: {
    firstSeeds: 3,
    allSeeds: 8,
    finalists: 4,
    grid: [
      ...GENTLE,
      'shift(0.04)',
      'rotate(0.04)',
      'erase@0.3',
      'flip + shift(0.04)@0.3',
      'flip + erase(0.02..0.1)@0.3',
      'flip + shift(0.04)@0.3 + rotate(0.02)@0.3',
    ],
    around: [],
  },
} as const;

const model = argv[2] === 'cnn' ? 'cnn' : 'mlp';
const search = SEARCHES[model];
const seeds = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

const backend = resolveBackend(undefined);
const info = ours.info('fashion-mnist');
const pool = createPool({ size: 2, backend: backend.name, datasets: ours.source });

/** Validation accuracy after the last epoch. */
async function validationAccuracy(policy: string, seed: number): Promise<number> {
  const trial: Trial = {
    dataset: info.name,
    datasetHash: info.hash,
    split: info.split,
    fraction: 0.2,
    model,
    policy: parsePolicy(policy),
    epochs: 10,
    batch: 32,
    seed,
    backend: backend.name,
    backendVersion: backend.version,
    numerics: NUMERICS,
  };
  let last = Number.NaN;
  const onEpoch = ({ valAccuracy = Number.NaN }: EpochResult) => {
    last = valAccuracy;
  };
  await pool.run(trial, undefined, onEpoch, new AbortController().signal);
  stderr.write(`${policy} ${seed} ${last}\n`);
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

const first = await round(search.grid, seeds(search.firstSeeds));
const finalists = first.slice(0, search.finalists).map(({ policy }) => policy);
await round([...finalists, ...search.around], seeds(search.allSeeds));
await pool.stop();
