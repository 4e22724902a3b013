/** Augie is killed between its acknowledgement and its answer: the next one posts the answer, where it was asked. */
import { expect, it, onTestFinished } from 'vitest';
import { startSlack } from '../../emulators/slack/index.ts';
import { textOf } from '../../emulators/slack/read.ts';
import { killableServer } from '../../shell.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';
import { envOf, TINY } from './workspace.ts';

it.for([
  ['in the channel', false],
  ['in a thread', true],
] as const)('is killed before its answer %s', async ([, inThread]) => {
  const data = newFolder();
  const slack = await startSlack();
  const channel = slack.channel({ name: 'class-a' });
  const teacher = slack.person({ name: 'Ms Park', isAdmin: true });
  const augie = killableServer({ data, env: envOf(slack) });
  onTestFinished(async () => {
    await augie.kill();
    await slack.stop();
    deleteFolder(data);
  });
  augie.start();
  await slack.ready();
  await teacher.command(channel, '/experiment', 'list');
  const list = await channel.until(({ user }) => user === slack.world.bot.id);

  slack.faults.next('chat.postMessage', { status: 'drop', times: 3 });
  const asked = slack.requests.length;
  if (inThread) await teacher.mention(channel, `experiment run ${TINY}`, list.ts);
  else await teacher.command(channel, '/experiment', `run ${TINY}`);
  await slack.until(() => slack.requests.slice(asked).some(({ method }) => method === 'chat.postMessage'));
  await augie.kill();
  augie.start();
  const card = await channel.until((message) => /Duration/.test(textOf(message)));
  expect(card.threadTs).toBe(inThread ? list.ts : undefined);
  expect(
    channel.messages.filter(({ user, files }) => user === slack.world.bot.id && files.length === 0),
  ).toEqual([list, card]);
});
