/** Augie on an emulated Discord: the real client, a real database, one server with a channel and three people. */
import { cpSync } from 'node:fs';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createDiscord, type DiscordParts } from '../../../src/platforms/discord/platform.ts';
import {
  type ChannelHandle,
  type Discord,
  type DiscordOptions,
  type GuildHandle,
  Permission,
  type Person,
  startDiscord,
} from '../../emulators/discord/index.ts';
import { deleteFolder, newFolder, openTestApp, type TestApp } from '../../test-app.ts';
import { augieOn } from '../augie-on.ts';

export interface DiscordServer {
  /** The folder of the database. */
  readonly data: string;
  readonly discord: Discord;
  readonly testApp: TestApp;
  readonly guild: GuildHandle;
  readonly channel: ChannelHandle;
  /** English; manages the server. */
  readonly teacher: Person;
  readonly korean: Person;
  readonly german: Person;
  /** Lines for the person who runs Augie, in English. */
  readonly said: readonly string[];
  /** What was logged, by its message. */
  readonly logged: readonly { readonly message: string; readonly details: object }[];
  /** Stops Augie as on a signal. */
  leave(): Promise<void>;
  /** Starts it again on the same data; `ready: false` does not wait until it is on Discord. */
  comeBack(how?: { readonly ready: false }): Promise<void>;
}

/** Ends with the test that opened it. */
export async function openServer(
  options: {
    readonly emulator?: DiscordOptions;
    readonly parts?: Partial<DiscordParts>;
    readonly env?: Record<string, string>;
    /** A data folder to begin with a copy of: what is trained there need not be trained again. */
    readonly from?: string;
    /** The folder that holds data/. */
    readonly root?: string;
  } = {},
): Promise<DiscordServer> {
  const data = newFolder();
  if (options.from !== undefined) cpSync(options.from, data, { recursive: true });
  const discord = await startDiscord(options.emulator);
  const guild = discord.guild({ name: 'School' });
  const said: string[] = [];
  const logged: { message: string; details: object }[] = [];

  const augie = await augieOn({
    data,
    create: (parts) =>
      createDiscord({
        ...parts,
        token: discord.token,
        api: discord.apiUrl,
        cdn: discord.cdnUrl,
        ...options.parts,
      }),
    ready: () => discord.ready(),
    env: options.env,
    root: options.root,
    clock: options.emulator?.clock,
    say: (line) => said.push(line),
    log: (message, details) => logged.push({ message, details }),
  });

  const server: DiscordServer = {
    data,
    discord,
    get testApp() {
      return augie.testApp;
    },
    guild,
    channel: guild.channel({ name: 'class-a' }),
    teacher: guild.member({ name: 'Ms Park', permissions: Permission.ManageGuild }),
    korean: guild.member({ name: '민준', locale: 'ko' }),
    german: guild.member({ name: 'Jörg', locale: 'de' }),
    said,
    logged,
    leave: augie.leave,
    comeBack: augie.comeBack,
  };
  onTestFinished(async () => {
    await server.leave();
    deleteFolder(data);
    await discord.stop();
  });
  return server;
}

/** What tells a process of Augie's where this Discord is. */
export const envOf = (discord: Discord): Record<string, string> => ({
  DISCORD_TOKEN: discord.token,
  DISCORD_API_URL: discord.apiUrl,
  DISCORD_CDN_URL: discord.cdnUrl,
  AUGIE_LOG_LEVEL: 'silent',
});

/** An experiment that takes no time once it is trained. */
export const TINY = { fraction: 0.1, batch: 80, epochs: 1, seeds: 1 };

/** A data folder in which TINY is trained, for the tests of a file to begin with. */
export function trainedFolder(): string {
  const folder = newFolder();
  beforeAll(async () => {
    const testApp = await openTestApp(folder);
    const options = Object.entries(TINY).map((pair) => pair.join(':'));
    await testApp.finish(`/experiment run ${options.join(' ')}`);
    await testApp.stop();
  });
  afterAll(() => deleteFolder(folder));
  return folder;
}
