/** The fixed 80/20 split of a pool, and nested stratified subsets of its training part. */
import { type Draws, draws, hash32 } from '../random/draws.ts';
import type { Dataset, DatasetInfo, Split } from './dataset.ts';

export const SPLIT = '80/20';
const TRAINING_SHARE = 0.8;

/** How many of `count` pictures of one label go to training. */
export const trainingCount = (count: number): number => Math.round(TRAINING_SHARE * count);

/** How many of `count` training pictures of one label an arm sees: at least one. */
const subsetCount = (count: number, fraction: number): number => Math.max(1, Math.round(fraction * count));

/** Divides a pool, label by label. It depends only on the dataset's hash, not on a seed. */
export function splitPool(labels: Uint8Array, datasetHash: string): Split {
  const ranking = draws(hash32(datasetHash), 'split');
  const everything = Int32Array.from(labels.keys());
  const training = takePerLabel(everything, labels, ranking, trainingCount);
  const isTraining = new Uint8Array(labels.length);
  for (const index of training) isTraining[index] = 1;
  return { training, validation: everything.filter((index) => isTraining[index] === 0) };
}

/**
 * The part of the training part that an arm with this fraction (0, 1] sees under a seed: pool indices, ascending.
 * Stratified, at least one picture per label, and nested: it contains every smaller fraction of the same seed.
 */
export function subset(dataset: Dataset, fraction: number, seed: number): Int32Array {
  const ranking = draws(seed, 'subset');
  return takePerLabel(dataset.split.training, dataset.pool.labels, ranking, (count) =>
    subsetCount(count, fraction),
  );
}

/** The length of `subset`, without reading a picture. */
export const subsetSize = (info: DatasetInfo, fraction: number): number =>
  info.poolPerLabel.reduce((sum, count) => sum + subsetCount(trainingCount(count), fraction), 0);

/** The first `take(count)` of the samples (ascending) of each label, in the order of their draws. Ascending. */
function takePerLabel(
  samples: Int32Array,
  labels: Uint8Array,
  ranking: Draws,
  take: (count: number) => number,
): Int32Array {
  const ranks = new Float64Array(samples.length);
  const byLabel = new Map<number, number[]>();
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at]!;
    ranks[at] = ranking.at(sample, 0).uniform(0);
    const members = byLabel.get(labels[sample]!);
    if (members) members.push(at);
    else byLabel.set(labels[sample]!, [at]);
  }
  const chosen = [...byLabel.values()].flatMap((members) => {
    const count = take(members.length);
    // Sorting plain numbers is much faster than sorting samples by their numbers.
    const sorted = Float64Array.from(members, (at) => ranks[at]!).sort();
    const last = sorted[count - 1]!;
    let equals = count - sorted.indexOf(last); // of samples with the last rank, the first ones
    return members
      .filter((at) => ranks[at]! < last || (ranks[at] === last && equals-- > 0))
      .map((at) => samples[at]!);
  });
  return Int32Array.from(chosen).sort();
}
