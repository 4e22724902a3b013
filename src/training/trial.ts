/** A trial: one network trained once, and the hash of everything that determines its numbers. */
import { createHash } from 'node:crypto';
import type { Policy } from '../augment/policy.ts';
import type { DatasetInfo } from '../datasets/dataset.ts';
import { UserError } from '../i18n/user-error.ts';

/** Raised by hand when a change alters results; the golden-numbers test fails until it is. */
export const NUMERICS = 2;

export const backendNames = ['native', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export const modelNames = ['mlp', 'cnn'] as const;
export type ModelName = (typeof modelNames)[number];

/** The backend of a trial. */
export interface BackendInfo {
  readonly name: BackendName;
  /** Version of the backend's package. */
  readonly version: string;
}

/** For students to look up: `TensorFlow.js 4.22.0 (wasm)`. */
export const backendTitle = ({ name, version }: BackendInfo): string => `TensorFlow.js ${version} (${name})`;

/** Everything that determines the numbers of a trial. Plain JSON: it crosses processes. */
export interface Trial {
  readonly dataset: string;
  /** SHA-256 of the dataset's decompressed bytes. */
  readonly datasetHash: string;
  /** Name of the rule that divides the pool, e.g. `80/20`. */
  readonly split: string;
  /** Share of the training part, (0, 1]. */
  readonly fraction: number;
  readonly model: ModelName;
  /** Empty: no augmentation. */
  readonly policy: Policy;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  readonly backend: BackendName;
  readonly backendVersion: string;
  readonly numerics: number;
  /** Only for demonstrations: changes no number, but separates the trial from others with the same numbers. */
  readonly live?: string;
}

/** One pass over the subset. Accuracies are shares in [0, 1]; losses are mean cross-entropies in nats. */
export interface EpochResult {
  /** From 1. */
  readonly epoch: number;
  /** Gradient updates so far. */
  readonly step: number;
  /** Running means over the epoch's batches, while the weights change (as Keras prints them). */
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  /** Of the averaged weights, after the epochs that `validation.ts` chooses. */
  readonly valLoss?: number | undefined;
  readonly valAccuracy?: number | undefined;
}

/** Weights and optimizer after an epoch: enough to continue exactly from there. */
export interface Checkpoint {
  readonly epoch: number;
  readonly bytes: Uint8Array;
}

/** Of the averaged weights, unless noted otherwise. Accuracies are shares in [0, 1]. */
export interface TrialResult {
  readonly testAccuracy: number;
  readonly testLoss: number;
  /** The predicted label of each test picture, one byte each. */
  readonly predictions: Uint8Array;
  /** Test accuracy of the weights after the last step. */
  readonly lastAccuracy: number;
  /** On its own training images, without augmentation. */
  readonly trainAccuracy: number;
  /** The checkpoint to continue from. */
  readonly checkpoint: Checkpoint;
  /** The scored weights: the averages alone. */
  readonly weights: Uint8Array;
}

/** A test of a finished network: test images as they are, or under a policy with a fixed seed. Plain JSON. */
export interface Test {
  readonly part: 'test' | 'validation';
  /** Empty: as they are. */
  readonly policy: Policy;
  readonly seed: number;
}

/** The test that every trial ends with. */
export const CLEAN_TEST: Test = { part: 'test', policy: [], seed: 0 };

/** Accuracy is a share in [0, 1]; the loss is the mean cross-entropy in nats. */
export interface Score {
  readonly accuracy: number;
  readonly loss: number;
  /** The predicted label of each image, one byte each. */
  readonly predictions: Uint8Array;
}

/**
 * Called after each epoch, with a checkpoint if one was made. `cpuMs`: processor time of the epoch and its
 * validation, in milliseconds. It is for estimates and changes no number.
 */
export type OnEpoch = (epoch: EpochResult, checkpoint: Checkpoint | undefined, cpuMs: number) => void;

/** Trains trials in other processes. */
export interface TrialPool {
  /** How many trials run at the same time. */
  readonly size: number;
  /**
   * Trains from `from` (or from nothing) to `trial.epochs`. Rejects with the signal's reason when cancelled,
   * with TrialCrashed when the process died twice.
   */
  run(
    trial: Trial,
    from: Checkpoint | undefined,
    onEpoch: OnEpoch,
    signal: AbortSignal,
  ): Promise<TrialResult>;
  /**
   * Scores a finished network on tests, in their order. `network`: the weights that `run` resolved with, or a checkpoint of
   * its last epoch. Rejects as `run` does.
   */
  score(
    trial: Trial,
    network: Uint8Array,
    tests: readonly Test[],
    signal: AbortSignal,
  ): Promise<readonly Score[]>;
  /**
   * Prepares for trials on a dataset that may come soon, so that their first epochs come sooner. Resolves when all idle
   * children are ready, or have failed. Never rejects: later requests report the error.
   */
  warm(dataset: string): Promise<void>;
  stop(): Promise<void>;
}

const hash = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24);

const identity = (trial: Trial) => [
  trial.dataset,
  trial.datasetHash,
  trial.split,
  trial.fraction,
  trial.model,
  trial.policy,
  trial.batch,
  trial.seed,
  trial.backend,
  trial.backendVersion,
  trial.numerics,
  ...(trial.live === undefined ? [] : [trial.live]),
];

/** Identity of a trial: equal ids mean equal numbers. */
export const trialId = (trial: Trial): string => hash([identity(trial), trial.epochs]);

/** Identity without the number of epochs: trials of one lineage continue each other. */
export const lineageId = (trial: Trial): string => hash(identity(trial));

/** Identity of a test of a trial's dataset: equal ids mean the same images. */
export const testId = ({ datasetHash, split, numerics }: Trial, { part, policy, seed }: Test): string =>
  hash([datasetHash, split, numerics, part, policy, policy.length > 0 ? seed : 0]);

/**
 * Throws TrialRefused, which says what differs, if this process would compute other numbers than the trial's id
 * promises: other data, another split rule, another NUMERICS or another backend. Training and scoring
 * call it first.
 */
export function checkTrial(
  trial: Trial,
  dataset: Pick<DatasetInfo, 'name' | 'hash' | 'split'>,
  backend: BackendInfo,
): void {
  if (trial.datasetHash !== dataset.hash || trial.split !== dataset.split)
    throw new TrialRefused('training.otherData', {
      dataset: dataset.name,
      planned: `${trial.datasetHash.slice(0, 12)}, ${trial.split}`,
      here: `${dataset.hash.slice(0, 12)}, ${dataset.split}`,
    });
  const planned = programTitle({ name: trial.backend, version: trial.backendVersion }, trial.numerics);
  const here = programTitle(backend, NUMERICS);
  if (planned !== here) throw new TrialRefused('training.otherProgram', { planned, here });
}

/** Everything about a program that determines numbers. */
const programTitle = (backend: BackendInfo, numerics: number): string =>
  `${backendTitle(backend)}, numerics ${numerics}`;

/** This process would compute other numbers for a trial. Asking again makes a trial that can be trained here. */
export class TrialRefused extends UserError {}

/** The process that trained a trial died, and so did its successor. */
export class TrialCrashed extends Error {
  override readonly name = 'TrialCrashed';
}
