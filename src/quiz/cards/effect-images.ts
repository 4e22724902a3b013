/** The images on which the effect of answers is tried and shown. */
import { UserError } from '../../i18n/user-error.ts';
import type { Originals, Sources } from '../../previews/originals.ts';
import type { Item } from '../content/quiz.ts';

export type Effect = NonNullable<Extract<Item, { kind: 'blanks' }>['effect']>;

const SEED = 1;

/** The images that an item names; if a class has other datasets, any images show what a policy does. */
export const effectImages = (
  sources: Sources,
  { dataset, label }: Effect,
  count: number,
): Promise<Originals> =>
  sources.choose(dataset, label, count, SEED).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return sources.choose(undefined, undefined, count, SEED);
  });
