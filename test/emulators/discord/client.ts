/** A real discord.js client on the emulator, for the emulator's own tests. */
import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type Interaction,
  REST,
} from 'discord.js';
import { afterEach } from 'vitest';
import { type ChannelHandle, type Discord, type DiscordOptions, type Person, startDiscord } from './index.ts';

const clients: Client[] = [];
const emulators: Discord[] = [];

/** Starts an emulator that is stopped after the test, and fails it if Discord would have refused something. */
export async function start(options?: DiscordOptions): Promise<Discord> {
  const discord = await startDiscord(options);
  emulators.push(discord);
  return discord;
}

afterEach(async () => {
  const leaving = clients.splice(0);
  const stopping = emulators.splice(0);
  await Promise.all(leaving.map((client) => client.destroy()));
  await Promise.all(stopping.map((discord) => discord.stop()));
});

export async function login(discord: Discord, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: discord.apiUrl, offset: 0 },
    // A shard identifies once in five seconds, for any max_concurrency; tests do not wait for that.
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => undefined }) },
    ...options,
  });
  client.on('error', () => undefined);
  clients.push(client);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return ready;
}

export const restOf = (discord: Discord): REST =>
  new REST({ api: discord.apiUrl, offset: 0 }).setToken(discord.token);

/** One red pixel. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const say = {
  name: 'say',
  description: 'Says it',
  options: [
    {
      type: ApplicationCommandOptionType.String as const,
      name: 'text',
      description: 'What',
      autocomplete: true,
    },
    { type: ApplicationCommandOptionType.Attachment as const, name: 'picture', description: 'Which' },
    { type: ApplicationCommandOptionType.User as const, name: 'who', description: 'To whom' },
  ],
};

export interface TestApp {
  readonly discord: Discord;
  readonly client: Client<true>;
  readonly channel: ChannelHandle;
  readonly kim: Person;
  readonly lee: Person;
  /** Resolves with what a handler threw. */
  trouble(): Promise<unknown>;
}

export async function testApp(
  handle: (interaction: Interaction) => Promise<unknown>,
  options?: DiscordOptions,
): Promise<TestApp> {
  const discord = await start(options);
  const guild = discord.guild({ name: 'Class' });
  const channel = guild.channel({ name: 'class' });
  const client = await login(discord);
  await client.application.commands.set([say]);
  let failure: unknown;
  client.on(Events.InteractionCreate, (interaction) => {
    handle(interaction).catch((error) => {
      failure = error;
      discord.world.changed();
    });
  });
  return {
    discord,
    client,
    channel,
    kim: guild.member({ name: 'Kim', locale: 'ko' }),
    lee: guild.member({ name: 'Lee' }),
    trouble: () => discord.until(() => failure),
  };
}

export const chat =
  (run: (interaction: ChatInputCommandInteraction) => Promise<unknown>) => async (interaction: Interaction) =>
    interaction.isChatInputCommand() ? run(interaction) : undefined;
