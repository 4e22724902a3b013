/** What commands may use, as types; app.ts says who provides it. */
import type { Field } from './chat/card.ts';
import type { Command, CommandContext, NamedCommand, Reply } from './chat/command.ts';
import type { Options } from './chat/option.ts';
import type { SettingsRepository, TeacherRepository } from './chat/ports.ts';
import type { Said } from './predictions/prediction.ts';
import type { Answers, Item } from './quiz/quiz.ts';
import type { Mode } from './quiz/session.ts';
import type { ModelName } from './training/trial.ts';

/** An experiment as it is asked for; what it means is checked by whoever starts it. */
export interface ExperimentQuestion {
  readonly dataset: string;
  readonly model: ModelName;
  readonly fraction: number;
  /** As typed, e.g. `flip + rotate(0.04)@0.5`; what suits the model best when it is left open. */
  readonly policy: string | undefined;
  readonly epochs: number;
  readonly seeds: number;
  /** The first of them; 1 when it is left open. */
  readonly first?: number;
  readonly batch: number;
}

/** `id` is what a person typed: a number or `latest`. Unknown ids and missing rights are UserErrors. */
export interface Experiments {
  /** `predict`: people say first how it comes out. */
  start(ctx: CommandContext, question: ExperimentQuestion, predict?: boolean): Reply;
  /** The yes and the no to the question before a long run. */
  confirm(ctx: CommandContext, id: string): Reply;
  drop(ctx: CommandContext, id: string): Reply;
  show(ctx: CommandContext, id: string): Reply;
  list(ctx: CommandContext): Reply;
  cancel(ctx: CommandContext, id: string): Reply;
  rename(ctx: CommandContext, id: string, name: string): Reply;
  delete(ctx: CommandContext, id: string): Reply;
  export(ctx: CommandContext, id: string): Reply;
  numbers(ctx: CommandContext, id: string): Reply;
  /** The same question with twice the seeds, or twice the epochs. */
  more(ctx: CommandContext, id: string): Reply;
  longer(ctx: CommandContext, id: string): Reply;
  /** Says how it comes out, until its first epoch is there; and what somebody has said, and how right it was. */
  predict(ctx: CommandContext, id: string, said: Said): Reply;
  prediction(ctx: CommandContext, id: string): Reply;
  /** What the form asks for, with what the person has said before. */
  predictionForm(ctx: CommandContext, id: string): readonly Field[];
  /** Trains what waits for predictions. */
  begin(ctx: CommandContext, id: string): Reply;
  /** Tries with twice the seeds what most have predicted wrongly. */
  see(ctx: CommandContext, id: string): Reply;
}

/** What is to be seen of augmentation; what it means is checked by whoever shows it. */
export interface PreviewQuestion {
  /** A dataset's name, or `photos`. */
  readonly dataset: string;
  /** Instead of the dataset, and without a label: what `asked.readPicture` takes. */
  readonly picture: string | undefined;
  readonly policy: string;
  readonly label: string | undefined;
  /** Variants of each picture; as many as fill the sheet when it is left open. */
  readonly count: number | undefined;
  readonly seed: number;
}

export interface Previews {
  show(ctx: CommandContext, question: PreviewQuestion): Promise<Reply>;
  /** Every operation, shown on a picture of this dataset. */
  list(ctx: CommandContext, dataset: string): Promise<Reply>;
}

/** A quiz as it is asked for. */
export interface QuizQuestion {
  readonly quiz: string;
  /** The item to begin with, from 1. */
  readonly item: number | undefined;
  /** Seconds for each question; 0: no limit. */
  readonly time: number;
  readonly mode: Mode;
}

/** `id` is what stands behind a button: of a round, or more. What cannot be done is a UserError. */
export interface Quizzes {
  start(ctx: CommandContext, question: QuizQuestion): Reply;
  /** With what the class has missed before. */
  review(ctx: CommandContext, question: QuizQuestion): Reply;
  /** Typed in one line. */
  answer(ctx: CommandContext, typed: string): Promise<Reply>;
  submit(ctx: CommandContext, id: string, answers: Answers): Promise<Reply>;
  choose(ctx: CommandContext, id: string): Promise<Reply>;
  /** What the form of an open round asks for. */
  form(ctx: CommandContext, id: string): Item;
  hint(ctx: CommandContext, id: string): Reply;
  /** With whom to discuss. */
  partner(ctx: CommandContext, id: string): Reply;
  /** The own answer beside the key. */
  mine(ctx: CommandContext, id: string): Reply;
  /** To the next step: discussion, second vote, reveal. */
  reveal(ctx: CommandContext): Reply;
  revealOf(ctx: CommandContext, id: string): Reply;
  next(ctx: CommandContext): Reply;
  nextOf(ctx: CommandContext, id: string): Reply;
  stop(ctx: CommandContext): Reply;
  /** Wrong answers, to be taken as right; and taking one. */
  check(ctx: CommandContext, id: string): Reply;
  accept(ctx: CommandContext, id: string): Promise<Reply>;
  /** The commonest wrong answer as an experiment. */
  experimentOf(
    ctx: CommandContext,
    id: string,
  ): Pick<ExperimentQuestion, 'dataset'> & { readonly policy: string };
  scores(ctx: CommandContext): Reply;
  board(ctx: CommandContext, id: string): Reply;
  list(ctx: CommandContext): Reply;
  create(ctx: CommandContext, source: { readonly name: string | undefined; readonly text: string }): Reply;
  /** By names, or by pseudonyms. */
  export(ctx: CommandContext, names: boolean): Reply;
}

/** What is kept of the one who asks. */
export interface Privacy {
  show(ctx: CommandContext): Reply;
  export(ctx: CommandContext): Reply;
  /** Asks before it forgets. */
  ask(ctx: CommandContext): Reply;
  /** The yes and the no to that. */
  forget(ctx: CommandContext): Reply;
  drop(ctx: CommandContext): Reply;
  /** From now on this channel keeps messages and answers for so many days. */
  keep(ctx: CommandContext, days: number): Reply;
}

/** What trains the networks here. */
export interface Machine {
  /** E.g. `TensorFlow.js 4.22.0 (wasm)`. */
  readonly backend: string;
  readonly trainers: number;
}

export interface Services {
  readonly experiments: Experiments;
  readonly previews: Previews;
  readonly quizzes: Quizzes;
  readonly privacy: Privacy;
  readonly settings: SettingsRepository;
  readonly teachers: TeacherRepository;
  readonly machine: Machine;
  /** All commands, for /help. */
  readonly commands: readonly NamedCommand<Services>[];
}

/** Declares a command; the path of its file is its name. */
export const defineCommand = <const O extends Options>(command: Command<Services, O>): Command<Services, O> =>
  command;
