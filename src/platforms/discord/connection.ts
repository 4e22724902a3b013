/** Keeps the gateway open: reopens it after any end, with growing pauses, and tells the person who runs Augie once. */
import {
  type APIInteraction,
  Client,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
} from 'discord.js';
import { guarded } from '../../chat/guarded.ts';
import { createLastingTrouble } from '../../chat/lasting-trouble.ts';
import type { MessageKey, MessageParams } from '../../i18n/i18n.ts';
import type { Clock } from '../../time/clock.ts';
import { troubleOf } from './trouble.ts';

export interface ConnectionParts {
  readonly token: string;
  /** Discord's address, if it is not the usual one. */
  readonly api: string | undefined;
  readonly clock: Clock;
  /** Called whenever a session begins. */
  readonly onReady: (client: Client<true>) => void;
  readonly onInteraction: (interaction: APIInteraction) => void;
  /** Tells the person who runs Augie about the connection. */
  readonly tell: (key: MessageKey, params?: MessageParams) => void;
  readonly log: (message: string, details: object) => void;
}

export interface Connection {
  /** Whether a channel is on a server that Augie is on. */
  knows(channel: string): boolean;
  stop(): Promise<void>;
}

/** Discord asks for a new connection several times a day: only longer interruptions are worth a message. */
const SOON_BACK_MS = 20_000;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;

/** Events that Augie receives: servers, their channels and roles. Interactions come without an intent. */
const INTENTS = [GatewayIntentBits.Guilds];

export function keepConnected(parts: ConnectionParts): Connection {
  const { clock } = parts;
  const trouble = createLastingTrouble(parts.tell);
  let client: Client | undefined;
  let cancel: (() => void) | undefined;
  let attempts = 0;
  let stopped = false;

  const logFault = (error: unknown) => parts.log('an event of Discord could not be handled', { err: error });

  /** The client reads events in a promise that nobody awaits: an unreadable event would end the process. */
  function survive({ ws }: { readonly ws: object }): void {
    const reader = ws as { handlePacket: (...packet: unknown[]) => unknown };
    reader.handlePacket = guarded(reader.handlePacket.bind(ws), logFault);
  }

  function connect(): void {
    const mine = createClient(parts.api);
    client = mine;
    survive(mine);
    let ended = false;
    const end = (error: unknown, code?: number) => {
      if (ended || stopped) return;
      ended = true;
      parts.log('not on Discord', { err: error, code });
      const [key, params] = troubleOf(error, code);
      trouble.tell(key, params);
      cancel?.();
      void mine.destroy().catch(() => {});
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempts++);
      cancel = clock.after(pause, connect);
    };
    mine.ws.on(GatewayDispatchEvents.InteractionCreate, guarded(parts.onInteraction, logFault));
    const back = () => {
      cancel?.();
      cancel = undefined;
      attempts = 0;
      trouble.over('discord.back');
    };
    mine.on(Events.ClientReady, guarded(parts.onReady, logFault));
    mine.on(Events.ShardReady, back);
    mine.on(Events.ShardResume, back);
    mine.on(Events.ShardReconnecting, () => {
      cancel ??= clock.after(SOON_BACK_MS, () => trouble.tell('discord.lost'));
    });
    mine.on(Events.ShardDisconnect, ({ code }) => end(undefined, code));
    mine.on(Events.Invalidated, () => end(undefined));
    // Without these listeners, an error would end the process. The events above handle its consequences.
    mine.on(Events.Error, (error) => parts.log('an error of the Discord client', { err: error }));
    mine.on(Events.ShardError, (error) => parts.log('an error of the gateway', { err: error }));
    mine.login(parts.token).catch(end);
  }

  connect();
  return {
    knows: (channel) => client?.channels.cache.has(channel) ?? false,
    async stop() {
      stopped = true;
      trouble.stop();
      cancel?.();
      await client?.destroy();
    },
  };
}

/** A client that caches no people or messages: a command brings all it needs. */
function createClient(api: string | undefined): Client {
  return new Client({
    intents: INTENTS,
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      ApplicationEmojiManager: 0,
      AutoModerationRuleManager: 0,
      BaseGuildEmojiManager: 0,
      DMMessageManager: 0,
      EntitlementManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildForumThreadManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      GuildMessageManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      GuildTextThreadManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadManager: 0,
      ThreadMemberManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user.id },
      VoiceStateManager: 0,
    }),
    sweepers: {
      ...Options.DefaultSweeperSettings,
      users: { interval: 3600, filter: () => (user) => user.id !== user.client.user.id },
      guildMembers: { interval: 3600, filter: () => (member) => member.id !== member.client.user.id },
    },
    rest: { ...(api !== undefined && { api }), retries: 0 },
  });
}
