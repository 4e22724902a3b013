/** What commands and other subjects can do with experiments. */
import type { CommandContext, Reply } from '../chat/command.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { ModelName } from '../training/trial.ts';
import type { DemonstrationName } from './demonstration-names.ts';
import type { Experiment } from './experiment.ts';
import type { Report } from './report.ts';

/** A request for an experiment, with values as typed; `start` checks them. */
export interface ExperimentQuestion {
  /** The default one if left out. */
  readonly dataset?: string | undefined;
  readonly model: ModelName;
  readonly fraction: number;
  /** As typed, e.g. `flip + rotate(0.04)@0.5`; the model's default if left out. */
  readonly policy: string | undefined;
  readonly epochs: number;
  readonly seeds: number;
  /** The first seed; 1 if left out. */
  readonly first?: number | undefined;
  readonly batch: number;
  /** How many seeds train the full arm; `FULL_SEEDS` if left out. */
  readonly full?: number | undefined;
  /** The policy of the moved test, as typed; `none` for no such test; the dataset's default if left out. */
  readonly test?: string | undefined;
}

/** `id` is what a person typed: a number or `latest`. Unknown ids and missing rights are UserErrors. */
export interface Experiments {
  /**
   * A demonstration is trained live, also if its trials are stored. `prepare` is called before training begins; with it, the
   * experiment is always a new one, even if the same question has been answered.
   */
  start(
    ctx: CommandContext,
    question: ExperimentQuestion | DemonstrationName,
    prepare?: (experiment: number) => void,
  ): Promise<Reply>;
  /** Yes and no to the question before a long run. */
  confirm(ctx: CommandContext, id: string): Reply;
  drop(ctx: CommandContext, id: string): Reply;
  /** A smaller question instead of the long one. */
  shorter(ctx: CommandContext, id: string): Promise<Reply>;
  show(ctx: CommandContext, id: string): Reply;
  list(ctx: CommandContext): Reply;
  cancel(ctx: CommandContext, id: string): Reply;
  rename(ctx: CommandContext, id: string, name: string): Reply;
  delete(ctx: CommandContext, id: string): Reply;
  export(ctx: CommandContext, id: string): Reply;
  numbers(ctx: CommandContext, id: string): Reply;
  /** The prepared result of a demonstration. */
  prepared(ctx: CommandContext, id: string): Reply;
  /** Asks the same question with twice the seeds, or twice the epochs. */
  more(ctx: CommandContext, id: string): Promise<Reply>;
  longer(ctx: CommandContext, id: string): Promise<Reply>;
}

/** What other subjects use of experiments. `id` is what a person typed. They throw UserErrors. */
export interface KnownExperiments {
  find(ctx: CommandContext, id: string): Experiment;
  /** An experiment whose results people may see: predictions are closed. */
  findShown(ctx: CommandContext, id: string): Experiment;
  /** An experiment that the person may change. */
  findOwn(ctx: CommandContext, id: string): Experiment;
  title(t: Translate, experiment: Experiment): string;
  /** What an experiment has shown so far, without its curves. */
  results(experiment: number): Report;
}
