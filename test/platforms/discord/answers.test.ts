/** What people on Discord type, press and choose, and what they get. */
import { expect, it } from 'vitest';
import { openServer, TINY } from './server.ts';

it('answers a command where everybody sees it, with its pictures and their alt text', async () => {
  const { channel, german, korean } = await openServer();
  const answer = await german.command(channel, 'augment preview', { policy: 'flip', count: 1 });
  const message = await answer.until();
  expect(message.text).toMatch(/links die Originale/);
  expect(message.attachments[0]?.description).toMatch(/Dress: unverändert/);
  expect(korean.sees(channel)).toContain(message);
  expect(answer.acknowledgedAfter).toBeLessThan(3000);
});

it('answers in private what is private, and a mistake', async () => {
  const { channel, german, korean } = await openServer();
  const help = await german.command(channel, 'help', {});
  expect((await help.until()).text).toMatch(/Befehle/);
  const wrong = await german.command(channel, 'experiment show', { id: '77' });
  await wrong.followUp((message) => /77/.test(message.text));
  expect(channel.messages).toEqual([]);
  expect(korean.sees(channel)).toEqual([]);
});

it('runs an experiment: one card that changes until it is done', async () => {
  const { channel, korean } = await openServer();
  const answer = await korean.command(channel, 'experiment run', TINY);
  const message = await answer.until(({ attachments }) => attachments.length >= 2);
  expect(channel.messages).toEqual([message]);
  const numbers = await korean.press(message, '수치');
  await numbers.until(({ attachments, text }) => attachments.length > 0 || text.length > 20);
});
