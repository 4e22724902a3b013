/** Keeps a socket open: opens another after any end, with growing pauses, and tells the person who runs Augie once. */
import { App, type Logger, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt';
import { createLastingTrouble } from '../../chat/lasting-trouble.ts';
import type { MessageKey, MessageParams } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';
import type { Clock } from '../../time/clock.ts';
import { SCOPES } from './manifest.ts';
import { clientOptions, type Requests } from './requests.ts';
import { troubleOf } from './trouble.ts';

/** Who Augie is in the workspace. */
export interface Self {
  readonly team: string;
  readonly teamName: string;
  readonly name: string;
  readonly user: string;
  readonly bot: string;
}

export interface ConnectionParts {
  readonly appToken: string;
  /** Where Slack is, if not at its own address. */
  readonly api: string | undefined;
  readonly token: string;
  readonly requests: Requests;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells the app what to listen for. */
  readonly listen: (app: App, self: Self) => void;
  /** Called whenever a connection is open. */
  readonly onReady: (self: Self) => void;
  /** Tells the person who runs Augie about the connection. */
  readonly tell: (key: MessageKey, params?: MessageParams) => void;
  readonly log: (message: string, details: object) => void;
}

export interface Connection {
  readonly self: Self | undefined;
  stop(): Promise<void>;
}

/** Slack replaces connections every few hours: only longer interruptions are worth a message. */
const SOON_BACK_MS = 20_000;
const FIRST_PAUSE_MS = 2000;
/** Slack lets a connection be opened about once a minute. */
const LONGEST_PAUSE_MS = 60_000;
/** The next connection follows at once if this one lasted that long. */
const GOOD_MS = 30_000;
const CLOSE_MS = 2000;

export function keepConnected(parts: ConnectionParts): Connection {
  const { clock, log, requests, logger } = parts;
  const trouble = createLastingTrouble(parts.tell);
  const open = new Set<SocketModeReceiver>();
  let self: Self | undefined;
  let app: App | undefined;
  let cancel: (() => void) | undefined;
  let cancelLost: (() => void) | undefined;
  let attempts = 0;
  let stopped = false;

  function again(pause: number): void {
    cancel?.();
    if (!stopped) cancel = clock.after(pause, () => void connect());
  }

  function fail(error: unknown, isApp: boolean): void {
    if (stopped) return;
    log('not on Slack', { err: error });
    cancelLost?.();
    cancelLost = undefined;
    trouble.tell(...troubleOf(error, isApp));
    const asked = error instanceof webApi.WebAPIRateLimitedError ? error.retryAfter * 1000 : 0;
    again(Math.max(asked, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempts++)));
  }

  async function whoAmI(): Promise<Self> {
    const me = await requests.call('auth.test', {}, { isOnce: true });
    if (me.is_enterprise_install) throw new UserError('slack.enterprise');
    const granted: readonly string[] | undefined = me.response_metadata?.scopes;
    const missing = SCOPES.filter((scope) => granted && !granted.includes(scope));
    if (missing.length > 0) throw new UserError('slack.missingScopes', { scopes: missing.join(', ') });
    return { team: me.team_id, teamName: me.team, name: me.user, user: me.user_id, bot: me.bot_id };
  }

  function makeApp(me: Self): App {
    const made = new App({
      // `openSocket` opens connections for it.
      receiver: { init() {}, start: async () => {}, stop: async () => {} },
      authorize: async () => ({ botToken: parts.token, botId: me.bot, botUserId: me.user }),
      clientOptions: clientOptions(parts.api, logger),
      convoStore: false,
      logger,
    });
    made.error(async (error) => log('an event of Slack could not be handled', { err: error }));
    parts.listen(made, me);
    return made;
  }

  /** Opens one connection. The client must not reopen it: when that fails, it ends the process. */
  async function openSocket(to: App): Promise<void> {
    const receiver = new SocketModeReceiver({
      appToken: parts.appToken,
      autoReconnectEnabled: false,
      logger,
      installerOptions: { clientOptions: clientOptions(parts.api, logger) },
    });
    receiver.init(to);
    const since = clock.elapsed();
    let isOver = false;
    /** Opens the next connection before this one is closed. Nothing has two effects: Slack does not repeat what arrived. */
    const next = () => {
      if (isOver || stopped) return;
      isOver = true;
      cancelLost ??= clock.after(SOON_BACK_MS, () => trouble.tell('slack.lost'));
      again(clock.elapsed() - since > GOOD_MS ? 0 : FIRST_PAUSE_MS);
    };
    receiver.client.on('ws_message', (data: unknown) => {
      if (String(data).includes('"type":"disconnect"')) next();
    });
    receiver.client.on('disconnected', () => {
      open.delete(receiver);
      next();
    });
    open.add(receiver);
    try {
      await receiver.start();
    } catch (error) {
      isOver = true;
      open.delete(receiver);
      throw error ?? new Error('the connection was closed');
    }
  }

  async function connect(): Promise<void> {
    cancel = undefined;
    let isApp = false;
    try {
      self = await whoAmI();
      app ??= makeApp(self);
      isApp = true;
      await openSocket(app);
    } catch (error) {
      return fail(error, isApp);
    }
    cancelLost?.();
    cancelLost = undefined;
    attempts = 0;
    if (stopped) return;
    trouble.over('slack.back');
    parts.onReady(self);
  }

  void connect();
  return {
    get self() {
      return self;
    },
    async stop() {
      stopped = true;
      trouble.stop();
      cancel?.();
      cancelLost?.();
      const closed = [...open].map((receiver) => receiver.client.disconnect());
      // Do not wait for a server that does not answer.
      let late: NodeJS.Timeout | undefined;
      const timeout = new Promise((resolve) => {
        late = setTimeout(resolve, CLOSE_MS);
      });
      await Promise.race([Promise.allSettled(closed), timeout]);
      clearTimeout(late);
    },
  };
}

/** Writes what Slack's packages log into our log. */
export function loggerOf(log: (message: string, details: object) => void): Logger {
  const say = (...words: unknown[]) =>
    log('Slack says', { words: words.map(String).join(' ').slice(0, 500) });
  return {
    debug() {},
    info() {},
    warn: say,
    error: say,
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
