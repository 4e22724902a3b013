/** What commands can do with previews. */
import type { CommandContext, Reply } from '../chat/command.ts';

/** A request for a preview, with values as typed; `Previews` checks them. */
export interface PreviewQuestion {
  /** A dataset's name, or `photos`. */
  readonly dataset: string;
  /** Instead of the dataset and a label: the argument of `ctx.readPicture`. */
  readonly image: string | undefined;
  readonly policy: string;
  readonly label: string | undefined;
  /** Variants of each picture; as many as fill the sheet if left out. */
  readonly count: number | undefined;
  readonly seed: number;
}

export interface Previews {
  show(ctx: CommandContext, question: PreviewQuestion): Promise<Reply>;
  /** Every operation, shown on a picture of this dataset. */
  list(ctx: CommandContext, dataset: string): Promise<Reply>;
}
