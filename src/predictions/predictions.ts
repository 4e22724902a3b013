/** What commands can do with predictions. */
import type { Field } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import type { DemonstrationName } from '../experiments/demonstration-names.ts';
import type { ExperimentQuestion } from '../experiments/experiments.ts';
import type { Said } from './prediction.ts';

/** `id` is what a person typed: the number of an experiment, or `latest`. They throw UserErrors. */
export interface Predictions {
  /** Starts an experiment that people may predict before it trains. */
  start(ctx: CommandContext, question: ExperimentQuestion | DemonstrationName): Promise<Reply>;
  /** Accepts a prediction, until the experiment's first epoch is there. */
  predict(ctx: CommandContext, id: string, said: Said): Reply;
  /** The person's prediction and its score. */
  mine(ctx: CommandContext, id: string): Reply;
  /** The form's fields, with the person's earlier prediction. */
  form(ctx: CommandContext, id: string): readonly Field[];
  /** Starts the training that waits for predictions. */
  begin(ctx: CommandContext, id: string): Reply;
  /** Repeats an experiment that most people predicted wrongly, with twice the seeds. */
  see(ctx: CommandContext, id: string): Promise<Reply>;
}
