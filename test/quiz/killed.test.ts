/** Five kills while a class answers; fifty are among the slow proofs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openQuizClass, type QuizClass } from '../killed/quiz.ts';

let quizClass: QuizClass;
beforeAll(async () => {
  quizClass = await openQuizClass();
});
afterAll(() => quizClass.stop());

it.each([1, 2, 3, 4, 5])(
  'kill %i loses no answer, counts none twice, and leaves one card',
  async (moment) => {
    const { told, kept, receipts, due, cards, shown, givenBack } = await quizClass.round(moment);
    expect(receipts).toEqual(due);
    expect(kept).toEqual(told);
    expect(cards).toBe(1);
    expect(shown).toContain('14 of 30 had all of it right');
    expect(givenBack).toBeGreaterThan(-500);
    expect(givenBack).toBeLessThan(2000);
  },
);
