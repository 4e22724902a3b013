/** What commands can do with previews. */
import type { CommandContext, Reply } from '../chat/command.ts';

/** What somebody wants to see of augmentation. Its values are as typed; `Previews` checks them. */
export interface PreviewQuestion {
  /** A dataset's name, or `photos`. */
  readonly dataset: string;
  /** Instead of the dataset, and without a label: what `ctx.readPicture` takes. */
  readonly image: string | undefined;
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
