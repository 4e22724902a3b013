/** Everything that there is in the emulated workspace, and the one place that tells of a change. */
import type { Clock } from '../../../src/time/clock.ts';
import { type Changes, createChanges } from '../changes.ts';
import type { Channel, Exchange, Message, Problem, SlackFile, User, Version, View } from './types.ts';

export interface StoredMessage extends Message {
  text: string;
  blocks: Version['blocks'];
  edits: Version[];
  deleted: boolean;
}

/** An address that an app answers by: five times within half an hour. */
export interface Hook {
  readonly channel: string;
  readonly user: string;
  readonly threadTs: string | undefined;
  /** The message whose button was pressed. */
  readonly message: StoredMessage | undefined;
  readonly madeAt: number;
  uses: number;
}

export interface Trigger {
  readonly user: string;
  readonly madeAt: number;
  /** The view in which something was pressed or sent. */
  readonly view: string | undefined;
  used: boolean;
}

/** Bytes for which an address was asked. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly alt: string | undefined;
  bytes: Uint8Array | undefined;
  completed: boolean;
}

export interface World extends Changes {
  readonly clock: Clock;
  /** Where it is served, e.g. `http://127.0.0.1:6710`. */
  origin: string;
  readonly team: { readonly id: string; readonly name: string };
  readonly appId: string;
  readonly bot: User;
  readonly botId: string;
  token: string;
  appToken: string;
  scopes: string[];
  /** What the next and all further requests with the bot's token are answered with: `account_inactive`. */
  refusal: string | undefined;
  isEnterpriseInstall: boolean;
  /** After so long an uploaded file is ready, in milliseconds. */
  fileDelayMs: number;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly messages: StoredMessage[];
  readonly views: Map<string, View>;
  readonly triggers: Map<string, Trigger>;
  readonly hooks: Map<string, Hook>;
  readonly files: Map<string, SlackFile>;
  readonly uploads: Map<string, Upload>;
  readonly requests: Exchange[];
  readonly problems: Problem[];
  newId(prefix: string): string;
  newTs(): string;
}

export function newWorld(clock: Clock): World {
  let count = 0;
  let lastTs = 0;
  // Ten letters and digits, as Slack's ids have.
  const newId = (prefix: string) => `${prefix}0${(++count).toString(36).toUpperCase().padStart(9, '0')}`;
  const team = { id: newId('T'), name: 'School' };
  const bot: User = {
    id: newId('U'),
    name: 'augie',
    locale: 'en-US',
    isAdmin: false,
    isOwner: false,
    isBot: true,
    teamId: team.id,
  };
  return {
    clock,
    origin: '',
    team,
    appId: newId('A'),
    bot,
    botId: newId('B'),
    token: 'xoxb-emulator-of-slack',
    appToken: 'xapp-1-emulator-of-slack',
    scopes: [],
    refusal: undefined,
    isEnterpriseInstall: false,
    fileDelayMs: 0,
    users: new Map([[bot.id, bot]]),
    channels: new Map(),
    messages: [],
    views: new Map(),
    triggers: new Map(),
    hooks: new Map(),
    files: new Map(),
    uploads: new Map(),
    requests: [],
    problems: [],
    newId,
    newTs() {
      lastTs = Math.max(clock.now() * 1000, lastTs + 1);
      return `${Math.trunc(lastTs / 1e6)}.${String(lastTs % 1e6).padStart(6, '0')}`;
    },
    ...createChanges(),
  };
}

/** The direct message between the bot and a person. */
export function directMessage(world: World, user: string): Channel {
  const known = [...world.channels.values()].find(({ im }) => im === user);
  if (known) return known;
  const id = world.newId('D');
  const channel: Channel = {
    id,
    name: 'directmessage',
    im: user,
    isPrivate: true,
    members: new Set([user, world.bot.id]),
    archived: false,
  };
  world.channels.set(id, channel);
  return channel;
}

/** What somebody sees of a channel: what is deleted, and what is for others alone, is left out. */
export const seenBy = (world: World, channel: string, user: string | undefined): readonly StoredMessage[] =>
  world.messages.filter(
    (message) =>
      message.channel === channel &&
      !message.deleted &&
      (message.onlyFor === undefined || message.onlyFor === user),
  );
