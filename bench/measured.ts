/**
 * The measurements in warnings: strong policies, compared with no policy. 5 % of the default dataset, mlp, 40 epochs,
 * seeds 101 to 106, clean test images, averaged weights. Some 5 minutes of a core: npx tsx bench/measured.ts
 */
import { setMaxListeners } from 'node:events';
import { stdout } from 'node:process';
import { policyNotes } from '../src/augment/notes.ts';
import { parsePolicy } from '../src/augment/policy.ts';
import { resolveBackend } from '../src/training/backend.ts';
import { createPool } from '../src/training/pool.ts';
import { NUMERICS, type Trial } from '../src/training/trial.ts';
import { ours } from '../test/datasets/catalogs.ts';

/** Strong ones of each operation. Of those that cost nothing, no operation warns. */
const POLICIES = [
  'shift(0.3)',
  'rotate(0.5)',
  'zoom(0.6)',
  'shear(0.5)',
  'crop(0.2)',
  'brightness(0.8)',
  'contrast(0.9)',
  'contrast(-1..-0.7)',
  'gamma(4)',
  'gamma(3..10)',
  'invert',
  'invert@1',
  'noise(0.4)',
  'erase(0.5..0.9)',
  'erase(0.5..0.9)@1',
];
const SEEDS = [101, 102, 103, 104, 105, 106];

const backend = resolveBackend(undefined);
const info = ours.info(ours.default);
const dataset = await ours.load(ours.default);
const pool = createPool({ size: 1, backend: backend.name, datasets: ours.source });
const { signal } = new AbortController();
setMaxListeners(0, signal); // every waiting trial adds a listener

/** Right answers of each label, for each seed. */
const rightOf = (policy: string) =>
  Promise.all(
    SEEDS.map(async (seed) => {
      const trial: Trial = {
        dataset: info.name,
        datasetHash: info.hash,
        split: info.split,
        fraction: 0.05,
        model: 'mlp',
        policy: parsePolicy(policy),
        epochs: 40,
        batch: 32,
        seed,
        backend: backend.name,
        backendVersion: backend.version,
        numerics: NUMERICS,
      };
      const { predictions } = await pool.run(trial, undefined, () => {}, signal);
      return info.labels.map(
        (_, label) =>
          predictions.filter((answer, i) => answer === label && dataset.test.labels[i] === label).length,
      );
    }),
  );

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const none = await rightOf('none');
const perLabel = info.sizes.test / info.labels.length;
for (const policy of POLICIES) {
  const right = await rightOf(policy);
  const differences = right.map((one, i) => sum(one) - sum(none[i]!));
  const byLabel = info.labels.map(
    (_, l) => sum(right.map((one, i) => one[l]! - none[i]![l]!)) / SEEDS.length,
  );
  const worst = byLabel.indexOf(Math.min(...byLabel));
  const points = (100 * sum(differences)) / SEEDS.length / info.sizes.test;
  const notes = policyNotes(parsePolicy(policy), info).map(({ key }) => key);
  stdout.write(
    `${notes.join()} policy ${policy}: ${points.toFixed(1)}, won ${differences.filter((d) => d > 0).length} of ${SEEDS.length}, ${info.labels[worst]} ${((100 * byLabel[worst]!) / perLabel).toFixed(0)}\n`,
  );
}
await pool.stop();
