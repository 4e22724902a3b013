/** Augie is killed between its acknowledgement and its answer: the next one puts the answer where it was promised. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Permission, startDiscord } from '../../emulators/discord/index.ts';
import { killableServer } from '../../shell.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';
import { envOf, TINY, trainedFolder } from './server.ts';

const trained = trainedFolder();

it.for([
  ['before its answer', {}],
  // The next Augie cannot know that it arrived.
  ['after its answer', { afterDoing: true }],
] as const)('is killed %s', async ([, fault]) => {
  const data = newFolder();
  cpSync(trained, join(data, 'var'), { recursive: true });
  const discord = await startDiscord();
  const guild = discord.guild({ name: 'School' });
  const channel = guild.channel({ name: 'class-a' });
  const teacher = guild.member({ name: 'Ms Park', permissions: Permission.ManageGuild });
  const augie = killableServer({ data, env: envOf(discord) });
  onTestFinished(async () => {
    await augie.kill();
    await discord.stop();
    deleteFolder(data);
  });
  augie.start();
  await discord.ready();

  discord.faults.next(/^PATCH .*@original/, { status: 'drop', times: 3, ...fault });
  const answer = await teacher.command(channel, 'experiment run', TINY);
  await discord.until(() =>
    discord.requests.some(({ method, path }) => method === 'PATCH' && /@original/.test(path)),
  );
  await augie.kill();
  augie.start();
  const message = await answer.until(({ text }) => /Duration/.test(text));
  expect(channel.messages).toEqual([message]);
});
