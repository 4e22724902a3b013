/** What goes wrong between Augie and Discord, and what people see of it: nothing lost, nothing twice. */
import { expect, it } from 'vitest';
import type { Message } from '../../emulators/discord/index.ts';
import { type FakeClock, swiftClock } from '../../time/fake-clock.ts';
import { type DiscordServer, openServer, TINY, trainedFolder } from './server.ts';

const trained = trainedFolder();
/** A second, with epochs on the way. */
const SMALL = { fraction: 0.02, batch: 4, epochs: 12, seeds: 1 };

const open = (options: Parameters<typeof openServer>[0] = {}) => openServer({ from: trained, ...options });
const isDone = ({ text }: Message) => /Duration/.test(text);

/** Lets time run fast until something is there. */
async function fast<T>(clock: FakeClock, wanted: Promise<T>): Promise<T> {
  const pushing = setInterval(() => clock.advance(1000), 50);
  return wanted.finally(() => clearInterval(pushing));
}

/** Asks for an experiment, and resolves in the middle of it: its card has changed on the way. */
async function begin({ channel, teacher }: DiscordServer, clock: FakeClock) {
  const answer = await teacher.command(channel, 'experiment run', SMALL);
  const shown = answer.until(({ edits }) => edits.length > 1);
  expect(isDone(await fast(clock, shown))).toBe(false);
  return answer;
}

it('goes on where a connection broke in the middle of an experiment, and hears what was said meanwhile', async () => {
  const clock = swiftClock();
  const server = await open({ emulator: { clock } });
  const { channel, teacher, discord } = server;
  const answer = await begin(server, clock);
  discord.gateway.drop();
  const help = await teacher.command(channel, 'help');
  expect((await help.until()).text).toMatch(/What Augie can do/);
  expect(discord.gateway.counts).toMatchObject({ identifies: 1, resumes: 1 });
  const message = await answer.until(isDone);
  expect(channel.messages).toEqual([message]);
});

it('shows the result after five minutes without network', async () => {
  const clock = swiftClock();
  const server = await open({ emulator: { clock } });
  const { channel, discord, testApp, said } = server;
  const answer = await begin(server, clock);
  await discord.faults.offline(true);
  await testApp.app.jobs.settled(0);
  for (let second = 0; second < 300; second++) {
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await discord.faults.offline(false);
  const message = await fast(clock, answer.until(isDone));
  expect(channel.messages).toEqual([message]);
  expect(said.filter((line) => /connection to Discord was lost/.test(line))).toHaveLength(1);
});

it('keeps to the limits that Discord sets, and still shows the end', async () => {
  const clock = swiftClock();
  const { channel, teacher, discord } = await open({ emulator: { clock } });
  discord.faults.rateLimit(/^PATCH /, { limit: 1, perSeconds: 1 });
  const answer = await teacher.command(channel, 'experiment run', { ...SMALL, epochs: 4 });
  const message = await fast(clock, answer.until(isDone));
  expect(channel.messages).toEqual([message]);
  const refused = discord.requests.filter(({ status }) => status === 429);
  expect(refused.length).toBeLessThan(5);
});

it('posts a card once, though Discord says that it failed', async () => {
  const { channel, teacher, discord } = await open();
  const answer = await teacher.command(channel, 'experiment run', TINY);
  discord.faults.next(/^PATCH /, { status: 502, times: 2, afterDoing: true });
  const message = await answer.until(isDone);
  expect(channel.messages).toEqual([message]);
});

it('posts a card once where its place is gone, though Discord says that it failed', async () => {
  const { channel, teacher, discord } = await open();
  discord.faults.next(/^PATCH .*@original/, {
    status: 404,
    body: { code: 10015, message: 'Unknown Webhook' },
  });
  discord.faults.next(/^POST .*\/messages/, { status: 500, times: 2, afterDoing: true });
  await teacher.command(channel, 'experiment run', TINY);
  const message = await channel.until((one) => one.interactionId === undefined && isDone(one));
  expect(channel.messages.filter(isDone)).toEqual([message]);
});

it('shows the end of a run that outlives the interaction', async () => {
  const clock = swiftClock();
  const server = await open({ emulator: { clock } });
  const { channel } = server;
  await begin(server, clock);
  clock.advance(16 * 60_000);
  expect(channel.messages).toEqual([await channel.until(isDone)]);
});

it('does nothing twice for an interaction that comes twice', async () => {
  const { channel, teacher, discord } = await open();
  const answer = await teacher.command(channel, 'experiment run', TINY);
  discord.redeliver(answer);
  await answer.until(isDone);
  expect(channel.messages).toHaveLength(1);
  const list = await (await teacher.command(channel, 'experiment list')).until();
  expect(list.text.match(/10% of Fashion-MNIST/g)).toHaveLength(1);
});

it('does nothing where somebody else has answered, or where it came too late', async () => {
  const { channel, teacher, discord, logged } = await open();
  for (const code of [40060, 10062]) {
    discord.faults.next(/callback/, { status: code === 10062 ? 404 : 400, body: { code, message: 'no' } });
    await teacher.command(channel, 'experiment run', TINY);
    await discord.until(() => discord.requests.at(-1)?.answer?.code === code);
  }
  await discord.until(() => logged.filter(({ message }) => /acknowledged/.test(message)).length === 2);
  expect(discord.requests.filter(({ route }) => /callback/.test(route))).toHaveLength(2);
  const list = await teacher.command(channel, 'experiment list');
  expect((await list.until()).text).not.toMatch(/#1/);
});

it('takes an acknowledgement that arrived for its own, though its answer was lost', async () => {
  const { channel, teacher, discord } = await open();
  discord.faults.next(/callback/, { status: 'drop', afterDoing: true });
  const help = await teacher.command(channel, 'help');
  expect((await help.until()).text).toMatch(/What Augie can do/);
});

it('says so once when its token is taken away, and leaves Discord in peace', async () => {
  const clock = swiftClock();
  const server = await open({ emulator: { clock } });
  const { discord, said, testApp } = server;
  await begin(server, clock);
  discord.revokeToken();
  await discord.until(() => said.some((line) => /does not accept the token/.test(line)) || undefined);
  const before = discord.requests.length;
  for (let minute = 0; minute < 10; minute++) {
    clock.advance(60_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(said.filter((line) => /does not accept the token/.test(line))).toHaveLength(1);
  expect(discord.requests.length - before).toBeLessThan(80);
  expect((await testApp.say('/help')).text()).toMatch(/preview/);
});

it('goes on after events that nobody can read', async () => {
  const { guild, channel, teacher, discord, logged } = await open();
  discord.world.dispatch('GUILD_ROLE_CREATE', { guild_id: guild.id, role: null });
  discord.world.dispatch('CHANNEL_UPDATE', null);
  discord.world.dispatch('INTERACTION_CREATE', null);
  const help = await teacher.command(channel, 'help');
  expect((await help.until()).text).toMatch(/What Augie can do/);
  const faults = logged.filter(({ message }) => message === 'an event of Discord could not be handled');
  expect(faults.length).toBeGreaterThanOrEqual(3);
});
