/** /settings: language, how long messages are kept, and people's data (more in test/privacy). */
import { expect, it } from 'vitest';
import type { TestApp } from '../test-app.ts';
import { useTestApp } from '../use-test-app.ts';

const testApp = useTestApp();

const title = async (who: Parameters<TestApp['say']>[1]) =>
  (await testApp.say('/experiment list', who)).card().title;

it('prefers what a person chose, then the class, then what the platform says, then English', async () => {
  const kim = { name: 'kim', locale: 'de' };
  expect(await title({ name: 'kim', locale: 'tlh' })).toBe('Experiments');
  expect(await title(kim)).toBe('Experimente');
  await testApp.say('/settings language ko for:channel', { name: 'ms-park', teacher: true });
  expect(await title(kim)).toBe('실험 목록');
  expect(await title({ ...kim, channel: 'other' })).toBe('Experimente');
  const changed = await testApp.say('/settings language en', kim);
  expect(changed.message.private).toBe(true);
  expect(changed.text()).toContain('speaks English with you');
  expect(await title(kim)).toBe('Experiments');
});

it('leaves the class language to teachers', async () => {
  const refused = await testApp.say('/settings language de for:channel', {
    name: 'lee',
    locale: 'en',
    channel: 'x',
  });
  expect(refused.outcome.kind).toBe('mistake');
  expect(refused.text()).toContain('Only a teacher');
  expect(await title({ name: 'lee', locale: 'en', channel: 'x' })).toBe('Experiments');
});

it('keeps messages as long as a teacher says, and shows how long otherwise', async () => {
  const help = (await testApp.say('/help settings keep')).text();
  expect(help).toContain('days | After this many days, they are deleted for good | 1 to 3,650, default 365');
  const set = await testApp.say('/settings keep days:30', { teacher: true, channel: 'y' });
  expect(set.message.private).toBe(false);
  expect(set.text()).toContain('keeps messages and answers for 30 days');
  expect((await testApp.say('/settings keep days:1', { channel: 'y' })).text()).toContain('Only a teacher');
});

it('shows people what is kept of them, privately', async () => {
  const shown = await testApp.say('/settings privacy', { name: 'pat', channel: 'x' });
  expect(shown.message.private).toBe(true);
  expect(shown.text()).toContain('Name: pat');
  expect(shown.text()).toContain('Settings: none\nExperiments: 0\nMessages: 0');
});
