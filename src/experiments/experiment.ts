/** An experiment: trials to be compared. What it consists of, and the rows it needs remembered. */
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

/** What one experiment may ask for at most. */
export const MOST = { seeds: 30, epochs: 300, first: 1_000_000 } as const;

export const arms = ['full', 'reduced', 'augmented'] as const;
export type Arm = (typeof arms)[number];

/** What a person asked for. Plain JSON; equal questions have equal JSON. */
export interface ExperimentSpec {
  readonly dataset: string;
  readonly model: ModelName;
  /** Share of the training part that reduced and augmented may see, (0, 1]. */
  readonly fraction: number;
  readonly policy: Policy;
  readonly epochs: number;
  readonly seeds: number;
  readonly batch: number;
  /** The first seed where it is not 1. Left out otherwise: questions from before it existed are still equal ones. */
  readonly first?: number;
  /** How many of the seeds train the full arm; two where it is left out. */
  readonly full?: number;
  /** What moves the images of the second test; left out where there is none. */
  readonly test?: Policy;
  /** Which prepared demonstration it is; left out where people have asked it themselves. */
  readonly demonstration?: DemonstrationName;
  /** Of a demonstration: the pairs are also trained for so many epochs, fewer than `epochs`. */
  readonly early?: number;
}

/** How many seeds train the full arm where nobody says otherwise: it takes most of the time, and no verdict needs it. */
export const FULL_SEEDS = 2;

/** The second test: the test images as a policy moves them, the same for every network. */
export const movedTest = (policy: Policy): Test => ({ part: 'test', policy, seed: 0 });

/** The tests after training, besides the clean one that every trial ends with. */
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
  /** Empty where the asker was forgotten. */
  readonly askerName: string;
  /** Id. */
  readonly classroom: string;
  readonly spec: ExperimentSpec;
  readonly state: ExperimentState;
  /** Why it failed, where that is something a person can put right. */
  readonly problem?: Problem;
  readonly createdAt: number;
  readonly finishedAt?: number;
}

/** A UserError as data. */
export interface Problem {
  readonly key: MessageKey;
  readonly params: MessageParams;
}

/** A trial of an experiment as far as it has come. */
export interface TrialProgress extends PlannedTrial {
  readonly epochs: readonly EpochResult[];
  /** Only of a finished trial. */
  readonly testAccuracy?: number;
  readonly testLoss?: number;
  /** As in TrialResult; missing in trials from before weights were averaged. */
  readonly lastAccuracy?: number;
  readonly trainAccuracy?: number;
  /** On the moved test of the experiment; missing until it is scored. */
  readonly movedAccuracy?: number;
  readonly movedLoss?: number;
  /** Whether the network is kept, so that it can be scored. */
  readonly isKept: boolean;
  /** Of an augmented trial: on which tests it gives every image the same label as the reduced one of its seed. */
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

/** Where the card of the job will stand. */
export interface JobPlace {
  readonly place: Place;
  readonly locale: Locale;
}

export interface ExperimentRepository {
  /** Rows of experiment and trials, in one transaction; state `proposed`. */
  propose(experiment: NewExperiment): number;
  /** Proposals from before this time are given up. */
  forgetProposals(before: number): void;
  /** To state `running`, with its job and the job's post in the same transaction. */
  launch(id: number, at: JobPlace, now: number): JobReference;
  get(id: number): Experiment | undefined;
  latest(classroom: string): Experiment | undefined;
  /** Newest first; proposals left out. */
  list(classroom: string, limit: number): Experiment[];
  /** The newest one of this person here with the same spec that was neither cancelled nor failed. */
  same(asker: string, classroom: string, spec: ExperimentSpec): Experiment | undefined;
  running(asker?: string): number;
  /** In the order of the plan. Epochs can be left out where only results are wanted: they are many. */
  trials(id: number, withEpochs?: boolean): TrialProgress[];
  planned(id: number): PlannedTrial[];
  /** Trials that were not planned, after all others. */
  add(id: number, trials: readonly PlannedTrial[]): void;
  jobOf(id: number): JobReference | undefined;
  markCrashed(id: number, trial: string): void;
  /**
   * Makes the live trials of a demonstration ordinary ones, which others use and continue. One that is already there is kept
   * instead, where it has the same numbers to the last bit; a live one with other numbers stays apart.
   */
  keepLive(id: number): void;
  /** Ends a running experiment; one that has ended stays as it is. */
  finish(id: number, state: 'done' | 'cancelled' | 'failed', now: number, problem?: Problem): void;
  rename(id: number, name: string): void;
  /** Also deletes the trials that no other experiment uses, and gives the space back. */
  remove(id: number): void;
}

/** What training took here, without the start of a process and the test. */
export interface Trained {
  /** In the units of `work`. */
  readonly work: number;
  /** Milliseconds of processor time. */
  readonly cpuMs: number;
  /** The pace at its end, for later estimates: milliseconds of processor time for a unit of work. */
  readonly pace: number;
}

/** What a finished network has scored on a test. */
export interface KeptScore extends Score {
  readonly test: Test;
}

export interface TrialRepository {
  isFinished(id: string): boolean;
  /** Where to go on: the trial's own checkpoint, else the one of its longest shorter relative. */
  checkpoint(planned: PlannedTrial): Checkpoint | undefined;
  /**
   * Takes over the epochs up to `epoch` from the relative that the checkpoint came from. Whether `epoch` is validated in this
   * trial, too, is not decided by that one: it validates its own last epoch.
   */
  inherit(planned: PlannedTrial, epoch: number, isLastValidated: boolean): void;
  addEpoch(id: string, epoch: EpochResult, checkpoint?: Checkpoint): void;
  finish(id: string, result: TrialResult, trained: Trained, now: number): void;
  /** What is needed to score a finished network; undefined where it was dropped. */
  network(planned: PlannedTrial): Uint8Array | undefined;
  /** Of a finished trial, by the id of the test: the one that it ended with, and those that were added. */
  scores(planned: PlannedTrial): ReadonlyMap<string, KeptScore>;
  addScore(planned: PlannedTrial, score: KeptScore): void;
  /** The pace that the last finished trial left; undefined without any. */
  pace(model: string, backend: string): number | undefined;
}
