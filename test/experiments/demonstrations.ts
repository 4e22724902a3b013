/** Demonstrations for tests: of the small dataset, trained in this process, in a folder that an Augie can have as its root. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parsePolicy } from '../../src/augment/policy.ts';
import { type DemonstrationName, demonstrationNames } from '../../src/experiments/demonstration-names.ts';
import type { ExperimentSpec } from '../../src/experiments/experiment.ts';
import { plan } from '../../src/experiments/plan.ts';
import { fingerprint, type Prepared, type PreparedNetwork } from '../../src/experiments/prepared.ts';
import { openBackend, resolveBackend } from '../../src/training/backend.ts';
import { type BackendInfo, NUMERICS } from '../../src/training/trial.ts';
import { small } from '../datasets/catalogs.ts';
import { record } from '../training/trials.ts';

const dataset = await small.load(small.default);
const { info } = dataset;

/** One that takes half a second: two pairs, ten steps a network, and two more pairs of `late` with two steps. */
export const specOf = (demonstration: DemonstrationName): ExperimentSpec => ({
  dataset: info.name,
  model: 'mlp',
  fraction: 0.1,
  policy: parsePolicy('shift(0.1)@0.5'),
  epochs: 5,
  seeds: 2,
  batch: 40,
  full: 0,
  demonstration,
  ...(demonstration === 'late' && { early: 1 }),
});

/** A result of `late`, as bench/demonstrations.ts makes it. */
export async function prepare(): Promise<Prepared> {
  const backend = await openBackend('wasm');
  const spec = specOf('late');
  const networks: PreparedNetwork[] = [];
  for (const { arm, seed, trial } of plan(spec, info, backend)) {
    const { epochs, result } = await record(backend, dataset, trial);
    const { testAccuracy: accuracy, testLoss: loss, predictions, trainAccuracy } = result;
    networks.push({
      ...{ arm, seed, epochs: trial.epochs, testAccuracy: accuracy, testLoss: loss, trainAccuracy },
      fingerprint: fingerprint({ ...result, epochs, scores: [{ accuracy, loss, predictions }] }),
      validations: epochs.flatMap(({ epoch, step, valLoss, valAccuracy }) =>
        valLoss === undefined || valAccuracy === undefined ? [] : [[epoch, step, valLoss, valAccuracy]],
      ),
    });
  }
  return { ...unprepared(backend), networks };
}

/** The same without any network. */
export const unprepared = ({ name, version }: BackendInfo = resolveBackend('wasm')): Prepared => ({
  spec: { ...specOf('late'), demonstration: 'late' },
  title: info.title,
  datasetHash: info.hash,
  backend: name,
  backendVersion: version,
  numerics: NUMERICS,
  machine: 'linux x64',
  networks: [],
});

/** Gives `root` a data/ like Augie's own with other demonstrations, which all use the networks of `late`. */
export function rootWith(root: string, late: Prepared): void {
  const folder = join(root, 'data', 'demonstrations');
  mkdirSync(folder, { recursive: true });
  for (const own of readdirSync('data').filter((name) => name !== 'demonstrations'))
    symlinkSync(resolve('data', own), join(root, 'data', own));
  for (const name of demonstrationNames)
    writeFileSync(
      join(folder, `${name}.json`),
      JSON.stringify({
        ...late,
        spec: specOf(name),
        networks: late.networks.filter(({ epochs }) => name === 'late' || epochs === late.spec.epochs),
      }),
    );
}
