/** Fifty kills while thirty people answer: nothing lost, nothing counted twice, and the time continues. */
import { expect, it } from 'vitest';
import { openQuizClass } from '../killed/quiz.ts';

const MOMENTS = 50;

it('fifty kills while a class answers', async () => {
  const quizClass = await openQuizClass();
  const givenBack: number[] = [];
  for (let moment = 1; moment <= MOMENTS; moment++) {
    const found = await quizClass.round(moment);
    expect(found.receipts, `kill ${moment}`).toEqual(found.due);
    expect(found.kept, `kill ${moment}`).toEqual(found.told);
    expect(found.cards).toBe(1);
    expect(found.shown).toContain('14 of 30 got everything right');
    givenBack.push(found.givenBack);
  }
  await quizClass.stop();
  const [least, most] = [Math.min(...givenBack), Math.max(...givenBack)].map(Math.round);
  process.stdout.write(`    ${MOMENTS} kills: nothing lost; given back ${least} to ${most} ms\n`);
  expect(least).toBeGreaterThan(-500);
  expect(most).toBeLessThan(2000);
});
