/** kill -9 of Augie, of a trainer, of both, and power cuts, at twenty seeded random moments and at four that no stopwatch hits. */
import { expect, test } from 'vitest';
import type { Point } from '../killed/host.ts';
import { copied, describeKill, killed, question, randomKill, undisturbed } from '../killed/killed.ts';

const MOMENTS = 20;

test('twenty kills: one card, the same numbers to the last bit, nothing trained twice', async () => {
  const command = question(40);
  const { ms, ...whole } = await undisturbed(command);
  for (let n = 0; n < MOMENTS; n++) {
    const kill = randomKill(n);
    expect(await killed(command, kill, ms), describeKill(kill)).toEqual({
      ...whole,
      sound: true,
      trainedAgain: [],
    });
    process.stdout.write(`    ${describeKill(kill)}: nothing lost, nothing doubled\n`);
  }
  const moments = Array.from({ length: MOMENTS }, (_, n) => randomKill(n)).flatMap((kill) =>
    'at' in kill ? kill.at : [],
  );
  const copies = await copied(command, moments, ms);
  expect(copies).not.toContain(false);
  process.stdout.write(`    ${copies.length} copies of the running database, all sound\n`);
});

test('between an action and its record', async () => {
  const command = question(1);
  const { ms, ...whole } = await undisturbed(command);
  const points: Point[] = [
    'before the post',
    'after the post',
    'before the last edit',
    'after the last edit',
  ];
  for (const point of points)
    expect(await killed(command, { who: 'augie', point }, ms), point).toEqual({
      ...whole,
      sound: true,
      trainedAgain: [],
    });
});
