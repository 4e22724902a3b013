/** When a class is asked again what it missed. */
import { expect, it } from 'vitest';
import { afterRound, due, INTERVALS, type Learning, nextDue } from '../../src/quiz/review.ts';

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
