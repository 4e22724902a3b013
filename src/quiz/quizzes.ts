/** What commands can do with quizzes. */
import type { Field } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import type { ExperimentQuestion } from '../experiments/experiments.ts';
import type { Answers } from './content/quiz.ts';
import type { Mode } from './session/session.ts';

/** A request for a quiz. */
export interface QuizQuestion {
  readonly quiz: string;
  /** The item to begin with, from 1. */
  readonly item: number | undefined;
  /** Seconds for each question; 0: no limit. */
  readonly time: number;
  readonly mode: Mode;
}

/** `id` comes from a button: the id of a round, or more. They throw UserErrors. */
export interface Quizzes {
  start(ctx: CommandContext, question: QuizQuestion): Reply;
  /** Starts a session with items that the class has missed before. */
  review(ctx: CommandContext, question: QuizQuestion): Reply;
  /** Typed in one line. */
  answer(ctx: CommandContext, typed: string): Promise<Reply>;
  submit(ctx: CommandContext, id: string, answers: Answers): Promise<Reply>;
  choose(ctx: CommandContext, id: string): Promise<Reply>;
  /** The form of an open round. */
  form(ctx: CommandContext, id: string): readonly Field[];
  hint(ctx: CommandContext, id: string): Reply;
  /** With whom to discuss. */
  partner(ctx: CommandContext, id: string): Reply;
  /** The person's answer beside the key. */
  mine(ctx: CommandContext, id: string): Reply;
  /** To the next step: discussion, second vote, reveal. */
  reveal(ctx: CommandContext): Reply;
  revealOf(ctx: CommandContext, id: string): Reply;
  next(ctx: CommandContext): Reply;
  nextOf(ctx: CommandContext, id: string): Reply;
  stop(ctx: CommandContext): Reply;
  /** Lists wrong answers for a teacher to accept; and accepts one. */
  check(ctx: CommandContext, id: string): Reply;
  accept(ctx: CommandContext, id: string): Promise<Reply>;
  /** The most frequent wrong answer as an experiment. */
  experimentOf(ctx: CommandContext, id: string): Pick<ExperimentQuestion, 'dataset' | 'policy'>;
  scores(ctx: CommandContext): Reply;
  board(ctx: CommandContext, id: string): Reply;
  list(ctx: CommandContext): Reply;
  create(ctx: CommandContext, source: { readonly name: string | undefined; readonly text: string }): Reply;
  /** By names, or by pseudonyms. */
  export(ctx: CommandContext, names: boolean): Reply;
}
