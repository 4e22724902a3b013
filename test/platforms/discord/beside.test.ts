/** The shell with a server that is on Discord: commands for a channel there are also answered there. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startDiscord } from '../../emulators/discord/index.ts';
import { augie, server } from '../../shell.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';
import { envOf, TINY, trainedFolder } from './server.ts';

const trained = trainedFolder();

it('shows a channel on Discord what a shell asks for it, and what becomes of it', async () => {
  const data = newFolder();
  cpSync(trained, join(data, 'var'), { recursive: true });
  const discord = await startDiscord();
  const channel = discord.guild({ name: 'School' }).channel({ name: 'class-a' });
  const running = server({ data, env: envOf(discord) });
  onTestFinished(async () => {
    running.process.kill('SIGTERM');
    await running.ended;
    await discord.stop();
    deleteFolder(data);
  });
  await discord.ready();

  const question = `/experiment run ${Object.entries(TINY)
    .map((pair) => pair.join(':'))
    .join(' ')}`;
  const asked = await augie([question, '--channel', channel.id, '--as', 'kim'], { data }).ended;
  expect(asked).toMatchObject({ code: 0, err: '' });
  expect(asked.out).toMatch(/The verdict comes after 6 pairs/);
  const [prompt, card, ...more] = channel.messages;
  expect(prompt?.text).toBe(`kim: ${question}`);
  expect(card?.text).toMatch(/The verdict comes after 6 pairs/);
  expect(card?.attachments.length).toBeGreaterThan(1);
  expect(more).toEqual([]);

  const secret = await augie(['/settings privacy', '--channel', channel.id, '--as', 'kim'], { data }).ended;
  expect(secret.out).toContain('Your data');
  expect(channel.messages).toHaveLength(2);
});
