/** What an application may answer to an interaction, with the real discord.js. */
import { AttachmentBuilder, type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../time/fake-clock.ts';
import { chat, picture, testApp } from './client.ts';

describe('a command', () => {
  it('brings what the person typed, and is answered where everybody sees it', async () => {
    const { kim, lee, channel } = await testApp(
      chat(async (i) => {
        const file = i.options.getAttachment('picture', true);
        const bytes = Buffer.from(await (await fetch(file.url)).arrayBuffer());
        return i.reply(
          [
            i.locale,
            i.options.getString('text'),
            i.options.getUser('who')?.displayName,
            file.width,
            bytes.equals(picture),
          ].join(' '),
        );
      }),
    );
    const answer = await kim.command(channel, 'say', {
      text: 'hi',
      who: lee,
      picture: { name: 'dot.png', bytes: picture, contentType: 'image/png' },
    });
    const message = await answer.until();
    expect(message.content).toBe('ko hi Lee 1 true');
    expect(channel.messages).toEqual([message]);
    expect(answer.acknowledgedAfter).toBeLessThan(3000);
  });

  it('is refused by the client when it is not registered so', async () => {
    const { kim, channel } = await testApp(async () => undefined);
    await expect(kim.command(channel, 'sing')).rejects.toThrow('no command /sing. Registered: /say');
    await expect(kim.command(channel, 'say', { loud: true })).rejects.toThrow('no option "loud"');
    await expect(kim.command(channel, 'say', { who: 'nobody' })).rejects.toThrow('no such member');
  });

  it('is answered with files, and edited, and followed up', async () => {
    const { kim, channel } = await testApp(
      chat(async (i) => {
        const sent = await i.reply({
          content: 'one',
          files: [new AttachmentBuilder(picture, { name: '한 글.png', description: 'A dot' })],
          withResponse: true,
        });
        await i.editReply({ content: `two ${sent.resource?.message?.id}` });
        await i.followUp({ content: 'three', flags: MessageFlags.Ephemeral });
        const more = await i.followUp('four');
        await i.webhook.editMessage(more.id, {
          content: 'five',
          files: [{ attachment: picture, name: 'x.png' }],
        });
        await i.webhook.editMessage(more.id, { attachments: [] });
      }),
    );
    const answer = await kim.command(channel, 'say');
    const message = await answer.until(({ content }) => content.startsWith('two'));
    expect(message.content).toBe(`two ${message.id}`);
    expect(message.edits.map(({ content }) => content)).toEqual(['one', message.content]);
    expect(message.attachments[0]).toMatchObject({
      filename: '한_글.png',
      description: 'A dot',
      contentType: 'image/png',
      width: 1,
    });
    expect(Buffer.from(message.attachments[0]!.bytes).equals(picture)).toBe(true);
    const last = await answer.followUp(({ edits }) => edits.length === 3);
    expect(last.edits.map(({ attachments }) => attachments.length)).toEqual([0, 1, 0]);
    expect(kim.sees(channel).map(({ content }) => content)).toEqual([message.content, 'three', 'five']);
    expect(channel.messages).toHaveLength(2);
  });

  it('is thinking until the first edit of the answer', async () => {
    let finish = (): void => undefined;
    const told = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { kim, lee, channel } = await testApp(
      chat(async (i) => {
        await i.deferReply({ flags: MessageFlags.Ephemeral });
        await told;
        await i.editReply('done');
      }),
    );
    const answer = await kim.command(channel, 'say');
    await answer.acknowledged;
    expect(answer.message()).toMatchObject({ thinking: true, onlyFor: kim.id });
    finish();
    expect((await answer.until()).content).toBe('done');
    expect(lee.sees(channel)).toEqual([]);
    expect(channel.messages).toEqual([]);
  });

  it('has its first follow-up become the deferred answer, as long as that is there', async () => {
    const { kim, channel, discord } = await testApp(
      chat(async (i) => {
        await i.deferReply();
        await i.followUp('first');
        await i.followUp('second');
        await i.deleteReply();
        await i.editReply('too late');
      }),
    );
    const answer = await kim.command(channel, 'say');
    const second = await answer.followUp();
    expect([answer.interaction.original?.content, second.content]).toEqual(['first', 'second']);
    await discord.until(() => discord.requests.at(-1)?.status === 404);
    expect(discord.requests.at(-1)?.answer).toEqual({ code: 10008, message: 'Unknown Message' });
    expect(channel.messages).toEqual([second]);
    await expect(answer.until()).rejects.toThrow('The answer was deleted. Instead came: second');
  });

  it('is gone after three seconds', async () => {
    const clock = fakeClock();
    let received = (_: ChatInputCommandInteraction): void => undefined;
    const asked = new Promise<ChatInputCommandInteraction>((resolve) => {
      received = resolve;
    });
    const { kim, channel } = await testApp(
      chat(async (i) => received(i)),
      { clock },
    );
    const answer = await kim.command(channel, 'say');
    const i = await asked;
    clock.advance(2999);
    expect(answer.failed).toBeUndefined();
    clock.advance(1);
    expect(answer.failed).toBe('The application did not respond');
    await expect(answer.acknowledged).rejects.toThrow('did not respond');
    await expect(i.reply('late')).rejects.toMatchObject({ code: 10062, status: 404 });
  });

  it('can be answered once', async () => {
    const { kim, channel, trouble } = await testApp(
      chat(async (i) => {
        const twin = await i.client.rest.post(`/interactions/${i.id}/${i.token}/callback`, {
          body: { type: 4, data: { content: 'mine' } },
          auth: false,
        });
        void twin;
        await i.reply('mine as well');
      }),
    );
    const answer = await kim.command(channel, 'say');
    expect((await answer.until()).content).toBe('mine');
    expect(await trouble()).toMatchObject({ code: 40060, status: 400 });
  });

  it('has a webhook for fifteen minutes, and none before the first answer', async () => {
    const clock = fakeClock();
    const { kim, channel, client, discord } = await testApp(
      chat((i) => i.deferReply()),
      { clock },
    );
    const answer = await kim.command(channel, 'say');
    await answer.acknowledged;
    clock.advance(15 * 60_000 - 1);
    expect(answer.failed).toBeUndefined();
    const { token } = answer.interaction;
    const edit = () =>
      client.rest.patch(`/webhooks/${discord.application.id}/${token}/messages/@original`, {
        body: { content: 'x' },
        auth: false,
      });
    clock.advance(1);
    expect(answer.failed).toBe('The application did not respond');
    await expect(edit()).rejects.toMatchObject({ code: 50027, status: 401 });
    client.removeAllListeners();
    const early = await kim.command(channel, 'say');
    await expect(
      client.rest.post(`/webhooks/${discord.application.id}/${early.interaction.token}`, {
        body: { content: 'x' },
      }),
    ).rejects.toMatchObject({ code: 10015 });
  });

  it('is told of its answer when it asks for that', async () => {
    const { kim, channel, client } = await testApp(async () => undefined);
    client.removeAllListeners();
    const answer = await kim.command(channel, 'say');
    const { id, token } = answer.interaction;
    const told = await client.rest.post(`/interactions/${id}/${token}/callback`, {
      body: { type: 5, data: { flags: MessageFlags.Ephemeral } },
      query: new URLSearchParams({ with_response: 'true' }),
      auth: false,
    });
    expect(told).toMatchObject({
      interaction: {
        id,
        type: 2,
        response_message_id: answer.message()?.id,
        response_message_loading: true,
        response_message_ephemeral: true,
      },
    });
    expect(told).not.toHaveProperty('resource');
    expect(answer.message()?.flags).toBe(MessageFlags.Ephemeral | MessageFlags.Loading);
  });

  it('cannot be deferred with more than the ephemeral flag', async () => {
    const { kim, channel, discord, trouble } = await testApp(
      chat((i) => i.deferReply({ flags: MessageFlags.IsComponentsV2 as number as MessageFlags.Ephemeral })),
    );
    await kim.command(channel, 'say');
    expect(await trouble()).toMatchObject({ code: 50035 });
    expect(discord.takeProblems()).toMatchObject([{ detail: [{ path: ['flags'] }] }]);
  });

  it('pings whom the text and allowed_mentions let it', async () => {
    const { kim, lee, channel } = await testApp(
      chat((i) =>
        i.reply({
          content: i.options.getString('text', true),
          allowedMentions: i.options.getUser('who') ? { parse: [] } : { parse: ['users'] },
        }),
      ),
    );
    const text = `@everyone <@${lee.id}>`;
    const loud = await (await kim.command(channel, 'say', { text })).until();
    expect(loud.pings).toEqual({ everyone: false, users: [lee.id], roles: [] });
    const quiet = await (await kim.command(channel, 'say', { text, who: lee })).until();
    expect(quiet.pings).toEqual({ everyone: false, users: [], roles: [] });
  });
});
