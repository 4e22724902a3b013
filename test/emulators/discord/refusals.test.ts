/** What Discord refuses in messages, asked with discord.js's own REST client. */
import type { DiscordAPIError, REST } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../time/fake-clock.ts';
import { picture, restOf, start } from './client.ts';
import { type ChannelHandle, type Discord, type DiscordOptions, type Json, Permission } from './index.ts';

const V2 = 1 << 15;
const text = (content: string): Json => ({ type: 10, content });
const button = (more: Json = {}): Json => ({ type: 2, style: 1, label: 'b', custom_id: 'b', ...more });
const row = (...components: Json[]): Json => ({ type: 1, components });
const file = (name: string, data: Uint8Array = picture) => ({ name, data: Buffer.from(data) });

interface Room {
  readonly discord: Discord;
  readonly channel: ChannelHandle;
  readonly rest: REST;
  post(body: Json, files?: ReturnType<typeof file>[]): Promise<Json>;
  patch(id: string, body: Json, files?: ReturnType<typeof file>[]): Promise<Json>;
  /** The codes of the errors of a body that is refused, by their path. */
  flaws(body: Json, files?: ReturnType<typeof file>[]): Promise<Record<string, string>>;
}

async function room(options?: DiscordOptions): Promise<Room> {
  const discord = await start(options);
  const channel = discord.guild({ name: 'Class' }).channel({ name: 'class' });
  const rest = restOf(discord);
  const post: Room['post'] = (body, files = []) =>
    rest.post(`/channels/${channel.id}/messages`, { body, files });
  return {
    discord,
    channel,
    rest,
    post,
    patch: (id, body, files = []) => rest.patch(`/channels/${channel.id}/messages/${id}`, { body, files }),
    async flaws(body, files) {
      const error: DiscordAPIError = await post(body, files).then(
        () => {
          throw new Error('It was let pass.');
        },
        (refused) => refused,
      );
      expect(error).toMatchObject({ code: 50035, status: 400 });
      const problems = discord.takeProblems();
      expect(problems).toHaveLength(1);
      return Object.fromEntries(problems[0]!.detail.map((one: Json) => [one.path.join('.'), one.code]));
    },
  };
}

describe('a message', () => {
  it('is refused with errors nested as the body is', async () => {
    const { post, discord } = await room();
    const error = await post({ content: 'x', components: [row(button({ label: 'x'.repeat(81) }))] }).catch(
      (e) => e,
    );
    expect(error.rawError).toEqual({
      code: 50035,
      message: 'Invalid Form Body',
      errors: {
        components: {
          0: {
            components: {
              0: {
                label: {
                  _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 80 or fewer in length.' }],
                },
              },
            },
          },
        },
      },
    });
    await expect(discord.stop()).rejects.toThrow('POST /channels/{channel_id}/messages: Invalid Form Body');
    discord.takeProblems();
  });

  it.each<[string, Json, Record<string, string>]>([
    ['a key that there is not', { content: 'x', colour: 1 }, { colour: 'UNKNOWN_KEY' }],
    ['long text', { content: 'x'.repeat(2001) }, { content: 'BASE_TYPE_MAX_LENGTH' }],
    [
      'an id twice',
      { components: [row(button(), button())] },
      { 'components.0.components.1.custom_id': 'COMPONENT_CUSTOM_ID_DUPLICATED' },
    ],
    [
      'a button without an id',
      { components: [row({ type: 2, style: 1, label: 'b' })] },
      { 'components.0.components.0.custom_id': 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED' },
    ],
    [
      'a link with an id',
      { components: [row(button({ style: 5, url: 'https://a.b' }))] },
      { 'components.0.components.0.custom_id': 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE' },
    ],
    [
      'six buttons in a row',
      { components: [row(...[1, 2, 3, 4, 5, 6].map((n) => button({ custom_id: `${n}` })))] },
      { 'components.0.components': 'BASE_TYPE_MAX_LENGTH' },
    ],
    [
      'a select beside a button',
      { components: [row(button(), { type: 3, custom_id: 's', options: [{ label: 'a', value: 'a' }] })] },
      { 'components.0.components': 'COMPONENT_LAYOUT_WIDTH_EXCEEDED' },
    ],
    [
      'text displays without their flag',
      { components: [text('x')] },
      { 'components.0.type': 'UNION_TYPE_CHOICES' },
    ],
    [
      'content with the flag',
      { flags: V2, content: 'x', components: [text('x')] },
      { content: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2' },
    ],
    [
      'more text than fits',
      { flags: V2, components: [text('x'.repeat(2001)), text('x'.repeat(2000))] },
      { components: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED' },
    ],
    [
      '41 components',
      { flags: V2, components: [{ type: 17, components: Array.from({ length: 40 }, () => text('x')) }] },
      { components: 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED' },
    ],
    [
      'a picture that is not there',
      { flags: V2, components: [{ type: 12, items: [{ media: { url: 'attachment://a.png' } }] }] },
      { 'components.0.items.0.media.url': 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND' },
    ],
    [
      'embeds too large together',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      { embeds: 'MAX_EMBED_SIZE_EXCEEDED' },
    ],
    ['the ephemeral flag', { content: 'x', flags: 64 }, { flags: 'MESSAGE_FLAGS_NOT_ALLOWED' }],
    [
      'a component of a kind that cannot be there',
      { components: [{ type: 44 }] },
      { 'components.0.type': 'UNION_TYPE_CHOICES' },
    ],
  ])('is refused for %s', async (_, body, codes) => {
    const { flaws } = await room();
    expect(await flaws(body)).toEqual(codes);
  });

  it('is refused when it says nothing, or when a file is too large', async () => {
    const { post, discord } = await room();
    await expect(post({ content: ' ' })).rejects.toMatchObject({ code: 50006 });
    expect(discord.takeProblems()).toHaveLength(1);
    const large = file('large.png', new Uint8Array(10 * 1024 * 1024 + 1));
    await expect(post({ content: 'x' }, [large])).rejects.toMatchObject({ code: 40005, status: 413 });
  });

  it('shows every file that it has, when it is made of the new components', async () => {
    const { flaws, post, channel } = await room();
    const gallery = { type: 12, items: [{ media: { url: 'attachment://a.png' }, description: 'A' }] };
    const body = { flags: V2, components: [gallery], attachments: [{ id: '0', description: 'alt' }] };
    expect(await flaws({ flags: V2, components: [text('x')] }, [file('a.png')])).toEqual({
      attachments: 'MESSAGE_ATTACHMENT_NOT_REFERENCED',
    });
    const sent = await post(body, [file('a.png')]);
    expect(sent.components[0].items[0].media).toMatchObject({
      url: sent.attachments[0].url,
      width: 1,
      content_type: 'image/png',
    });
    expect(channel.messages[0]).toMatchObject({ attachments: [{ description: 'alt', filename: 'a.png' }] });
    expect(Buffer.from(await (await fetch(sent.attachments[0].url)).arrayBuffer()).equals(picture)).toBe(
      true,
    );
  });

  it('keeps the flag of the new components, and the files that an edit lists', async () => {
    const { post, patch, discord, channel } = await room();
    const sent = await post({ flags: V2, components: [text('x')] });
    await expect(patch(sent.id, { flags: 0, content: 'x' })).rejects.toMatchObject({ code: 50035 });
    expect(discord.takeProblems()).toMatchObject([{ detail: [{ path: ['flags'] }] }]);
    const two = await post({}, [file('a.png'), file('b.png')]);
    await patch(two.id, { attachments: [{ id: two.attachments[1].id }, { id: '0' }] }, [file('c.png')]);
    expect(channel.messages[1]?.attachments.map(({ filename }) => filename)).toEqual(['b.png', 'c.png']);
  });

  it('is not sent twice with the same nonce', async () => {
    const clock = fakeClock();
    const { post, channel } = await room({ clock });
    const first = await post({ content: 'a', nonce: '1', enforce_nonce: true });
    expect((await post({ content: 'b', nonce: '1', enforce_nonce: true })).id).toBe(first.id);
    await post({ content: 'c', nonce: '1' });
    clock.advance(10 * 60_000);
    await post({ content: 'd', nonce: '1', enforce_nonce: true });
    expect(channel.messages.map(({ content }) => content)).toEqual(['a', 'c', 'd']);
  });

  it('needs the permissions for it', async () => {
    const { post, channel, rest, patch } = await room();
    channel.deny(Permission.SendMessages);
    await expect(post({ content: 'x' })).rejects.toMatchObject({ code: 50013, status: 403 });
    channel.deny(Permission.AttachFiles);
    await expect(post({ content: 'x' }, [file('a.png')])).rejects.toMatchObject({ code: 50013 });
    const sent = await post({ content: 'x' });
    channel.deny(Permission.ViewChannel);
    await expect(patch(sent.id, { content: 'y' })).rejects.toMatchObject({ code: 50001 });
    channel.remove();
    await expect(rest.get(`/channels/${channel.id}`)).rejects.toMatchObject({ code: 10003 });
  });

  it('can be gone, or too old to be edited', async () => {
    const clock = fakeClock();
    const { post, patch, discord, rest, channel } = await room({ clock });
    const sent = await post({ content: 'x' });
    discord.refusesOldEdits = true;
    clock.advance(3_600_000);
    await patch(sent.id, { content: 'y' });
    clock.advance(1);
    // The real one says so with status 429, upon which discord.js would wait and try again.
    const refused = await fetch(`${discord.apiUrl}/v10/channels/${channel.id}/messages/${sent.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'z' }),
    });
    expect(await refused.json()).toMatchObject({ code: 30046 });
    await rest.delete(`/channels/${channel.id}/messages/${sent.id}`);
    await expect(patch(sent.id, { content: 'y' })).rejects.toMatchObject({ code: 10008 });
    expect(channel.messages).toEqual([]);
  });

  it('is not taken on a route that there is not', async () => {
    const { rest, discord } = await room();
    await expect(rest.get('/guilds/1/nonsense')).rejects.toMatchObject({ status: 404 });
    expect(discord.takeProblems()).toMatchObject([{ what: 'no route that the emulator knows' }]);
  });
});
