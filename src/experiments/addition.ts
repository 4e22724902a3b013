/** What another subject may add to experiments, which know nothing of it: people predict how they come out. */
import type { Block, Choice, Open } from '../chat/card.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { UserError } from '../i18n/user-error.ts';
import type { Experiment } from './experiment.ts';
import type { Report } from './report.ts';

export interface Added {
  readonly blocks: readonly Block[];
  readonly choices: readonly Choice[];
  readonly open?: Open;
}

export interface ExperimentAddition {
  /** Whether training waits. Meanwhile results of others' experiments are hidden, too. */
  waits(experiment: number): boolean;
  /** Resolves when training may begin. Rejects with the signal's reason when aborted. */
  wait(experiment: number, signal: AbortSignal): Promise<void>;
  /** `changed` is called when the card is out of date, until the returned function is called. */
  follow(experiment: number, changed: () => void): () => void;
  /** What it adds to the card; undefined for other experiments. */
  card(
    experiment: Experiment,
    found: Report,
    t: Translate,
    trouble: UserError | undefined,
  ): Added | undefined;
}
