/** Starts an emulated Slack on 127.0.0.1: Web API, Socket Mode, uploads and files on one port, and people to drive an app with. */
import { type Clock, systemClock } from '../../../src/time/clock.ts';
import { type Handler, listenOn } from '../listening.ts';
import { type Faults, orderedFaults, tiersOf } from './faults.ts';
import { METHODS } from './limits.ts';
import { type Person, personOf } from './person.ts';
import { type Sockets, socketsOf } from './socket.ts';
import type { Channel, Exchange, Message, Problem, User } from './types.ts';
import { webApi } from './web-api.ts';
import { newWorld, seenBy, type World } from './world.ts';

export { wordsOf } from './messages.ts';
export { type Answer, escaped, mentionOf, type Person } from './person.ts';
export type * from './types.ts';

export interface SlackOptions {
  readonly clock?: Clock;
  /** Any free port by default. */
  readonly port?: number;
  /** Slack's tiers; without it nothing is slowed down. */
  readonly realLimits?: boolean;
  /** Answers requests that are not Slack's; false leaves them to a 404. */
  readonly also?: Handler;
}

export interface ChannelHandle {
  readonly id: string;
  readonly name: string;
  /** As everybody sees them. */
  readonly messages: readonly Message[];
  /** Resolves with the first message in it that is as wanted. */
  until(wanted: (message: Message) => boolean): Promise<Message>;
  /** The app is invited, or thrown out. */
  invite(isIn: boolean): void;
  archive(): void;
}

export interface Slack {
  /** For SLACK_API_URL. */
  readonly apiUrl: string;
  /** For SLACK_FILES_URL. */
  readonly filesUrl: string;
  readonly origin: string;
  readonly token: string;
  readonly appToken: string;
  readonly team: { readonly id: string; readonly name: string };
  readonly sockets: Sockets;
  readonly faults: Faults;
  readonly requests: readonly Exchange[];
  /** What was refused that a correct app does not send. `stop` throws while there are any. */
  readonly problems: readonly Problem[];
  /** The problems so far, which are then forgiven. */
  takeProblems(): readonly Problem[];
  readonly world: World;
  channel(options: { readonly name: string; readonly isPrivate?: boolean }): ChannelHandle;
  /** Somebody who is in every channel. `teamId`: of another workspace that shares them. */
  person(options: {
    readonly name: string;
    readonly locale?: string;
    readonly isAdmin?: boolean;
    readonly isOwner?: boolean;
    readonly teamId?: string;
  }): Person;
  until<T>(look: () => T | undefined | false | null): Promise<T>;
  /** Resolves when the app is connected. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** All that a method needs. */
const SCOPES = [
  ...new Set([
    'commands',
    'app_mentions:read',
    ...Object.values(METHODS).flatMap(({ scope }) => scope ?? []),
  ]),
];

export async function startSlack(options: SlackOptions = {}): Promise<Slack> {
  const world = newWorld(options.clock ?? systemClock);
  world.scopes = SCOPES;
  const ordered = orderedFaults();
  const sockets = socketsOf(world);
  const api = webApi(
    world,
    ordered,
    tiersOf(world.clock, () => options.realLimits ?? false),
  );
  const listening = await listenOn({
    port: options.port,
    handlers: [api, options.also],
    upgrade: sockets.upgrade,
    drop: sockets.kill,
  });
  world.origin = listening.origin;
  /** People are in every channel, whichever was there first. */
  const people = new Set<string>();

  return {
    apiUrl: `${world.origin}/api`,
    filesUrl: world.origin,
    origin: world.origin,
    token: world.token,
    appToken: world.appToken,
    team: world.team,
    sockets,
    faults: {
      next: ordered.order,
      offline: listening.offline,
    },
    requests: world.requests,
    get problems() {
      return world.problems;
    },
    takeProblems: () => world.problems.splice(0),
    world,
    channel({ name, isPrivate = false }) {
      const channel: Channel = {
        id: world.newId('C'),
        name,
        isPrivate,
        members: new Set([world.bot.id, ...people]),
        archived: false,
      };
      world.channels.set(channel.id, channel);
      return {
        id: channel.id,
        name,
        get messages() {
          return seenBy(world, channel.id, undefined);
        },
        until: (wanted) => world.until(() => seenBy(world, channel.id, undefined).find(wanted)),
        invite: (isIn) => void channel.members[isIn ? 'add' : 'delete'](world.bot.id),
        archive() {
          channel.archived = true;
        },
      };
    },
    person({ name, locale = 'en-US', isAdmin = false, isOwner = false, teamId = world.team.id }) {
      const user: User = { id: world.newId('U'), name, locale, isAdmin, isOwner, isBot: false, teamId };
      world.users.set(user.id, user);
      people.add(user.id);
      for (const channel of world.channels.values())
        if (channel.im === undefined) channel.members.add(user.id);
      return personOf(world, sockets, user);
    },
    until: world.until,
    async ready() {
      await world.until(() => sockets.connected > 0);
    },
    async stop() {
      sockets.stop();
      await listening.close();
      if (world.problems.length > 0) throw new Error(`Slack would have refused:\n${worded(world.problems)}`);
    },
  };
}

export const worded = (problems: readonly Problem[]): string =>
  problems.map(({ method, what, detail }) => `${method}: ${what}\n  ${JSON.stringify(detail)}`).join('\n');
