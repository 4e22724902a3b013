/** /settings language: a person's choice, the class's, and what happens without. */
import { expect, it } from 'vitest';
import type { House } from '../house.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

const title = async (who: Parameters<House['say']>[1]) =>
  (await house.say('/experiment list', who)).card().title;

it('prefers what a person chose, then the class, then what the platform says, then English', async () => {
  const kim = { name: 'kim', locale: 'de' };
  expect(await title({ name: 'kim', locale: 'tlh' })).toBe('Experiments');
  expect(await title(kim)).toBe('Experimente');
  await house.say('/settings language ko for:channel', { name: 'ms-park', teacher: true });
  expect(await title(kim)).toBe('실험 목록');
  expect(await title({ ...kim, channel: 'other' })).toBe('Experimente');
  const changed = await house.say('/settings language en', kim);
  expect(changed.message.private).toBe(true);
  expect(changed.text()).toContain('speaks English with you');
  expect(await title(kim)).toBe('Experiments');
});

it('leaves the class language to teachers', async () => {
  const refused = await house.say('/settings language de for:channel', {
    name: 'lee',
    locale: 'en',
    channel: 'x',
  });
  expect(refused.outcome.kind).toBe('mistake');
  expect(refused.text()).toContain('Only a teacher');
  expect(await title({ name: 'lee', locale: 'en', channel: 'x' })).toBe('Experiments');
});
