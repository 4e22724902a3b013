/** What commands may use, as types; app.ts says who provides it. */
import type { Field } from './chat/card.ts';
import type { Asked, Command, NamedCommand, Reply } from './chat/command.ts';
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
  readonly batch: number;
}

/** `id` is what a person typed: a number or `latest`. Unknown ids and missing rights are UserErrors. */
export interface Experiments {
  /** `predict`: people say first how it comes out. */
  start(asked: Asked, question: ExperimentQuestion, predict?: boolean): Reply;
  /** The yes and the no to the question before a long run. */
  confirm(asked: Asked, id: string): Reply;
  drop(asked: Asked, id: string): Reply;
  show(asked: Asked, id: string): Reply;
  list(asked: Asked): Reply;
  cancel(asked: Asked, id: string): Reply;
  rename(asked: Asked, id: string, name: string): Reply;
  delete(asked: Asked, id: string): Reply;
  export(asked: Asked, id: string): Reply;
  numbers(asked: Asked, id: string): Reply;
  /** The same question with twice the seeds, or twice the epochs. */
  more(asked: Asked, id: string): Reply;
  longer(asked: Asked, id: string): Reply;
  /** Says how it comes out, until its first epoch is there; and what somebody has said, and how right it was. */
  predict(asked: Asked, id: string, said: Said): Reply;
  prediction(asked: Asked, id: string): Reply;
  /** What the form asks for, with what the person has said before. */
  predictionForm(asked: Asked, id: string): readonly Field[];
  /** Trains what waits for predictions. */
  begin(asked: Asked, id: string): Reply;
  /** Tries with twice the seeds what most have predicted wrongly. */
  see(asked: Asked, id: string): Reply;
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
  show(asked: Asked, question: PreviewQuestion): Promise<Reply>;
  /** Every operation, shown on a picture of this dataset. */
  list(asked: Asked, dataset: string): Promise<Reply>;
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
  start(asked: Asked, question: QuizQuestion): Reply;
  /** With what the class has missed before. */
  review(asked: Asked, question: QuizQuestion): Reply;
  /** Typed in one line. */
  answer(asked: Asked, typed: string): Promise<Reply>;
  submit(asked: Asked, id: string, answers: Answers): Promise<Reply>;
  choose(asked: Asked, id: string): Promise<Reply>;
  /** What the form of an open round asks for. */
  form(asked: Asked, id: string): Item;
  hint(asked: Asked, id: string): Reply;
  /** With whom to discuss. */
  partner(asked: Asked, id: string): Reply;
  /** The own answer beside the key. */
  mine(asked: Asked, id: string): Reply;
  /** To the next step: discussion, second vote, reveal. */
  reveal(asked: Asked): Reply;
  revealOf(asked: Asked, id: string): Reply;
  next(asked: Asked): Reply;
  nextOf(asked: Asked, id: string): Reply;
  stop(asked: Asked): Reply;
  /** Wrong answers, to be taken as right; and taking one. */
  check(asked: Asked, id: string): Reply;
  accept(asked: Asked, id: string): Promise<Reply>;
  /** The commonest wrong answer as an experiment. */
  experimentOf(asked: Asked, id: string): Pick<ExperimentQuestion, 'dataset'> & { readonly policy: string };
  scores(asked: Asked): Reply;
  board(asked: Asked, id: string): Reply;
  list(asked: Asked): Reply;
  create(asked: Asked, source: { readonly name: string | undefined; readonly text: string }): Reply;
  /** By names, or by pseudonyms. */
  export(asked: Asked, names: boolean): Reply;
}

/** What is kept of the one who asks. */
export interface Privacy {
  show(asked: Asked): Reply;
  export(asked: Asked): Reply;
  /** Asks before it forgets. */
  ask(asked: Asked): Reply;
  /** The yes and the no to that. */
  forget(asked: Asked): Reply;
  drop(asked: Asked): Reply;
  /** From now on this channel keeps messages and answers for so many days. */
  keep(asked: Asked, days: number): Reply;
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
