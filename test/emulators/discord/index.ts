/** Starts an emulated Discord on 127.0.0.1: gateway, REST and CDN on one port, and people to drive a bot with. */
import { type Clock, systemClock } from '../../../src/time/clock.ts';
import { type Handler, listenOn } from '../listening.ts';
import { offered } from './commands.ts';
import { type Faults, orderedFaults, rateLimits } from './faults.ts';
import { type Gateway, gatewayOf } from './gateway.ts';
import type { Interaction } from './interactions.ts';
import { channelJson, guildJson } from './people.ts';
import { type ChannelRef, type Person, personOf, seenIn } from './person.ts';
import { restOf } from './rest.ts';
import type { Exchange, Json, Message, Problem, Role } from './types.ts';
import { type Channel, type Guild, type Member, newWorld, type World } from './world.ts';

export type { Answer } from './answer.ts';
export type { Modal } from './modal.ts';
export { Permission } from './permissions.ts';
export type { Choice, Person } from './person.ts';
export type * from './types.ts';

export interface DiscordOptions {
  readonly clock?: Clock;
  /** Any free port by default. */
  readonly port?: number;
  /** The bot's token; a new one by default. */
  readonly token?: string;
  /** The interval of the client's heartbeats, in milliseconds. */
  readonly heartbeatInterval?: number;
  /** Discord's usual rate limits; without it the buckets are too large to matter. */
  readonly realLimits?: boolean;
  /** Answers requests that are not Discord's; false leaves them to a 404. */
  readonly also?: Handler;
}

export interface GuildHandle {
  readonly id: string;
  readonly name: string;
  channel(options: {
    readonly name: string;
    readonly denied?: bigint;
    readonly parent?: ChannelRef;
  }): ChannelHandle;
  member(options: {
    readonly name: string;
    readonly locale?: string;
    readonly permissions?: bigint;
    readonly roles?: readonly { readonly id: string }[];
  }): Person;
  role(options: { readonly name: string }): Role;
  /** The bot is thrown out, or the guild deleted. */
  remove(): void;
}

export interface ChannelHandle {
  readonly id: string;
  readonly name: string;
  /** As everybody sees them. */
  readonly messages: readonly Message[];
  /** Resolves with the first message in it, ephemeral ones left out, that is as wanted. */
  until(wanted: (message: Message) => boolean): Promise<Message>;
  /** Takes permissions away from the bot in here, and gives all others back. */
  deny(permissions: bigint): void;
  remove(): void;
}

export interface Discord {
  /** For DISCORD_API_URL. */
  readonly apiUrl: string;
  readonly cdnUrl: string;
  readonly origin: string;
  readonly token: string;
  readonly application: { readonly id: string; readonly botId: string };
  /** The intents that the application may ask for; all but the privileged ones at first. */
  allowedIntents: number;
  /** Refuses edits of messages that are older than an hour (30046). */
  refusesOldEdits: boolean;
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly requests: readonly Exchange[];
  /** What was refused that a correct bot does not send. `stop` throws while there are any. */
  readonly problems: readonly Problem[];
  /** The problems so far, which are then forgiven. */
  takeProblems(): readonly Problem[];
  readonly world: World;
  guild(options: { readonly name: string; readonly locale?: string }): GuildHandle;
  /** The registered commands that people in the guild are offered; the global ones without a guild. */
  commands(guild?: { readonly id: string }): readonly Json[];
  until<T>(look: () => T | undefined | false | null): Promise<T>;
  /** Resolves when the bot is on the gateway and has registered commands. */
  ready(): Promise<void>;
  /** Sends the same interaction once more, as after a RESUME. */
  redeliver(interaction: { readonly interactionId: string }): void;
  /** From now on the token is worth nothing. */
  revokeToken(): void;
  stop(): Promise<void>;
}

const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
const ALL_INTENTS = (1 << 26) - 1;

export async function startDiscord(options: DiscordOptions = {}): Promise<Discord> {
  const world = newWorld(options.clock ?? systemClock, options.token);
  const limits = rateLimits(world.clock, options.realLimits ?? false);
  const ordered = orderedFaults();
  const gateway = gatewayOf(world, () => discord.allowedIntents, options.heartbeatInterval ?? 41_250);
  const rest = restOf({ world, limits, faults: ordered });
  const listening = await listenOn({
    port: options.port,
    handlers: [rest, options.also],
    upgrade: gateway.upgrade,
    drop: gateway.drop,
  });
  world.origin = listening.origin;
  const { token } = world;

  const discord: Discord = {
    apiUrl: `${world.origin}/api`,
    cdnUrl: `${world.origin}/cdn`,
    origin: world.origin,
    token,
    application: { id: world.applicationId, botId: world.bot.id },
    allowedIntents: ALL_INTENTS & ~PRIVILEGED,
    get refusesOldEdits() {
      return world.refusesOldEdits;
    },
    set refusesOldEdits(on) {
      world.refusesOldEdits = on;
    },
    gateway,
    faults: {
      next: ordered.order,
      rateLimit: limits.limit,
      globalLimit: limits.overall,
      offline: listening.offline,
    },
    requests: world.requests,
    get problems() {
      return world.problems;
    },
    takeProblems: () => world.problems.splice(0),
    world,
    guild: (wanted) => newGuild(world, wanted),
    commands: (guild) => offered(world, guild?.id ?? ''),
    until: world.until,
    async ready() {
      await world.until(
        () => gateway.connected > 0 && [...world.commands.values()].some(({ length }) => length > 0),
      );
    },
    redeliver({ interactionId }) {
      const interaction = world.interactions.get(interactionId) as Interaction;
      world.dispatch('INTERACTION_CREATE', interaction.payload);
    },
    revokeToken() {
      world.token = `revoked ${world.newId()}`;
      gateway.close(4004, 'Authentication failed.');
    },
    async stop() {
      gateway.stop();
      await listening.close();
      if (world.problems.length > 0)
        throw new Error(`Discord would have refused:\n${worded(world.problems)}`);
    },
  };
  return discord;
}

export const worded = (problems: readonly Problem[]): string =>
  problems.map(({ route, what, detail }) => `${route}: ${what}\n  ${JSON.stringify(detail)}`).join('\n');

function newGuild(world: World, { name, locale = 'en-US' }: { name: string; locale?: string }): GuildHandle {
  const id = world.newId();
  const join = (user: Member['user'], more: Partial<Member> = {}): Member => {
    const member: Member = {
      user,
      guildId: id,
      locale,
      permissions: undefined,
      roles: [],
      joinedAt: world.clock.now(),
      ...more,
    };
    guild.members.set(user.id, member);
    return member;
  };
  const owner = { id: world.newId(), name: `Owner of ${name}`, bot: false };
  const guild: Guild = {
    id,
    name,
    locale,
    ownerId: owner.id,
    roles: [{ id, name: '@everyone' }],
    members: new Map(),
  };
  world.users.set(owner.id, owner);
  join(owner);
  join(world.bot);
  world.guilds.set(id, guild);
  world.dispatch('GUILD_CREATE', guildJson(world, guild), 1);
  world.changed();
  return {
    id,
    name,
    channel: (wanted) => newChannel(world, id, wanted),
    member({ name: named, locale: theirs, permissions, roles = [] }) {
      const user = { id: world.newId(), name: named, bot: false };
      world.users.set(user.id, user);
      return personOf(
        world,
        guild,
        join(user, { locale: theirs ?? locale, permissions, roles: roles.map((role) => role.id) }),
      );
    },
    role({ name: named }) {
      const role = { id: world.newId(), name: named };
      guild.roles.push(role);
      return role;
    },
    remove() {
      world.guilds.delete(id);
      for (const channel of [...world.channels.values()])
        if (channel.guildId === id) world.channels.delete(channel.id);
      world.dispatch('GUILD_DELETE', { id }, 1);
      world.changed();
    },
  };
}

function newChannel(
  world: World,
  guildId: string,
  { name, denied = 0n, parent }: { name: string; denied?: bigint; parent?: ChannelRef },
): ChannelHandle {
  const channel: Channel = { id: world.newId(), guildId, name, parentId: parent?.id, denied };
  const event = parent ? 'THREAD' : 'CHANNEL';
  world.channels.set(channel.id, channel);
  world.dispatch(`${event}_CREATE`, channelJson(channel, world.bot), 1);
  world.changed();
  return {
    id: channel.id,
    name,
    get messages() {
      return seenIn(world, channel.id);
    },
    until: (wanted) => world.until(() => seenIn(world, channel.id).find(wanted)),
    deny(permissions) {
      channel.denied = permissions;
      world.dispatch('CHANNEL_UPDATE', channelJson(channel, world.bot), 1);
    },
    remove() {
      world.channels.delete(channel.id);
      world.dispatch(`${event}_DELETE`, channelJson(channel, world.bot), 1);
      world.changed();
    },
  };
}
