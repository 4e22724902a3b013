/** The prepared results of demonstrations: reads their files, and compares them with what was trained here. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { z } from 'zod';
import { policySchema } from '../augment/policy.ts';
import type { DatasetInfo } from '../datasets/dataset.ts';
import { backendNames, type EpochResult, modelNames, type Score } from '../training/trial.ts';
import { type DemonstrationName, demonstrationNames } from './demonstration-names.ts';
import { type Arm, arms, type ExperimentSpec, type TrialProgress } from './experiment.ts';
import { plan } from './plan.ts';

/** The kind of this machine, e.g. `linux x64`. */
export const MACHINE = `${platform} ${arch}`;

const spec = z.object({
  dataset: z.string(),
  model: z.enum(modelNames),
  fraction: z.number().positive().max(1),
  policy: policySchema,
  epochs: z.int().positive(),
  seeds: z.int().positive(),
  batch: z.int().positive(),
  full: z.int().nonnegative().exactOptional(),
  test: policySchema.exactOptional(),
  demonstration: z.enum(demonstrationNames),
  early: z.int().positive().exactOptional(),
});

/** Accuracies are shares in [0, 1], losses are in nats. */
const network = z.object({
  arm: z.enum(arms),
  seed: z.int(),
  epochs: z.int().positive(),
  fingerprint: z.string(),
  testAccuracy: z.number(),
  testLoss: z.number(),
  trainAccuracy: z.number(),
  movedAccuracy: z.number().exactOptional(),
  movedLoss: z.number().exactOptional(),
  /** Epoch, step, loss and accuracy of each validation. */
  validations: z.array(z.tuple([z.int(), z.int(), z.number(), z.number()])),
});

const prepared = z.object({
  spec,
  /** The dataset's title, for people who do not have it. */
  title: z.string(),
  datasetHash: z.string(),
  backend: z.enum(backendNames),
  backendVersion: z.string(),
  numerics: z.int(),
  machine: z.string(),
  networks: z.array(network),
});

/** A file of data/demonstrations. */
export type Prepared = z.infer<typeof prepared>;
export type PreparedNetwork = Prepared['networks'][number];

/** Reads each file once. Throws if it is missing or has other content. */
export function createPrepared(folder: string): (name: DemonstrationName) => Prepared {
  const known = new Map<DemonstrationName, Prepared>();
  return (name) => {
    const found =
      known.get(name) ?? prepared.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
    known.set(name, found);
    return found;
  };
}

/** All measurements of a network, for its fingerprint. */
export interface Measured {
  readonly epochs: readonly EpochResult[];
  readonly trainAccuracy: number;
  readonly lastAccuracy: number;
  /** On clean test images, then on moved ones. */
  readonly scores: readonly Score[];
}

/** A hash of every loss, every accuracy and every predicted label: equal hashes mean that networks are equal to the last bit. */
export const fingerprint = ({ epochs, trainAccuracy, lastAccuracy, scores }: Measured): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        epochs.map((e) => [e.epoch, e.step, e.trainLoss, e.trainAccuracy, e.valLoss, e.valAccuracy]),
        [trainAccuracy, lastAccuracy],
        scores.map(({ accuracy, loss, predictions }) => [
          ...[accuracy, loss],
          Buffer.from(predictions).toString('base64'),
        ]),
      ]),
    )
    .digest('hex')
    .slice(0, 24);

/** Identifies a network of a demonstration. */
export const networkKey = ({ arm, seed, epochs }: { arm: Arm; seed: number; epochs: number }): string =>
  `${arm} ${seed} ${epochs}`;

/** The prepared networks as finished trials, for the same card. */
export function preparedTrials({ networks, ...made }: Prepared, dataset: DatasetInfo): TrialProgress[] {
  const byKey = new Map(networks.map((one) => [networkKey(one), one]));
  const backend = { name: made.backend, version: made.backendVersion };
  return plan(made.spec satisfies ExperimentSpec, dataset, backend).flatMap((planned) => {
    const { arm, seed, trial } = planned;
    const found = byKey.get(networkKey({ arm, seed, epochs: trial.epochs }));
    if (!found) return [];
    const { validations, fingerprint: _, ...results } = found;
    const epochs = validations.map(([epoch, step, valLoss, valAccuracy]) => ({
      ...{ epoch, step, valLoss, valAccuracy },
      // The card shows neither of these.
      ...{ trainLoss: Number.NaN, trainAccuracy: Number.NaN },
    }));
    return [
      {
        ...planned,
        ...results,
        trial: { ...trial, numerics: made.numerics },
        epochs,
        isKept: false,
        unchanged: [],
        crashed: false,
      },
    ];
  });
}

export type Comparison =
  | { readonly kind: 'same'; readonly networks: number }
  | {
      /** Made by the same program: another kind of machine may give other numbers. */
      readonly kind: 'differs';
      readonly same: number;
      readonly networks: number;
      /** The largest difference of a test accuracy, a share. */
      readonly most: number;
      readonly machine: string;
    }
  /** Another NUMERICS, backend or version: different numbers are expected. */
  | { readonly kind: 'otherProgram' };

/** A finished network of this machine. */
export interface LiveNetwork {
  readonly trial: TrialProgress;
  readonly fingerprint: string;
}

/** Undefined if there is nothing to compare. */
export function compare(made: Prepared, live: readonly LiveNetwork[]): Comparison | undefined {
  const byKey = new Map(made.networks.map((one) => [networkKey(one), one]));
  const pairs = live.flatMap((one) => {
    const { arm, seed, trial } = one.trial;
    const other = byKey.get(networkKey({ arm, seed, epochs: trial.epochs }));
    return other ? [{ ...one, other }] : [];
  });
  const [first] = pairs;
  if (!first) return undefined;
  const { backend, backendVersion, numerics } = first.trial.trial;
  if (backend !== made.backend || backendVersion !== made.backendVersion || numerics !== made.numerics)
    return { kind: 'otherProgram' };
  const differing = pairs.filter(({ fingerprint, other }) => fingerprint !== other.fingerprint);
  if (differing.length === 0) return { kind: 'same', networks: pairs.length };
  const most = Math.max(
    ...differing.map(({ trial, other }) =>
      Math.max(
        Math.abs((trial.testAccuracy ?? 0) - other.testAccuracy),
        Math.abs((trial.movedAccuracy ?? 0) - (other.movedAccuracy ?? 0)),
      ),
    ),
  );
  const same = pairs.length - differing.length;
  return { kind: 'differs', same, networks: pairs.length, most, machine: made.machine };
}
