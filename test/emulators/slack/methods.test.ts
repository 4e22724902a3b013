/** Methods answer what Slack answers, and refuse what it refuses. */
import { expect, it } from 'vitest';
import { fakeClock } from '../../time/fake-clock.ts';
import { clientOf, picture, plain, refusalOf, testApp, testSlack } from './client.ts';

const quiet = { unfurl_links: false, unfurl_media: false };

it.each([
  ['no token', undefined, 'not_authed'],
  ['a wrong one', 'xoxb-1', 'invalid_auth'],
  ['one of another kind', 'abc', 'not_allowed_token_type'],
])('refuses %s', async (_, token, error) => {
  const slack = await testSlack();
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${slack.apiUrl}/auth.test`, { method: 'POST', headers });
  expect(await answer.json()).toEqual({ ok: false, error });
});

it('refuses what no scope allows, and tells which one is missing', async () => {
  const slack = await testSlack();
  const channel = slack.channel({ name: 'class' });
  slack.world.scopes = ['commands'];
  expect(
    await refusalOf(clientOf(slack).chat.postMessage({ channel: channel.id, text: 'x', ...quiet })),
  ).toBe('missing_scope');
  const { response_metadata } = await clientOf(slack).auth.test();
  expect(response_metadata?.scopes).toEqual(['commands']);
});

it('refuses a message where the app is not, or nobody may write', async () => {
  const slack = await testSlack();
  const [open, secret] = [
    slack.channel({ name: 'open' }),
    slack.channel({ name: 'secret', isPrivate: true }),
  ];
  const post = (channel: string) =>
    refusalOf(clientOf(slack).chat.postMessage({ channel, text: 'x', ...quiet }));
  open.invite(false);
  secret.invite(false);
  expect([await post(open.id), await post(secret.id), await post('C1')]).toEqual([
    'not_in_channel',
    'channel_not_found',
    'channel_not_found',
  ]);
  open.invite(true);
  open.archive();
  expect(await post(open.id)).toBe('is_archived');
});

it('names the place of what is wrong in a message, and takes it as a fault of the app', async () => {
  const slack = await testSlack();
  const { id } = slack.channel({ name: 'class' });
  const client = clientOf(slack);
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '' } }];
  expect(
    await refusalOf(client.chat.postMessage({ channel: id, text: 'x', blocks, ...quiet } as never)),
  ).toBe('invalid_blocks [ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]');
  expect(
    await refusalOf(
      client.chat.postMessage({ channel: id, text: '', blocks: [{ type: 'divider' }], ...quiet }),
    ),
  ).toMatch(/text must always be set/);
  expect(await refusalOf(client.chat.postMessage({ channel: id, text: 'x' }))).toMatch('invalid_arguments');
  expect(await refusalOf(client.apiCall('chat.nothing'))).toBe('unknown_method');
  expect(slack.takeProblems()).toHaveLength(4);
});

it('keeps every version of a message, and lets nobody edit what is not theirs', async () => {
  const { channel, client, kim } = await testApp((app) => app.event('app_mention', async () => {}));
  const { ts = '' } = await client.chat.postMessage({ channel: channel.id, text: 'one', ...quiet });
  await client.chat.update({ channel: channel.id, ts, text: 'two' });
  expect(channel.messages[0]?.edits.map(({ text }) => text)).toEqual(['one', 'two']);
  await client.chat.delete({ channel: channel.id, ts });
  expect(channel.messages).toEqual([]);
  expect(await refusalOf(client.chat.update({ channel: channel.id, ts, text: 'three' }))).toBe(
    'message_not_found',
  );
  await kim.mention(channel, 'hello');
});

it('tells whom a message rings for, and for nobody what is escaped', async () => {
  const slack = await testSlack();
  const channel = slack.channel({ name: 'class' });
  const say = (text: string) => clientOf(slack).chat.postMessage({ channel: channel.id, text, ...quiet });
  await say('<!here> <@U1|kim>');
  await say('&lt;!here&gt; @here');
  expect(channel.messages.map(({ pings }) => pings)).toEqual([['here', 'U1'], []]);
});

it('shows a file in a message once it is ready, and to one person only where it is known', async () => {
  const clock = fakeClock();
  const slack = await testSlack({ clock });
  slack.world.fileDelayMs = 1000;
  const [channel, kim] = [slack.channel({ name: 'class' }), slack.person({ name: 'Kim' })];
  const client = clientOf(slack);
  const upload = await client.filesUploadV2({ file: picture, filename: 'a.png', alt_text: 'A dot' });
  const file = (upload as never as { files: { files: { id: string }[] }[] }).files[0]?.files[0];
  const id = file?.id ?? '';
  expect(file).not.toHaveProperty('mimetype');
  const blocks = [{ type: 'image' as const, alt_text: 'A dot', slack_file: { id } }];
  const post = () => refusalOf(client.chat.postMessage({ channel: channel.id, text: 'x', blocks, ...quiet }));
  const ephemeral = () =>
    refusalOf(client.chat.postEphemeral({ channel: channel.id, user: kim.id, text: 'x', blocks }));
  expect((await client.files.info({ file: id })).file?.mimetype).toBe('');
  expect(await post()).toBe('invalid_blocks [ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]');
  clock.advance(1000);
  expect((await client.files.info({ file: id })).file?.mimetype).toBe('image/png');
  expect([await ephemeral(), await post(), await ephemeral()]).toEqual([
    expect.stringMatching('invalid slack file'),
    'nothing',
    'nothing',
  ]);
});

it('gives files to those who have the token', async () => {
  const slack = await testSlack();
  const kim = slack.person({ name: 'Kim' });
  const file = kim.upload('a.png', picture);
  const { file: known } = await clientOf(slack).files.info({ file: file.id });
  const url = known?.url_private_download ?? '';
  const headers = { authorization: `Bearer ${slack.token}` };
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(302);
  expect(Buffer.from(await (await fetch(url, { headers })).arrayBuffer()).equals(picture)).toBe(true);
});

it('slows down what comes too often, each tier by itself', async () => {
  const clock = fakeClock();
  const slack = await testSlack({ clock, realLimits: true });
  const channel = slack.channel({ name: 'class' });
  const client = clientOf(slack);
  const post = () => client.chat.postMessage({ channel: channel.id, text: 'x', ...quiet });
  const { ts = '' } = await post();
  const update = () => refusalOf(client.chat.update({ channel: channel.id, ts, text: 'y' }));
  for (let n = 0; n < 50; n++) expect(await update()).toBe('nothing');
  expect(await update()).toMatch(/retry this request in 60 seconds/);
  for (let n = 0; n < 4; n++) await post();
  expect(await refusalOf(post())).toMatch(/in 5 seconds/);
  const other = slack.channel({ name: 'other' });
  await client.chat.postMessage({ channel: other.id, text: 'x', ...quiet });
  clock.advance(60_000);
  expect(await update()).toBe('nothing');
  expect(await refusalOf(clientOf(slack, slack.appToken).apps.connections.open({}))).toBe('nothing');
  expect(await refusalOf(clientOf(slack, slack.appToken).apps.connections.open({}))).toMatch(/60 seconds/);
});

it('answers by an address five times, for half an hour', async () => {
  const clock = fakeClock();
  const { channel, kim, lee } = await testApp((app) => app.command(/.*/, ({ ack }) => ack()), { clock });
  const { envelope } = await kim.command(channel, '/help');
  const say = async (body: object) =>
    (
      await fetch(envelope.payload.response_url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).status;
  expect(await say({ text: 'for you' })).toBe(200);
  expect(await say({ text: 'for all', response_type: 'in_channel' })).toBe(200);
  expect(kim.sees(channel).map(({ text }) => text)).toEqual(['for you', 'for all']);
  expect(lee.sees(channel).map(({ text }) => text)).toEqual(['for all']);
  for (let n = 0; n < 3; n++) expect(await say({ text: 'more' })).toBe(200);
  expect(await say({ text: 'too often' })).toBe(404);
  const { envelope: second } = await kim.command(channel, '/help');
  clock.advance(30 * 60_000 + 1);
  const late = await fetch(second.payload.response_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"text":"late"}',
  });
  expect(await late.text()).toBe('expired_url');
});

it('opens a modal once, within three seconds', async () => {
  const clock = fakeClock();
  const { slack, channel, kim, client } = await testApp((app) => app.command(/.*/, ({ ack }) => ack()), {
    clock,
  });
  const view = {
    type: 'modal' as const,
    title: plain('Title'),
    blocks: [{ type: 'divider' as const }],
  };
  const open = (trigger_id: string) => refusalOf(client.views.open({ trigger_id, view }));
  const trigger = async () => (await kim.command(channel, '/x')).envelope.payload.trigger_id;
  const [first, second] = [await trigger(), await trigger()];
  expect([await open(first), await open(first), await open('1.2.3')]).toEqual([
    'nothing',
    'exchanged_trigger_id',
    'invalid_trigger_id',
  ]);
  clock.advance(3001);
  expect(await open(second)).toBe('expired_trigger_id');
  const { id = '', hash = '' } = { ...kim.view };
  expect(await refusalOf(client.views.update({ view_id: id, hash: 'old', view }))).toBe('hash_conflict');
  expect(await refusalOf(client.views.update({ view_id: id, hash, view }))).toBe('nothing');
  expect(await refusalOf(client.views.update({ view_id: 'V1', view }))).toBe('not_found');
  expect(await refusalOf(client.views.push({ trigger_id: await trigger(), view }))).toBe(
    'invalid_trigger_id',
  );
  expect(slack.takeProblems().map(({ what }) => what)).toEqual([
    'exchanged_trigger_id',
    'invalid_trigger_id',
    'invalid_trigger_id',
  ]);
});
