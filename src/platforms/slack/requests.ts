/** Requests to Slack: what is slowed down waits by itself and holds up nothing else, what did not arrive is tried again. */
import { setMaxListeners } from 'node:events';
import { type Logger, webApi } from '@slack/bolt';
import type { Clock } from '../../time/clock.ts';
import { wait } from '../../time/wait.ts';
import { hasError } from './trouble.ts';

/** What a method answers. */
// biome-ignore lint/suspicious/noExplicitAny: every method has its own answer
export type Result = any;

/** How a request is made. */
export interface Manner {
  /** It has the same effect once as often: what may have arrived is sent again. */
  readonly isSafe?: boolean;
  /** Through the client for edits. */
  readonly isEdit?: boolean;
  /** Tried once: somebody else tries again. */
  readonly isOnce?: boolean;
}

export interface Requests {
  call(method: string, body: object, manner?: Manner): Promise<Result>;
  /** Sends bytes, or an answer, to an address that Slack has given. */
  send(url: string, body: Uint8Array | object): Promise<void>;
  /** Lets go of everything that waits. */
  stop(): void;
}

const PAUSES_MS = [250, 500, 1000, 2000, 4000];
const TIMEOUT_MS = 30_000;
/** How often a request waits that comes too often. */
const MOST_WAITS = 30;
const NEVER_ARRIVED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/** Settings of a client. Bolt changes what it is given, so everybody gets their own. */
export const clientOptions = (api: string | undefined, logger: Logger): webApi.WebClientOptions => ({
  ...(api !== undefined && { slackApiUrl: api }),
  // By itself it would try for half an hour, and after a 429 hold up all others.
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: TIMEOUT_MS,
  logger,
});

class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: number;
  constructor(status: number, text: string) {
    super(`${status} ${text}`);
    this.status = status;
  }
}

const codeOf = (error: unknown): string => {
  for (let at = error as { code?: string; cause?: unknown } | undefined; at; at = at.cause as typeof at)
    if (typeof at.code === 'string' && /^(E[A-Z_]+|UND_ERR_\w+)$/.test(at.code)) return at.code;
  return '';
};

/** Whether it may be different in a while: the network, or Slack itself. */
const isPassing = (error: unknown): boolean =>
  error instanceof webApi.WebAPIRequestError ||
  (error instanceof webApi.WebAPIHTTPError && error.statusCode >= 500) ||
  (error instanceof StatusError && error.status >= 500) ||
  hasError(error, 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout') ||
  error instanceof TypeError;

export function createRequests(
  token: string,
  api: string | undefined,
  clock: Clock,
  logger: Logger,
): Requests {
  const answers = new webApi.WebClient(token, clientOptions(api, logger));
  const edits = new webApi.WebClient(token, clientOptions(api, logger));
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);

  async function insist<T>(action: () => Promise<T>, isSafe: boolean): Promise<T> {
    let waits = 0;
    for (let tries = 0; ; ) {
      try {
        return await action();
      } catch (error) {
        if (stopping.signal.aborted) throw error;
        if (error instanceof webApi.WebAPIRateLimitedError && waits++ < MOST_WAITS) {
          await wait(clock, error.retryAfter * 1000, stopping.signal).catch(() => {});
          continue;
        }
        const pause = PAUSES_MS[tries++];
        const mayRepeat = isPassing(error) && (isSafe || NEVER_ARRIVED.includes(codeOf(error)));
        if (!mayRepeat || pause === undefined) throw error;
        await wait(clock, pause, stopping.signal).catch(() => {});
      }
    }
  }

  return {
    call(method, body, { isSafe = false, isEdit = false, isOnce = false } = {}) {
      const action = () => (isEdit ? edits : answers).apiCall(method, body as Record<string, unknown>);
      return isOnce ? action() : insist(action, isSafe);
    },
    send: (url, body) =>
      insist(
        async () => {
          const isBytes = body instanceof Uint8Array;
          const response = await fetch(url, {
            method: 'POST',
            headers: { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' },
            body: isBytes ? Buffer.from(body) : JSON.stringify(body),
            redirect: 'error',
            signal: AbortSignal.timeout(TIMEOUT_MS),
          });
          if (!response.ok) throw new StatusError(response.status, await response.text());
        },
        body instanceof Uint8Array,
      ),
    stop: () => stopping.abort(),
  };
}
