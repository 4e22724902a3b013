/** The gateway and its ways of ending, with the real discord.js client. */
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { login, restOf, start } from './client.ts';
import type { Discord, Json } from './index.ts';

const next = (client: Client, event: string): Promise<unknown[]> =>
  new Promise((resolve) => client.once(event, (...given: unknown[]) => resolve(given)));

async function room(discord: Discord) {
  const guild = discord.guild({ name: 'Class' });
  const channel = guild.channel({ name: 'class' });
  const kim = guild.member({ name: 'Kim' });
  await restOf(discord).put(`/applications/${discord.application.id}/commands`, {
    body: [{ name: 'help', description: 'Help' }],
  });
  return { guild, channel, kim };
}

describe('the gateway', () => {
  it('tells the bot who it is and of its guilds, also of those that come later', async () => {
    const discord = await start();
    const { guild, channel } = await room(discord);
    const client = await login(discord);
    expect(client.user.id).toBe(discord.application.botId);
    expect(client.application.id).toBe(discord.application.id);
    expect(client.guilds.cache.get(guild.id)?.channels.cache.get(channel.id)?.name).toBe('class');
    expect(client.guilds.cache.get(guild.id)?.members.me?.id).toBe(client.user.id);
    const joined = next(client, Events.GuildCreate);
    discord.guild({ name: 'Other' });
    await joined;
    const left = next(client, Events.GuildDelete);
    guild.remove();
    await left;
    expect(client.guilds.cache.map(({ name }) => name)).toEqual(['Other']);
    expect(discord.gateway.counts).toMatchObject({ identifies: 1, resumes: 0 });
  });

  it('replays what came while the connection was broken', async () => {
    const discord = await start();
    const { channel, kim } = await room(discord);
    const client = await login(discord);
    const seen: string[] = [];
    client.on(Events.InteractionCreate, (i) => void seen.push(i.id));
    const resumed = next(client, Events.ShardResume);
    discord.gateway.drop();
    const one = await kim.command(channel, 'help');
    const two = await kim.command(channel, 'help');
    await resumed;
    expect(seen).toEqual([one.interactionId, two.interactionId]);
    expect(discord.gateway.counts).toMatchObject({ identifies: 1, resumes: 1, replayed: 2 });
    const again = next(client, Events.InteractionCreate);
    discord.redeliver(one);
    await again;
    expect(seen).toEqual([one.interactionId, two.interactionId, one.interactionId]);
  });

  it.each<[string, (discord: Discord) => void]>([
    ['op 7', (discord) => discord.gateway.reconnect()],
    ['op 9 that can be resumed', (discord) => discord.gateway.invalidate(true)],
    ['close 4000', (discord) => discord.gateway.close(4000)],
  ])('lets the client resume after %s', async (_, end) => {
    const discord = await start();
    const client = await login(discord);
    const resumed = next(client, Events.ShardResume);
    end(discord);
    await resumed;
    expect(discord.gateway.counts).toMatchObject({ identifies: 1, resumes: 1, replayed: 0 });
  });

  it.each<[string, (discord: Discord) => void]>([
    ['op 9', (discord) => discord.gateway.invalidate(false)],
    ['close 4009', (discord) => discord.gateway.close(4009)],
  ])('has the client start anew after %s', async (_, end) => {
    const discord = await start();
    const { kim, channel } = await room(discord);
    const client = await login(discord);
    end(discord);
    await discord.until(() => discord.gateway.counts.identifies === 2 && discord.gateway.connected === 1);
    const heard = next(client, Events.InteractionCreate);
    await kim.command(channel, 'help');
    await heard;
  });

  it('is left by the client when heartbeats stay without an answer', async () => {
    const discord = await start({ heartbeatInterval: 60 });
    const client = await login(discord);
    await discord.until(() => discord.gateway.counts.heartbeats > 1);
    const resumed = next(client, Events.ShardResume);
    discord.gateway.deaf(true);
    await discord.until(() => discord.gateway.connected === 0);
    discord.gateway.deaf(false);
    await resumed;
    expect(discord.gateway.counts).toMatchObject({ identifies: 1, resumes: 1 });
  });

  it('is come back to when it could not be reached for a while', async () => {
    const discord = await start();
    const client = await login(discord);
    discord.gateway.refuse(true);
    discord.gateway.drop();
    await discord.until(() => discord.gateway.counts.refused > 0);
    discord.gateway.refuse(false);
    // discord.js does not resume after such an error: what came meanwhile is lost.
    const heard = next(client, Events.ShardReady);
    await heard;
    expect(discord.gateway.counts).toMatchObject({ identifies: 2, resumes: 0 });
  });

  it('refuses intents that the application was not given, and tokens that are not its own', async () => {
    const discord = await start();
    const { MessageContent, Guilds } = GatewayIntentBits;
    const greedy = new Client({ intents: [Guilds, MessageContent], rest: { api: discord.apiUrl } });
    await expect(greedy.login(discord.token)).rejects.toThrow('disallowed intents');
    discord.allowedIntents |= MessageContent;
    await login(discord, { intents: [Guilds, MessageContent] });
    const stranger = new Client({ intents: [], rest: { api: discord.apiUrl } });
    await expect(stranger.login('x.y.z')).rejects.toThrow('invalid token');
  });

  it('closes with 4004 when the token is taken away, and REST says 401', async () => {
    const discord = await start();
    const client = await login(discord);
    const gone = next(client, Events.ShardDisconnect);
    discord.revokeToken();
    expect(await gone).toMatchObject([{ code: 4004 }, 0]);
    await expect(client.rest.get('/users/@me')).rejects.toMatchObject({ status: 401 });
  });

  it('ends connections that say what cannot be understood', async () => {
    const discord = await start();
    const closes = async (...frames: Json[]): Promise<number> => {
      const socket = new WebSocket(`${discord.origin.replace('http', 'ws')}/?v=10&encoding=json`);
      const closed = new Promise<number>((resolve) => socket.on('close', resolve));
      await new Promise((resolve) => socket.once('message', resolve));
      for (const frame of frames) socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
      return closed;
    };
    const identify = (intents: number, more: Json = {}) => ({
      op: 2,
      d: { token: discord.token, intents, properties: {}, ...more },
    });
    expect(await closes('no json')).toBe(4002);
    expect(await closes({ op: 1, d: 'x'.repeat(4096) })).toBe(4002);
    expect(await closes({ op: 99, d: null })).toBe(4001);
    expect(await closes({ op: 3, d: null })).toBe(4003);
    expect(await closes(identify(1), identify(1))).toBe(4005);
    expect(await closes(identify(-1))).toBe(4013);
    expect(await closes(identify(1, { shard: [1, 1] }))).toBe(4010);
    expect(await closes(...Array.from({ length: 121 }, () => ({ op: 1, d: null })))).toBe(4008);
  });
});
