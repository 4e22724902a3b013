/** Socket Mode with the real Bolt: envelopes, acknowledgements, what is sent again, modals and their menus. */
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { fakeClock } from '../../time/fake-clock.ts';
import { plain, testApp } from './client.ts';

it('brings a command, and what the acknowledgement says', async () => {
  const heard: string[] = [];
  const { channel, kim, lee } = await testApp((app) =>
    app.command('/say', async ({ ack, command }) => {
      heard.push(command.text);
      await ack({ response_type: 'in_channel' } as never);
    }),
  );
  const { acknowledgedAfter } = await kim.command(channel, '/say', 'a &amp; b');
  expect(heard).toEqual(['a &amp; b']);
  expect(acknowledgedAfter).toBeLessThan(3000);
  expect(lee.sees(channel).map(({ text, user }) => [text, user])).toEqual([['/say a &amp; b', kim.id]]);
});

it('tells the person after three seconds, and sends what nobody acknowledged again', async () => {
  const clock = fakeClock();
  const retries: unknown[] = [];
  const { slack, channel, kim } = await testApp(
    (app) => {
      app.command('/say', async ({ context }) => void retries.push(context.retryNum));
      app.event('app_mention', async ({ context }) => void retries.push(context.retryNum));
    },
    { clock },
  );
  const answer = kim.command(channel, '/say');
  await slack.until(() => slack.sockets.envelopes[0]?.deliveries === 1);
  const refused = expect(answer).rejects.toThrow(/did not answer Kim in time/);
  clock.advance(3000);
  await refused;
  await expect.poll(() => retries).toEqual([undefined, 1]);
});

it('sends what was under way once more where a connection dies', async () => {
  const heard: string[] = [];
  const { slack, channel, kim } = await testApp((app) =>
    app.command('/say', async ({ ack, context }) => {
      heard.push(String(context.retryNum));
      await ack();
    }),
  );
  slack.sockets.deaf(true);
  const answer = kim.command(channel, '/say');
  await expect.poll(() => heard).toEqual(['undefined']);
  slack.sockets.kill();
  slack.sockets.deaf(false);
  // The real client takes five seconds until it is back; the emulator's clock is the system's.
  await expect(answer).rejects.toThrow(/in time/);
  await slack.until(() => slack.sockets.connected > 0);
  expect(slack.sockets.opened).toBe(2);
  await kim.command(channel, '/say');
}, 20_000);

it('asks for another connection, and keeps several apart', async () => {
  const { slack, app, channel, kim } = await testApp((app) => app.command('/say', ({ ack }) => ack()));
  const second = new WebSocket(`${slack.origin.replace('http', 'ws')}/link`);
  await slack.until(() => slack.sockets.connected === 2);
  const got: unknown[] = [];
  second.on('message', (data) => got.push(JSON.parse(String(data))));
  // In turn: one of two goes to the second, which says nothing.
  await Promise.any([kim.command(channel, '/say'), kim.command(channel, '/say')]);
  await expect.poll(() => got).toContainEqual(expect.objectContaining({ type: 'slash_commands' }));
  second.close();
  slack.sockets.refresh();
  await slack.until(() => slack.sockets.connected === 0);
  expect(app).toBeDefined();
});

it('drives a modal: menus of the app, errors beside fields, and steps', async () => {
  const sent: unknown[] = [];
  const field = (id: string, element: object, more: object = {}) => ({
    type: 'input',
    block_id: id,
    label: plain(id),
    element: { action_id: 'value', ...element },
    ...more,
  });
  const view = {
    type: 'modal',
    callback_id: 'form',
    title: plain('Form'),
    submit: plain('Send'),
    blocks: [
      field('name', { type: 'plain_text_input', max_length: 5 }),
      field('policy', { type: 'external_select', min_query_length: 0 }, { optional: true }),
      { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] },
    ],
  };
  const { channel, kim } = await testApp((app) => {
    app.command('/form', async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view } as never);
    });
    app.options('value', ({ ack, payload }) =>
      ack({ options: [{ text: plain(payload.value), value: payload.value }] }),
    );
    app.action('more', async ({ ack, body, client }) => {
      await ack();
      const more = { ...view, blocks: [...view.blocks, { type: 'divider' }] };
      await client.views.update({
        view_id: (body as never as { view: { id: string } }).view.id,
        view: more,
      } as never);
    });
    app.view('form', async ({ ack, view: { state } }) => {
      sent.push(state.values);
      const { value } = state.values.name?.value ?? {};
      await (value === 'bad' ? ack({ response_action: 'errors', errors: { name: '나쁩니다' } }) : ack());
    });
  });
  await kim.command(channel, '/form');
  const opened = await kim.opens();
  await kim.pressIn(opened, 'more');
  await kim.opens(({ view: { blocks } }) => blocks.length === 4);
  await expect(kim.submit(opened)).rejects.toThrow(/name must be filled in/);
  await expect(kim.submit(opened, { name: 'longer' })).rejects.toThrow(/no more than 5/);
  expect((await kim.submit(opened, { name: 'bad', policy: 'flip' })).errors).toEqual({ name: '나쁩니다' });
  expect(kim.view).toBe(opened);
  expect((await kim.submit(opened, { name: 'good', policy: 'flip' })).errors).toBeUndefined();
  expect(kim.view).toBeUndefined();
  expect(sent.at(-1)).toMatchObject({ policy: { value: { selected_option: { value: 'flip' } } } });
});
