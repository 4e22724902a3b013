/** Stub. */
import type { Theme } from '../charts/theme.ts';
import type { Picture } from '../chat/card.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { Item } from './quiz.ts';
export interface Answered {
  readonly policy: string;
  readonly count: number;
  readonly right: boolean;
}
export const effectSheet = async (_: {
  item: Item;
  reference: string;
  answered: readonly Answered[];
  folder: string;
  theme: Theme;
  t: Translate;
}): Promise<Picture | undefined> => undefined;
