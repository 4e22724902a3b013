/** Everything that there is in the emulated Discord, and the one place that tells of a change. */
import type { Clock } from '../../../src/time/clock.ts';
import { type Changes, createChanges } from '../changes.ts';
import type { Interaction } from './interactions.ts';
import type { Attachment, Exchange, Json, Message, Pings, Problem, Role, User, Version } from './types.ts';

/** Discord counts from the start of 2015. */
const EPOCH = 1_420_070_400_000;

export interface Member {
  readonly user: User;
  readonly guildId: string;
  locale: string;
  permissions: bigint | undefined;
  roles: string[];
  readonly joinedAt: number;
}

export interface Channel {
  readonly id: string;
  readonly guildId: string;
  readonly name: string;
  readonly parentId: string | undefined;
  /** Permission bits that the bot has not in here. */
  denied: bigint;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly ownerId: string;
  readonly roles: Role[];
  readonly members: Map<string, Member>;
}

export interface StoredMessage extends Message {
  content: string;
  flags: number;
  embeds: readonly Json[];
  components: readonly Json[];
  attachments: readonly Attachment[];
  edits: Version[];
  at: number;
  deleted: boolean;
  pings: Pings;
}

export interface World extends Changes {
  readonly clock: Clock;
  /** Where it is served, e.g. `http://127.0.0.1:6700`. */
  origin: string;
  readonly applicationId: string;
  readonly bot: User;
  token: string;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly users: Map<string, User>;
  readonly messages: Map<string, StoredMessage>;
  readonly interactions: Map<string, Interaction>;
  /** What the CDN has, by path. */
  readonly files: Map<string, Attachment>;
  /** Registered commands, as Discord keeps them; the scope is a guild's id or `global`. */
  readonly commands: Map<string, Json[]>;
  readonly requests: Exchange[];
  problems: Problem[];
  /** Set: edits of messages that are older than an hour are refused (30046). */
  refusesOldEdits: boolean;
  newId(): string;
  /** Sends an event to every gateway session that has the intents for it; set by the gateway. */
  dispatch(event: string, data: Json, intents?: number): void;
}

export function newWorld(clock: Clock, token?: string): World {
  let last = 0n;
  const newId = (): string => {
    const id = BigInt(Math.trunc(clock.now()) - EPOCH) << 22n;
    last = id > last ? id : last + 1n;
    return String(last);
  };
  const bot: User = { id: newId(), name: 'Augie', bot: true };
  return {
    clock,
    origin: '',
    // Discord gives a bot and its application the same id since 2016, but older ones differ: so do these.
    applicationId: newId(),
    bot,
    token:
      token ??
      `${Buffer.from(bot.id).toString('base64url')}.Emulat.${Buffer.from(`token of ${bot.id}`).toString('base64url')}`,
    guilds: new Map(),
    channels: new Map(),
    users: new Map([[bot.id, bot]]),
    messages: new Map(),
    interactions: new Map(),
    files: new Map(),
    commands: new Map(),
    requests: [],
    problems: [],
    refusesOldEdits: false,
    newId,
    ...createChanges(),
    dispatch() {},
  };
}

/** When the thing with that id came to be. */
export const madeAt = (id: string): number => Number(BigInt(id) >> 22n) + EPOCH;
