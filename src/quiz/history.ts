/** Stub. */

import type { ExperimentRepository } from '../experiments/experiment.ts';
import type { Item, Quiz } from './quiz.ts';
export interface Finished {
  readonly id: number;
}
export const historyQuiz = (_: readonly Finished[]): Pick<Quiz, 'items'> => ({ items: [] });
export const recheck = (
  item: Item,
  _: readonly Finished[],
): { state: 'same' | 'gone' } | { state: 'changed'; item: Item } => ({ state: 'same', item }) as never;
export const finishedIn = (_: ExperimentRepository, __: string): Finished[] => [];
