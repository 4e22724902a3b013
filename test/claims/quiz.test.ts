/** What the README shows of a quiz: its key, what the class answered, and what those answers do to pictures. */
import { expect, it } from 'vitest';
import { messages, openOwnBrowserClass, say } from '../platforms/web/browser/browser-class.ts';
import { inChromium, shot } from '../platforms/web/browser/chromium.ts';
import { augie } from '../shell.ts';

const ANSWERS = ['0.05', '1/20', '0.9', '0.9', '0.18', '0.05', '-0.05..0.05'];

inChromium('a quiz', () => {
  it('looks as in the README, data/readme/quiz.png', async () => {
    const browserClass = await openOwnBrowserClass();
    const teacher = await browserClass.teacher('Ms Kim', {
      viewport: { width: 1000, height: 1320 },
      deviceScaleFactor: 1.5,
    });
    await say(teacher, '/quiz start augmentation item:4 time:0');
    const card = messages(teacher, 'Question 4 of').first();
    for (const [i, turn] of ANSWERS.entries()) {
      const line = `/quiz answer 0.1; ${turn}`;
      const { code } = await augie([line, '--as', `student ${i}`, '--channel', 'class'], {
        data: browserClass.folder,
      }).ended;
      expect(code).toBe(0);
    }
    await card.getByText('7 people have answered').waitFor();
    await card.getByRole('button', { name: 'Show the answer' }).click();
    await card.getByText(/4 of 7 got everything right/).waitFor();
    for (const image of await card.locator('img').all())
      await image.evaluate((one) => (one as HTMLImageElement).decode());
    await card.scrollIntoViewIfNeeded();
    await card.evaluate((one) => one.scrollIntoView());
    await shot(teacher, 'quiz');
    await browserClass.stop();
  });
});
