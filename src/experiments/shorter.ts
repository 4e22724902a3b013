/** A smaller question in the place of one that takes long. Pure. */
import { type ExperimentSpec, FULL_SEEDS } from './experiment.ts';
import { FEWEST_PAIRS } from './looks.ts';

/** Fewer epochs show hardly more than noise. */
const FEWEST_EPOCHS = 3;

/**
 * The same question with no more seeds than a verdict needs, then with less of the full arm, then with half of the epochs and
 * so on: the first that takes at most `limit`. `timeOf` says how long one takes, in milliseconds as `limit`.
 */
export function shorter(
  spec: ExperimentSpec,
  limit: number,
  timeOf: (spec: ExperimentSpec) => number,
): { readonly spec: ExperimentSpec; readonly time: number } | undefined {
  const seeds = Math.min(spec.seeds, FEWEST_PAIRS);
  const full = Math.min(spec.full ?? FULL_SEEDS, seeds);
  const tried = [
    { ...spec, seeds },
    { ...spec, seeds, full: Math.min(full, 1) },
    { ...spec, seeds, full: 0 },
  ];
  for (let epochs = Math.floor(spec.epochs / 2); epochs >= FEWEST_EPOCHS; epochs = Math.floor(epochs / 2))
    tried.push({ ...spec, seeds, full: 0, epochs });
  return tried.map((one) => ({ spec: one, time: timeOf(one) })).find(({ time }) => time <= limit);
}
