/** What goes wrong on Slack's side: nothing is lost, nothing is done twice, and people are told in a sentence. */
import { expect, it } from 'vitest';
import { translate } from '../../../src/i18n/i18n.ts';
import { textOf } from '../../emulators/slack/read.ts';
import { swiftClock } from '../../time/fake-clock.ts';
import { buttonOn, newest, openWorkspace, TINY, type Workspace } from './workspace.ts';

it.for<[string, (workspace: Workspace) => unknown, RegExp, (workspace: Workspace) => unknown]>([
  [
    'with a bot token that Slack does not know',
    ({ slack }) => {
      slack.world.refusal = 'invalid_auth';
    },
    /does not accept SLACK_BOT_TOKEN/,
    ({ slack }) => {
      slack.world.refusal = undefined;
    },
  ],
  [
    'with an app token that Slack does not know',
    ({ slack }) => {
      slack.world.appToken = 'xapp-another';
    },
    /does not accept SLACK_APP_TOKEN/,
    ({ slack }) => {
      slack.world.appToken = slack.appToken;
    },
  ],
  [
    'where the app was removed',
    ({ slack }) => {
      slack.world.refusal = 'account_inactive';
    },
    /was removed from the Slack workspace/,
    ({ slack }) => {
      slack.world.refusal = undefined;
    },
  ],
  [
    'without a scope',
    ({ slack }) => {
      slack.world.scopes = slack.world.scopes.filter((scope) => scope !== 'files:write');
    },
    /lacks files:write/,
    ({ slack }) => {
      slack.world.scopes = [...slack.world.scopes, 'files:write'];
    },
  ],
  [
    'in a whole organisation',
    ({ slack }) => {
      slack.world.isEnterpriseInstall = true;
    },
    /whole organisation/,
    ({ slack }) => {
      slack.world.isEnterpriseInstall = false;
    },
  ],
  [
    'without network',
    ({ slack }) => slack.faults.offline(true),
    /cannot be reached \(ECONNREFUSED\)/,
    ({ slack }) => slack.faults.offline(false),
  ],
])(
  'starts %s: says so once, tries without haste, and is there when it is mended',
  async ([, spoil, sentence, mend]) => {
    const clock = swiftClock();
    const workspace = await openWorkspace({ emulator: { clock } });
    const { slack, said, channel, german } = workspace;
    await workspace.leave();
    await spoil(workspace);
    const [asked, lines] = [slack.requests.length, said.length];
    await workspace.comeBack({ ready: false });
    await expect.poll(() => said.slice(lines).join('\n')).toMatch(sentence);
    for (let minute = 0; minute < 10; minute++) {
      clock.advance(60_000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(said.slice(lines)).toEqual([expect.stringMatching(sentence)]);
    expect(slack.requests.length - asked).toBeLessThan(60);
    await mend(workspace);
    const pushing = setInterval(() => clock.advance(1000), 20);
    await slack.ready();
    clearInterval(pushing);
    await german.command(channel, '/help');
    expect(textOf(await newest(workspace, german))).toMatch(/Was Augie kann/);
    expect(said.slice(lines + 1)).toEqual([
      'Augie is on Slack again.',
      expect.stringMatching(/is on Slack as/),
    ]);
  },
);

it.for([
  ['is asked to connect again', ({ slack }: Workspace) => slack.sockets.refresh()],
  ['loses its connection', ({ slack }: Workspace) => slack.sockets.kill()],
] as const)('%s in the middle of an experiment, which ends in its one card', async ([, happen]) => {
  const clock = swiftClock();
  const workspace = await openWorkspace({ emulator: { clock } });
  const { slack, channel, teacher, said } = workspace;
  const lines = said.length;
  await teacher.command(channel, '/experiment', `run ${TINY} policy:invert`);
  const card = await newest(workspace, teacher);
  happen(workspace);
  const pushing = setInterval(() => clock.advance(500), 20);
  await slack.until(() => slack.sockets.opened === 2 && slack.sockets.connected > 0);
  clearInterval(pushing);
  await slack.until(() => /Duration/.test(textOf(card)));
  await teacher.command(channel, '/help');
  await newest(workspace, teacher, ({ onlyFor }) => onlyFor === teacher.id);
  expect(channel.messages.filter(({ user }) => user === slack.world.bot.id)).toEqual([card]);
  expect(said.slice(lines).filter((line) => !/is on Slack as/.test(line))).toEqual([]);
});

it('does once what is delivered again, and acknowledges it every time', async () => {
  const workspace = await openWorkspace();
  const { slack, channel, teacher } = workspace;
  const { envelope } = await teacher.command(channel, '/experiment', 'list');
  const list = await newest(workspace, teacher);
  for (let again = 0; again < 3; again++) slack.sockets.redeliver(envelope);
  await teacher.command(channel, '/help');
  await newest(workspace, teacher, ({ onlyFor }) => onlyFor === teacher.id);
  expect(envelope.deliveries).toBe(4);
  expect(channel.messages.filter(({ user }) => user === slack.world.bot.id)).toEqual([list]);
});

it('waits where it is slowed down, holds up nobody else, and draws the last state', async () => {
  const clock = swiftClock();
  const workspace = await openWorkspace({ emulator: { clock } });
  const { slack, channel, teacher, korean } = workspace;
  slack.faults.next('chat.update', { retryAfter: 5, times: 3 });
  await teacher.command(channel, '/experiment', `run ${TINY} policy:invert`);
  const card = await newest(workspace, teacher);
  await slack.until(() =>
    slack.requests.some(({ method, status }) => method === 'chat.update' && status === 429),
  );
  await korean.command(channel, '/help');
  await newest(workspace, korean, ({ onlyFor }) => onlyFor === korean.id);
  const pushing = setInterval(() => clock.advance(500), 20);
  await slack.until(() => /Duration/.test(textOf(card)));
  clearInterval(pushing);
  const edits = slack.requests.filter(({ method }) => method === 'chat.update').map(({ at }) => at);
  // The last state does not wait.
  const gaps = edits.slice(1, -1).map((at, i) => at - (edits[i] as number));
  for (const gap of gaps) expect(gap).toBeGreaterThan(2900);
});

it('goes on after five minutes without network', async () => {
  const clock = swiftClock();
  const workspace = await openWorkspace({ emulator: { clock } });
  const { slack, channel, teacher, said } = workspace;
  await teacher.command(channel, '/experiment', 'run fraction:0.02 batch:4 epochs:20 seeds:1 policy:invert');
  const card = await newest(workspace, teacher);
  await slack.faults.offline(true);
  for (let n = 0; n < 30; n++) {
    clock.advance(10_000);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(said.join('\n')).toMatch(/cannot be reached|broke off/);
  await slack.faults.offline(false);
  const pushing = setInterval(() => clock.advance(500), 20);
  await slack.until(() => /Duration/.test(textOf(card)));
  await slack.ready();
  clearInterval(pushing);
  await teacher.command(channel, '/experiment', 'list');
  await expect.poll(() => said.join('\n')).toMatch(/Augie is on Slack again/);
});

it.for([
  ['where it is not in the channel', 'slack.notInChannel', ({ channel }: Workspace) => channel.invite(false)],
  ['where the channel is archived', 'slack.archived', ({ channel }: Workspace) => channel.archive()],
] as const)('says in the language of who asked %s', async ([, key, spoil]) => {
  const workspace = await openWorkspace();
  const { channel, korean } = workspace;
  spoil(workspace);
  await korean.command(channel, '/experiment', 'list');
  const answer = await newest(workspace, korean);
  expect([answer.onlyFor, textOf(answer)]).toEqual([
    korean.id,
    expect.stringContaining(translate('ko')(key)),
  ]);
});

it('waits for images that are not ready at once', async () => {
  const clock = swiftClock();
  const workspace = await openWorkspace({ emulator: { clock } });
  const { slack, channel, german } = workspace;
  slack.world.fileDelayMs = 1500;
  await german.command(channel, '/augment', 'preview policy:flip count:1');
  const card = await newest(workspace, german);
  expect(card.blocks.map(({ type }) => type)).toContain('image');
});

it('lets buttons of messages work after a restart, and sends files of private answers directly', async () => {
  const workspace = await openWorkspace();
  const { slack, channel, german } = workspace;
  await german.command(channel, '/settings', 'privacy');
  const { message, id } = await buttonOn(workspace, german, 'settings.privacy.export:');
  await workspace.leave();
  await workspace.comeBack();
  await german.press(message, id);
  const files = await slack.until(() => german.direct().find((one) => one.files.length > 0));
  expect(files.files.map(({ name }) => name)).toEqual(['kept-of-me.json']);
  expect(
    textOf(await newest(workspace, german, ({ blocks, files }) => blocks.length + files.length === 0)),
  ).toContain(translate('de')('slack.inDirect'));
});
