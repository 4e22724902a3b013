/** What a second training process brings: the same trials through a pool of one and a pool of two. */
import type { Trial, TrialPool } from '../src/training/trial.ts';
import { builtPool } from './bin.ts';
import { median, type Row, timed } from './table.ts';
import { trialOf } from './trial.ts';

const ROUNDS = 5;

export async function measureScaling(): Promise<Row[]> {
  const trials = [1, 2, 3, 4].map((seed) => trialOf({ seed, epochs: 5 }));
  const pools = [await builtPool(1), await builtPool(2)];
  // Starts every child.
  for (const pool of pools) await runAll(pool, trials);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [one, two] = [
      await timed(() => runAll(pools[0]!, trials)),
      await timed(() => runAll(pools[1]!, trials)),
    ];
    ratios.push(one / two);
  }
  await Promise.all(pools.map((pool) => pool.stop()));
  return [
    {
      what: 'trials with two training processes per trial with one',
      value: median(ratios),
      unit: 'x',
      least: 1.6,
    },
  ];
}

export const runAll = (pool: TrialPool, trials: readonly Trial[]) =>
  Promise.all(trials.map((trial) => pool.run(trial, undefined, () => {}, new AbortController().signal)));
