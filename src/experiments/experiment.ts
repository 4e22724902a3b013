/** An experiment compares trials. Its types, and the repository of its rows. */
import type { Policy } from '../augment/policy.ts';
import type { JobReference } from '../chat/command.ts';
import type { Place } from '../chat/place.ts';
import type { Locale, MessageKey, MessageParams } from '../i18n/i18n.ts';
import type {
  Checkpoint,
  EpochResult,
  ModelName,
  Score,
  Test,
  Trial,
  TrialResult,
} from '../training/trial.ts';
import type { DemonstrationName } from './demonstration-names.ts';

/** What is compared: accuracy on clean test images, or on moved ones. */
export const measures = ['clean', 'moved'] as const;
export type Measure = (typeof measures)[number];

/** The limits of one experiment. */
export const MOST = { seeds: 30, epochs: 300, first: 1_000_000 } as const;

export const arms = ['full', 'reduced', 'augmented'] as const;
export type Arm = (typeof arms)[number];

/** What a person asks for. Plain JSON; equal questions have equal JSON. */
export interface ExperimentSpec {
  readonly dataset: string;
  readonly model: ModelName;
  /** Share of the training part that reduced and augmented may see, (0, 1]. */
  readonly fraction: number;
  readonly policy: Policy;
  readonly epochs: number;
  readonly seeds: number;
  readonly batch: number;
  /** The first seed; left out if it is 1, so that questions from before this field existed stay equal. */
  readonly first?: number;
  /** How many of the seeds train the full arm; two if left out. */
  readonly full?: number;
  /** The policy of the moved test; left out if there is none. */
  readonly test?: Policy;
  /** Which prepared demonstration it is; left out for people's own questions. */
  readonly demonstration?: DemonstrationName;
  /** For a demonstration: the pairs are also trained for this many epochs, fewer than `epochs`. */
  readonly early?: number;
}

/** How many seeds train the full arm by default: it takes most of the time, and no verdict needs it. */
export const FULL_SEEDS = 2;

/** The second test: the test images as a policy moves them, the same for every network. */
export const movedTest = (policy: Policy): Test => ({ part: 'test', policy, seed: 0 });

/** The tests after training, in addition to the clean one of every trial. */
export const testsOf = ({ test }: ExperimentSpec): readonly Test[] => (test ? [movedTest(test)] : []);

export const firstSeed = ({ first = 1 }: ExperimentSpec): number => first;

/** The seeds of an experiment, in order. */
export const seedsOf = (spec: ExperimentSpec): number[] =>
  Array.from({ length: spec.seeds }, (_, i) => firstSeed(spec) + i);

export interface PlannedTrial {
  readonly arm: Arm;
  readonly seed: number;
  readonly id: string;
  readonly trial: Trial;
}

export type ExperimentState = 'proposed' | 'running' | 'done' | 'cancelled' | 'failed';

export interface Experiment {
  readonly id: number;
  readonly name?: string;
  /** Person id. */
  readonly asker: string;
  /** Empty if the asker has deleted their data. */
  readonly askerName: string;
  /** Id. */
  readonly classroom: string;
  readonly spec: ExperimentSpec;
  readonly state: ExperimentState;
  /** Why it failed, if a person can fix that. */
  readonly problem?: Problem;
  readonly createdAt: number;
  readonly finishedAt?: number;
}

/** A UserError as data. */
export interface Problem {
  readonly key: MessageKey;
  readonly params: MessageParams;
}

/** A trial of an experiment with its progress. */
export interface TrialProgress extends PlannedTrial {
  readonly epochs: readonly EpochResult[];
  /** Only for a finished trial. */
  readonly testAccuracy?: number;
  readonly testLoss?: number;
  /** As in TrialResult; missing in trials from before weights were averaged. */
  readonly lastAccuracy?: number;
  readonly trainAccuracy?: number;
  /** On the moved test of the experiment; missing until it is scored. */
  readonly movedAccuracy?: number;
  readonly movedLoss?: number;
  /** Whether the network is stored, so that it can be scored. */
  readonly isKept: boolean;
  /** For an augmented trial: the tests on which it gives every image the same label as the reduced trial of its seed. */
  readonly unchanged: readonly Measure[];
  readonly finishedAt?: number;
  /** Its process died twice; it is left out. */
  readonly crashed: boolean;
}

export interface NewExperiment {
  readonly spec: ExperimentSpec;
  readonly asker: string;
  readonly classroom: string;
  readonly trials: readonly PlannedTrial[];
  readonly now: number;
}

/** Where the job's card will appear. */
export interface JobPlace {
  readonly place: Place;
  readonly locale: Locale;
}

export interface ExperimentRepository {
  /** Rows of experiment and trials, in one transaction; state `proposed`. */
  propose(experiment: NewExperiment): number;
  /** Deletes proposals from before this time. */
  forgetProposals(before: number): void;
  /** To state `running`, with its job and the job's post in the same transaction. */
  launch(id: number, at: JobPlace, now: number): JobReference;
  get(id: number): Experiment | undefined;
  latest(classroom: string): Experiment | undefined;
  /** Newest first, without proposals. */
  list(classroom: string, limit: number): Experiment[];
  /** The newest one of this person here with the same spec that was neither cancelled nor failed. */
  same(asker: string, classroom: string, spec: ExperimentSpec): Experiment | undefined;
  running(asker?: string): number;
  /** In the order of the plan. Callers that need only results can leave out the many epochs. */
  trials(id: number, withEpochs?: boolean): TrialProgress[];
  planned(id: number): PlannedTrial[];
  /** Adds unplanned trials after all others. */
  add(id: number, trials: readonly PlannedTrial[]): void;
  jobOf(id: number): JobReference | undefined;
  markCrashed(id: number, trial: string): void;
  /**
   * Makes the live trials of a demonstration ordinary ones, which others use and continue. An existing one is kept
   * instead if it has the same numbers to the last bit; a live one with other numbers stays separate.
   */
  keepLive(id: number): void;
  /** Ends a running experiment; does nothing to one that has already ended. */
  finish(id: number, state: 'done' | 'cancelled' | 'failed', now: number, problem?: Problem): void;
  rename(id: number, name: string): void;
  /** Also deletes the trials that no other experiment uses, and frees their space. */
  remove(id: number): void;
}

/** The cost of training here, without starting a process and without the test. */
export interface Trained {
  /** In the units of `work`. */
  readonly work: number;
  /** Milliseconds of processor time. */
  readonly cpuMs: number;
  /** The latest pace, for later estimates: milliseconds of processor time for a unit of work. */
  readonly pace: number;
}

/** The score of a finished network on a test. */
export interface KeptScore extends Score {
  readonly test: Test;
}

export interface TrialRepository {
  isFinished(id: string): boolean;
  /** The checkpoint to continue from: the trial's own, or that of its longest shorter relative. */
  checkpoint(planned: PlannedTrial): Checkpoint | undefined;
  /**
   * Copies the epochs up to `epoch` from the relative with the checkpoint. Whether this trial validates `epoch`
   * does not depend on the relative, which validates its own last epoch.
   */
  inherit(planned: PlannedTrial, epoch: number, isLastValidated: boolean): void;
  addEpoch(id: string, epoch: EpochResult, checkpoint?: Checkpoint): void;
  finish(id: string, result: TrialResult, trained: Trained, now: number): void;
  /** The data for scoring a finished network; undefined if it was dropped. */
  network(planned: PlannedTrial): Uint8Array | undefined;
  /** The scores of a finished trial by the id of the test: that of training's end, and later ones. */
  scores(planned: PlannedTrial): ReadonlyMap<string, KeptScore>;
  addScore(planned: PlannedTrial, score: KeptScore): void;
  /** The pace of the last finished trial; undefined if there is none. */
  pace(model: string, backend: string): number | undefined;
}
