/** Requests to Discord that must get through: tried again after a while where that is safe, told apart by what failed. */
import { setMaxListeners } from 'node:events';
import { DiscordAPIError, HTTPError, REST } from 'discord.js';
import type { Clock } from '../../time/clock.ts';
import { wait } from '../../time/wait.ts';

/** Codes of errors: developer documentation, "Opcodes and Status Codes". */
export const CODES = {
  unknownChannel: 10003,
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  acknowledged: 40060,
  missingAccess: 50001,
  otherAuthor: 50005,
  missingPermissions: 50013,
  invalidWebhookToken: 50027,
  archivedThread: 50083,
} as const;

export const hasCode = (error: unknown, ...codes: (keyof typeof CODES)[]): boolean =>
  error instanceof DiscordAPIError && codes.some((code) => CODES[code] === error.code);

/** Whether it may be different in a while: the network, or Discord itself. */
export const isPassing = (error: unknown): boolean =>
  error instanceof HTTPError || !(error instanceof DiscordAPIError) || error.status >= 500;

/** How long to wait before each further try. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000];
const TIMEOUT_MS = 30_000;
/** The client keeps a queue for each interaction; by itself it would let go of them once an hour. */
const SWEEP_MS = 60_000;

export interface Requests {
  /** With the bot's own token. */
  readonly bot: REST;
  /** For interactions: by their own tokens, and beyond the bot's limit for all requests together. */
  readonly hooks: REST;
  /** Tries something again that has the same effect once as often. */
  insist<T>(action: () => Promise<T>): Promise<T>;
  /** Lets go of everything that waits. */
  stop(): void;
}

/** `api`: where Discord is; left out, Discord's own address. */
export function createRequests(token: string, api: string | undefined, clock: Clock): Requests {
  // The client would try again at once three times, also what may have happened.
  const options = { version: '10', retries: 0, timeout: TIMEOUT_MS, ...(api !== undefined && { api }) };
  const stopping = new AbortController();
  // Any number of requests may wait at once; from the eleventh on Node would warn.
  setMaxListeners(0, stopping.signal);
  return {
    bot: new REST(options).setToken(token),
    hooks: new REST({
      ...options,
      globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
      handlerSweepInterval: SWEEP_MS,
    }),
    async insist(action) {
      for (const ms of PAUSES_MS) {
        try {
          return await action();
        } catch (error) {
          if (!isPassing(error) || stopping.signal.aborted) throw error;
          // When it is stopped, it is tried once more at once.
          await wait(clock, ms, stopping.signal).catch(() => {});
        }
      }
      return action();
    },
    stop: () => stopping.abort(),
  };
}
