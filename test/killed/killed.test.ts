/** kill -9 and power cuts, at a few moments of many (test/claims has the rest): nothing lost, nothing done twice. */
import { describe, expect, it, vi } from 'vitest';
import type { Point } from './host.ts';
import { copied, describeKill, killed, question, randomKill, undisturbed } from './killed.ts';

vi.setConfig({ testTimeout: 200_000 });

describe('at any moment', async () => {
  const command = question(4);
  const { ms, ...whole } = await undisturbed(command);

  it('without a kill, there is one card and all of the numbers', () => {
    expect(whole.cards).toEqual([expect.stringContaining('Too few runs to tell: 1 pair')]);
  });

  it.each([1, 3].map((n) => [describeKill(randomKill(n)), n] as const))('%s', async (_, n) => {
    expect(await killed(command, randomKill(n), ms)).toEqual({ ...whole, sound: true, trainedAgain: [] });
  });

  it('the database is sound', async () => {
    expect(await copied(command, [0.3, 0.5, 0.6, 0.7, 0.8, 0.9], ms)).not.toContain(false);
  });
});

describe('between an action and its record', async () => {
  const command = question(1);
  const { ms, ...whole } = await undisturbed(command);
  const points: Point[] = [
    'before the post',
    'after the post',
    'before the last edit',
    'after the last edit',
  ];

  it.each(points)('%s', async (point) => {
    const after = await killed(command, { who: 'augie', point }, ms);
    expect(after).toEqual({ ...whole, sound: true, trainedAgain: [] });
  });
});
