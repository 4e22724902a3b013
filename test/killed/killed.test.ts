/**
 * kill -9 and a power cut, which kills everything and loses some of what was written; test/claims has more, at random
 * moments: nothing lost, nothing done twice.
 */
import { describe, expect, it, vi } from 'vitest';
import { describeKill, type Kill, killed, question, undisturbed } from './killed.ts';

vi.setConfig({ testTimeout: 200_000 });

describe('in the middle', async () => {
  const command = question(40);
  const { ms, ...whole } = await undisturbed(command);
  const kills: Kill[] = [
    { who: 'trainer', at: 0.6 },
    { who: 'power', at: 0.6, lost: 0.5 },
  ];

  it('without a kill, there is one card and all of the numbers', () => {
    expect(whole.cards).toEqual([expect.stringContaining('The verdict comes after 6 pairs')]);
  });

  it.each(kills.map((kill) => [describeKill(kill), kill] as const))('%s', async (_, kill) => {
    expect(await killed(command, kill, ms)).toEqual({ ...whole, sound: true, trainedAgain: [] });
  });
});

describe('between an action and its record', async () => {
  const command = question(1);
  const { ms, ...whole } = await undisturbed(command);

  it.each(['after the post', 'after the last edit'] as const)('%s', async (point) => {
    const after = await killed(command, { who: 'augie', point }, ms);
    expect(after).toEqual({ ...whole, sound: true, trainedAgain: [] });
  });
});
