/** What commands can do with predictions. */
import type { Field } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import type { DemonstrationName } from '../experiments/demonstration-names.ts';
import type { ExperimentQuestion } from '../experiments/experiments.ts';
import type { Said } from './prediction.ts';

/** `id` is what a person typed: the number of an experiment, or `latest`. What cannot be done is a UserError. */
export interface Predictions {
  /** Starts an experiment that people are asked to predict before it is trained. */
  start(ctx: CommandContext, question: ExperimentQuestion | DemonstrationName): Promise<Reply>;
  /** Takes a prediction, until the experiment's first epoch is there. */
  predict(ctx: CommandContext, id: string, said: Said): Reply;
  /** What the person has said, and how right it was. */
  mine(ctx: CommandContext, id: string): Reply;
  /** What the form asks for, with what the person has said before. */
  form(ctx: CommandContext, id: string): readonly Field[];
  /** Trains what waits for predictions. */
  begin(ctx: CommandContext, id: string): Reply;
  /** Runs an experiment that most people predicted wrongly again, with twice the seeds. */
  see(ctx: CommandContext, id: string): Promise<Reply>;
}
