/**
 * The search behind DEFAULT_POLICIES: which policy a default experiment should train with, by validation with averaged weights on
 * seeds 101 to 120, never by the test set. Every policy of the grid with the first seeds, the best of them with all. Of those
 * within 0.1 points of the best on clean images, the one that is best on moved images wins.
 * On 2 cores some 10 minutes for mlp and an hour for cnn: npx tsx bench/default-policy.ts mlp [epochs]
 */
import { setMaxListeners } from 'node:events';
import { argv, stderr, stdout } from 'node:process';
import { formatPolicy, parsePolicy } from '../src/augment/policy.ts';
import { resolveBackend } from '../src/training/backend.ts';
import { createPool } from '../src/training/pool.ts';
import { NUMERICS, type Test, type Trial } from '../src/training/trial.ts';
import { ours } from '../test/datasets/catalogs.ts';

/** One mild step of every op that changes grey pictures. */
const GENTLE = [
  'flip',
  'flip@0.2',
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

/** Networks learn moved images from shifted ones: how far, and how often. */
const SHIFTS = [
  'shift(0.04)@0.3',
  'shift(0.04)@0.5',
  'shift(0.04)',
  'shift(0.07)@0.2',
  'shift(0.07)@0.3',
  'shift(0.07)@0.5',
  'shift(0.07)',
  'shift(0.1)@0.1',
  'shift(0.1)@0.2',
  'shift(0.1)@0.3',
  'shift(0.1)@0.5',
  'shift(0.14)@0.1',
  'shift(0.14)@0.2',
];

const MIXED = [
  'flip@0.2 + shift(0.07)@0.2',
  'shift(0.07)@0.2 + rotate(0.02)@0.2',
  'shift(0.07)@0.2 + zoom(0.05)@0.2',
  'shift(0.07)@0.2 + blur(0.3..0.7)@0.1',
];

const SEARCHES = {
  mlp: { firstSeeds: 4, allSeeds: 20, finalists: 8, grid: [...GENTLE, ...SHIFTS, ...MIXED] },
  cnn: {
    firstSeeds: 3,
    allSeeds: 6,
    finalists: 3,
    grid: [
      'flip@0.2',
      'blur(0.3..0.7)@0.2',
      'erase(0.02..0.1)@0.2',
      ...SHIFTS.slice(0, 1),
      ...SHIFTS.slice(7, 9),
    ],
  },
} as const;

const model = argv[2] === 'cnn' ? 'cnn' : 'mlp';
const search = SEARCHES[model];
const epochs = Number(argv[3] ?? 10);
const seeds = (count: number) => Array.from({ length: count }, (_, i) => 101 + i);

const backend = resolveBackend(undefined);
const info = ours.info('fashion-mnist');
const pool = createPool({ size: 1, backend: backend.name, datasets: ours.source });
const { signal } = new AbortController();
setMaxListeners(0, signal); // every waiting trial adds a listener
const tests: Test[] = [[], parsePolicy(info.movedTest)].map((policy) => ({
  part: 'validation',
  policy,
  seed: 0,
}));
let cpuMs = 0;
let trained = 0;

/** Validation accuracies after the last epoch: clean, moved. */
async function validationAccuracies(policy: string, seed: number): Promise<number[]> {
  const trial: Trial = {
    dataset: info.name,
    datasetHash: info.hash,
    split: info.split,
    fraction: 0.2,
    model,
    policy: parsePolicy(policy),
    epochs,
    batch: 32,
    seed,
    backend: backend.name,
    backendVersion: backend.version,
    numerics: NUMERICS,
  };
  const { weights } = await pool.run(trial, undefined, (_, _checkpoint, ms) => (cpuMs += ms), signal);
  trained++;
  const scores = await pool.score(trial, weights, tests, signal);
  const found = scores.map(({ accuracy }) => accuracy);
  stderr.write(`${policy} ${seed} ${found.join(' ')}\n`);
  return found;
}

const known = new Map<string, Promise<number[]>>();
function accuracies(policy: string, seed: number): Promise<number[]> {
  const key = `${policy} ${seed}`;
  const found = known.get(key) ?? validationAccuracies(policy, seed);
  known.set(key, found);
  return found;
}

interface Row {
  readonly policy: string;
  /** Paired differences, augmented minus reduced: clean and moved. */
  readonly means: readonly number[];
  readonly sd: number;
  readonly wins: number;
}

async function compare(policy: string, seeds: readonly number[]): Promise<Row> {
  const differences = await Promise.all(
    seeds.map(async (seed) => {
      const [with_, without] = [await accuracies(policy, seed), await accuracies('none', seed)];
      return with_.map((accuracy, i) => accuracy - without[i]!);
    }),
  );
  const mean = (i: number) => differences.reduce((sum, d) => sum + d[i]!, 0) / seeds.length;
  const means = [mean(0), mean(1)];
  const sd = Math.sqrt(
    differences.reduce((sum, [d = 0]) => sum + (d - means[0]!) ** 2, 0) / (seeds.length - 1),
  );
  return { policy, means, sd, wins: differences.filter(([d = 0]) => d > 0).length };
}

async function round(policies: readonly string[], seeds: readonly number[]): Promise<Row[]> {
  const rows = await Promise.all(policies.map((policy) => compare(policy, seeds)));
  rows.sort((a, b) => b.means[0]! - a.means[0]!);
  const points = (share: number) => (100 * share).toFixed(2).padStart(6);
  stdout.write(`\nclean   sd      wins of ${seeds.length}  moved   policy (percentage points)\n`);
  for (const { policy, means, sd, wins } of rows)
    stdout.write(
      `${points(means[0]!)}  ${points(sd)}  ${String(wins).padStart(4)}      ${points(means[1]!)}   ${formatPolicy(parsePolicy(policy))}\n`,
    );
  return rows;
}

const first = await round(search.grid, seeds(search.firstSeeds));
const finalists = first.slice(0, search.finalists).map(({ policy }) => policy);
const last = await round(finalists, seeds(search.allSeeds));
const best = last
  .filter(({ means }) => last[0]!.means[0]! - means[0]! <= 0.001)
  .reduce((one, other) => (other.means[1]! > one.means[1]! ? other : one));
stdout.write(`\nchosen: ${best.policy}; ${(cpuMs / trained / 1000).toFixed(2)} CPU s a network\n`);
await pool.stop();
