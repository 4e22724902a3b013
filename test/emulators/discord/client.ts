/** A real discord.js client on the emulator, for the emulator's own tests. */
import { Client, type ClientOptions, Events, GatewayIntentBits, REST } from 'discord.js';
import { afterEach } from 'vitest';
import { type Discord, type DiscordOptions, startDiscord } from './index.ts';

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
