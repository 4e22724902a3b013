/** Rate limits, server errors and a dead network, with discord.js's own REST client. */
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../time/fake-clock.ts';
import { restOf, start } from './client.ts';

async function room(options: Parameters<typeof start>[0] = {}) {
  const discord = await start(options);
  const channel = discord.guild({ name: 'Class' }).channel({ name: 'class' });
  const rest = restOf(discord);
  const post = (content: string): Promise<unknown> =>
    rest.post(`/channels/${channel.id}/messages`, { body: { content } });
  return { discord, channel, rest, post };
}

const MESSAGES = 'POST /channels/{channel_id}/messages';

describe('faults', () => {
  it('limit a bucket, which discord.js keeps to', async () => {
    const { discord, post, channel } = await room();
    discord.faults.rateLimit(MESSAGES, { limit: 2, perSeconds: 0.3 });
    await Promise.all(['a', 'b', 'c'].map(post));
    const [first, , third] = discord.requests;
    expect(third!.at - first!.at).toBeGreaterThanOrEqual(295);
    expect(discord.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(channel.messages).toHaveLength(3);
  });

  it('say 429 as Discord does, to one that does not keep to it', async () => {
    const clock = fakeClock();
    const { discord, channel } = await room({ clock });
    discord.faults.rateLimit('POST /channels/*/messages', { limit: 1, perSeconds: 2.5 });
    const send = () =>
      fetch(`${discord.apiUrl}/v10/channels/${channel.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ content: 'x' }),
      });
    const passed = await send();
    expect(Object.fromEntries(passed.headers)).toMatchObject({
      'x-ratelimit-limit': '1',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': '2.500',
    });
    clock.advance(1000);
    const refused = await send();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({
      message: 'You are being rate limited.',
      retry_after: 1.5,
      global: false,
    });
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user');
    clock.advance(1500);
    expect((await send()).status).toBe(200);
    discord.faults.globalLimit({ limit: 0, perSeconds: 1 });
    const all = await send();
    expect(await all.json()).toMatchObject({ global: true });
    expect(all.headers.get('x-ratelimit-global')).toBe('true');
  });

  it('are tried again by discord.js, three times', async () => {
    const { discord, post, channel } = await room();
    discord.faults.next(MESSAGES, { status: 503, times: 3 });
    await post('at last');
    discord.faults.next(MESSAGES, { status: 500, times: 4 });
    await expect(post('never')).rejects.toMatchObject({ status: 500 });
    discord.faults.next(MESSAGES, { status: 429, headers: { 'retry-after': '0' } });
    await post('after a 429');
    expect(discord.requests.map(({ status }) => status)).toEqual([
      503, 503, 503, 200, 500, 500, 500, 500, 429, 200,
    ]);
    expect(channel.messages.map(({ content }) => content)).toEqual(['at last', 'after a 429']);
  });

  it('can come after the thing was done', async () => {
    const { discord, post, channel } = await room();
    discord.faults.next(MESSAGES, { status: 502, afterDoing: true });
    await post('twice');
    discord.faults.next(MESSAGES, { status: 'drop', afterDoing: true });
    await expect(post('once')).rejects.toThrow('other side closed');
    expect(channel.messages.map(({ content }) => content)).toEqual(['twice', 'twice', 'once']);
  });

  it('can come late, by the clock', async () => {
    const clock = fakeClock();
    const { discord, post } = await room({ clock });
    discord.faults.next(MESSAGES, { status: 500, times: 1, delayMs: 5000 });
    const sent = post('x');
    await discord.until(() => discord.requests.length === 1);
    let done = false;
    void sent.then(() => (done = true));
    await restOf(discord).get('/users/@me');
    expect(done).toBe(false);
    clock.advance(5000);
    await sent;
  });

  it('take the network away and bring it back', async () => {
    const { discord, post } = await room();
    await discord.faults.offline(true);
    await expect(post('x')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await discord.faults.offline(false);
    await post('x');
    expect(discord.requests).toHaveLength(1);
  });
});
