/** Tables for the grader: what somebody writes, and what becomes of it. */
import { describe, expect, test } from 'vitest';
import type { Grade, Item } from '../../src/quiz/content/quiz.ts';
import { gradeItem } from '../../src/quiz/grade/grade.ts';

/** The grade of an answer to an item with one blank, `answer`. */
export const gradeOf = (asked: Item, answer: string): Grade => gradeItem(asked, { answer }).answer as Grade;

/** `right equal`: the outcome and the rule that decided. */
export const said = (asked: Item, answer: string): string => {
  const { outcome, rule } = gradeOf(asked, answer);
  return `${outcome} ${rule}`;
};

export type Case = readonly [answer: string, said: string];

export function cases(name: string, asked: Item, table: readonly Case[]): void {
  describe(name, () => {
    test.each(table)('%j: %s', (answer, wanted) => expect(said(asked, answer)).toBe(wanted));
  });
}
