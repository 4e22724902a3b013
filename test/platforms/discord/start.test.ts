/** What keeps Augie from Discord, at its start and later: said in one line, tried again without haste, and over by itself. */
import { expect, it } from 'vitest';
import { swiftClock } from '../../time/fake-clock.ts';
import { type DiscordServer, openServer } from './server.ts';

it.for<
  [string, (server: DiscordServer) => unknown, RegExp, (server: DiscordServer, token: string) => unknown]
>([
  [
    'with a token that Discord does not know',
    ({ discord }) => discord.revokeToken(),
    /does not accept the token/,
    ({ discord }, token) => {
      discord.world.token = token;
    },
  ],
  [
    'where Discord refuses what it asks to hear',
    ({ discord }) => {
      discord.allowedIntents = 0;
    },
    /rejected the events that Augie asks for \(code 4014\)/,
    ({ discord }) => {
      discord.allowedIntents = 1;
    },
  ],
  [
    'without network',
    ({ discord }) => discord.faults.offline(true),
    /cannot be reached \(.+\)/,
    ({ discord }) => discord.faults.offline(false),
  ],
])('starts %s', async ([, spoil, sentence, mend]) => {
  const clock = swiftClock();
  const server = await openServer({ emulator: { clock } });
  const { discord, said, channel, german } = server;
  const { token } = discord;
  await server.leave();
  await spoil(server);
  const [asked, lines] = [discord.requests.length, said.length];
  await server.comeBack({ ready: false });
  await expect.poll(() => said.slice(lines).join('\n')).toMatch(sentence);

  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute++) {
      clock.advance(60_000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  await minutes(10);
  expect(said.slice(lines)).toEqual([expect.stringMatching(sentence)]);
  expect(discord.requests.length - asked).toBeLessThan(60);
  expect((await server.testApp.say('/help')).text()).toMatch(/preview/);

  await mend(server, token);
  const pushing = setInterval(() => clock.advance(1000), 20);
  await discord.ready();
  clearInterval(pushing);
  expect((await (await german.command(channel, 'help')).until()).text).toMatch(/Was Augie kann/);
  expect(said.slice(lines + 1).join('\n')).toMatch(/Augie is on Discord as/);
});

it.for<[string, (server: DiscordServer) => void, { readonly identifies: number; readonly resumes: number }]>([
  ['to connect anew', ({ discord }) => discord.gateway.reconnect(), { identifies: 1, resumes: 1 }],
  [
    'that its session is worth nothing',
    ({ discord }) => discord.gateway.invalidate(false),
    { identifies: 2, resumes: 0 },
  ],
])('is told %s, and does, without a word', async ([, tell, counts]) => {
  const server = await openServer();
  const { discord, channel, teacher, said } = server;
  const lines = said.length;
  tell(server);
  await discord.until(
    () =>
      discord.gateway.counts.identifies + discord.gateway.counts.resumes === 2 &&
      discord.gateway.connected > 0,
  );
  expect((await (await teacher.command(channel, 'help')).until()).text).toMatch(/What Augie can do/);
  expect(discord.gateway.counts).toMatchObject(counts);
  expect(said.slice(lines).filter((line) => !/is on Discord as|Invite it/.test(line))).toEqual([]);
});

it('leaves a connection in which nobody answers, and hears what was said meanwhile', async () => {
  const { discord, channel, teacher } = await openServer({ emulator: { heartbeatInterval: 100 } });
  discord.gateway.deaf(true);
  await discord.until(() => discord.gateway.connected === 0);
  discord.gateway.deaf(false);
  const help = await teacher.command(channel, 'help');
  expect((await help.until()).text).toMatch(/What Augie can do/);
});
