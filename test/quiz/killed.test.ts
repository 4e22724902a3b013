/** A kill while a class answers; fifty are among the slow proofs, also of questions whose time runs out by itself. */
import { expect, it, onTestFinished } from 'vitest';
import { openQuizClass } from '../killed/quiz.ts';

it('loses no answer, counts none twice, and leaves one card', async () => {
  const quizClass = await openQuizClass();
  onTestFinished(quizClass.stop);
  const { told, kept, receipts, due, cards, shown, givenBack } = await quizClass.round(1);
  expect(receipts).toEqual(due);
  expect(kept).toEqual(told);
  expect(cards).toBe(1);
  expect(shown).toContain('14 of 30 got everything right');
  expect(givenBack).toBeGreaterThan(-500);
  expect(givenBack).toBeLessThan(2000);
});
