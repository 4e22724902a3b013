/** Requests to Discord that must get through: retried after a pause if that is safe, and classified by their error. */
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

/** Whether a later attempt may succeed: trouble of the network, or of Discord itself. */
export const isPassing = (error: unknown): boolean =>
  error instanceof HTTPError || !(error instanceof DiscordAPIError) || error.status >= 500;

/** Pauses before each further attempt. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000];
const TIMEOUT_MS = 30_000;
/** The client keeps a queue for each interaction; by default it drops them only once an hour. */
const SWEEP_MS = 60_000;

export interface Requests {
  /** With the bot's own token. */
  readonly bot: REST;
  /** For interactions: with their own tokens, outside the bot's global rate limit. */
  readonly hooks: REST;
  /** Retries an idempotent request. */
  insist<T>(action: () => Promise<T>): Promise<T>;
  /** Ends all waiting requests. */
  stop(): void;
}

/** `api`: Discord's address, if it is not the usual one. */
export function createRequests(token: string, api: string | undefined, clock: Clock): Requests {
  // The client would retry three times at once, even requests that may have taken effect.
  const options = { version: '10', retries: 0, timeout: TIMEOUT_MS, ...(api !== undefined && { api }) };
  const stopping = new AbortController();
  // Any number of requests may wait; Node would warn from the eleventh on.
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
          // After a stop, one last attempt is made at once.
          await wait(clock, ms, stopping.signal).catch(() => {});
        }
      }
      return action();
    },
    stop: () => stopping.abort(),
  };
}
