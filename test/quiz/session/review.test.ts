/** When a class is asked again what it missed. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { quizSchema } from '../../../src/quiz/content/quiz.ts';
import { afterRound, due, INTERVALS, type Learning, nextDue } from '../../../src/quiz/session/review.ts';
import { quizStore } from '../../../src/store/quiz.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { deleteFolder, newFolder, openTestApp } from '../../test-app.ts';
import { fakeClock } from '../../time/fake-clock.ts';

const DAY = 86_400_000;

it('remembers what fewer than four of five knew, and nothing else', () => {
  expect(afterRound(undefined, 0.8, 0)).toBeUndefined();
  expect(afterRound(undefined, 0.79, 0)).toEqual({ box: 0, successes: 0, dueAt: DAY });
});

it('comes back after longer and longer, until it was known three times in a row', () => {
  let known: Learning | undefined = afterRound(undefined, 0.2, 0);
  const waits: number[] = [];
  for (let n = 0; known && n < 10; n++) {
    const at: number = known.dueAt;
    known = afterRound(known, 1, at);
    if (known) waits.push((known.dueAt - at) / DAY);
  }
  expect(waits).toEqual([INTERVALS[1], INTERVALS[2]]);
  expect(known).toBeUndefined();
});

it('begins anew when it is missed again', () => {
  const later = afterRound({ box: 2, successes: 2, dueAt: 10 }, 0.5, 100 * DAY);
  expect(later).toEqual({ box: 0, successes: 0, dueAt: 101 * DAY });
});

it('brings what is due, the longest overdue first', () => {
  const all = [5, 1, 9].map((dueAt) => ({ box: 0, successes: 0, dueAt }));
  expect(due(all, 5).map(({ dueAt }) => dueAt)).toEqual([1, 5]);
  expect(nextDue(all)).toBe(1);
  expect(nextDue([])).toBeUndefined();
});

it('asks a class again what it missed, with fresh numbers, when it is time and until it is learnt', async () => {
  const data = newFolder();
  const clock = fakeClock();
  const testApp = await openTestApp(data, {}, undefined, clock);
  onTestFinished(async () => {
    await testApp.stop();
    deleteFolder(data);
  });
  const quiz = quizSchema.parse({
    title: 'Sums',
    about: 'For a test',
    items: [
      {
        id: 'double',
        kind: 'number',
        ask: 'Twice {{n}}?',
        numbers: { n: { from: 1, to: 1_000_000 } },
        answer: { number: { is: '{{= 2 * n}}' } },
      },
    ],
  });
  const db = openSqlite(join(data, 'augie.db'));
  quizStore(db).save('test:class', 'sums', '', quiz, 0);
  db.close();
  const teacher = { name: 'kim', teacher: true };
  const numbers = new Set<number>();
  async function play(command: string, isKnown: boolean): Promise<void> {
    const asked = await testApp.say(`${command} time:0`, teacher);
    const n = Number(/Twice ([\d,]+)\?/.exec(asked.text())?.[1]?.replaceAll(',', ''));
    numbers.add(n);
    await testApp.say(`/quiz answer ${isKnown ? 2 * n : 1}`, { name: 'a' });
    await testApp.say('/quiz reveal', teacher);
    await testApp.say('/quiz stop', teacher);
  }
  const review = async () => (await testApp.say('/quiz review', teacher)).text();

  expect(await review()).toContain('There is nothing to review');
  await play('/quiz start sums', true);
  expect(await review()).toContain('There is nothing to review');
  await play('/quiz start sums', false);
  const days = [INTERVALS[0], INTERVALS[1], INTERVALS[2]];
  for (const wait of days) {
    expect(await review()).toMatch(/Nothing is due yet. Come back after .*\d/);
    clock.jump(wait * DAY + 1);
    await play('/quiz review', true);
  }
  expect(await review()).toContain('There is nothing to review');
  expect(numbers.size).toBe(5);
});
