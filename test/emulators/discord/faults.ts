/** What goes wrong on purpose: answers that a test orders, rate limits, a dead network. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../../src/time/clock.ts';
import type { Json } from './types.ts';

/** `POST /channels/{channel_id}/messages`, with `*` for any one part of the path, or a pattern of both. */
export type RoutePattern = string | RegExp;

export interface Fault {
  /** What is answered; `drop` breaks the connection. */
  readonly status: number | 'drop';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** How often; once by default. */
  readonly times?: number;
  /** Does what was asked and then answers with the fault: it "may have happened". */
  readonly afterDoing?: boolean;
  /** By the clock. */
  readonly delayMs?: number;
}

export interface Limit {
  readonly limit: number;
  readonly perSeconds: number;
}

export interface Faults {
  next(route: RoutePattern, fault: Fault): void;
  /** Slows requests down by that much, until called with 0. */
  rateLimit(route: RoutePattern, limit: Limit): void;
  globalLimit(limit: Limit | undefined): void;
  /** Refuses every connection, HTTP and gateway, and breaks those that are open. */
  offline(on: boolean): Promise<void>;
}

export interface CommandContext {
  readonly method: string;
  readonly route: string;
  readonly path: string;
  /** The part of the path that identifies a bucket. */
  readonly major: string;
}

export function matches(pattern: RoutePattern, { method, route, path }: CommandContext): boolean {
  const asked = [`${method} ${route}`, `${method} ${path}`];
  if (typeof pattern !== 'string') return asked.some((one) => pattern.test(one));
  const parts = pattern.split(/[ /]+/);
  return asked.some((one) => {
    const others = one.split(/[ /]+/);
    return (
      others.length === parts.length && parts.every((part, index) => part === '*' || part === others[index])
    );
  });
}

interface Window {
  used: number;
  /** By `clock.elapsed()`. */
  endsAt: number;
}

export interface Verdict {
  readonly headers: Record<string, string>;
  readonly refused?: { readonly headers: Record<string, string>; readonly body: Json };
}

const GENEROUS: Limit = { limit: 1000, perSeconds: 1 };

/** Discord's own limits as measured by others; they are not promised. */
const usual: readonly [RoutePattern, Limit][] = [
  ['POST /channels/{channel_id}/messages', { limit: 5, perSeconds: 5 }],
  ['PATCH /channels/{channel_id}/messages/{message_id}', { limit: 5, perSeconds: 5 }],
  ['POST /webhooks/{webhook_id}/{webhook_token}', { limit: 5, perSeconds: 2 }],
  ['PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}', { limit: 5, perSeconds: 2 }],
];

export function rateLimits(clock: Clock, realistic: boolean) {
  const limits: [RoutePattern, Limit][] = [];
  const windows = new Map<string, Window>();
  let overall: Limit | undefined;

  function count(key: string, { limit, perSeconds }: Limit): { left: number; endsIn: number } {
    const now = clock.elapsed();
    let window = windows.get(key);
    if (!window || window.endsAt <= now) {
      window = { used: 0, endsAt: now + perSeconds * 1000 };
      windows.set(key, window);
    }
    window.used += 1;
    return { left: limit - window.used, endsIn: (window.endsAt - now) / 1000 };
  }

  const refused = (seconds: number, scope: string, more: Record<string, string>) => ({
    headers: { ...more, 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': scope },
    body: {
      message: 'You are being rate limited.',
      retry_after: Number(seconds.toFixed(3)),
      global: scope === 'global',
    },
  });

  return {
    limit(route: RoutePattern, limit: Limit): void {
      limits.unshift([route, limit]);
    },
    overall(limit: Limit | undefined): void {
      overall = limit;
    },
    /** Counts a request, and says with what headers it is answered, or how it is turned away. */
    ask(asked: CommandContext): Verdict {
      // Answers to interactions are not bound to the global limit.
      if (overall && !/^\/(interactions|webhooks)\//.test(asked.route)) {
        const { left, endsIn } = count('everything', overall);
        if (left < 0)
          return { headers: {}, refused: refused(endsIn, 'global', { 'x-ratelimit-global': 'true' }) };
      }
      const [, limit] = [...limits, ...(realistic ? usual : [])].find(([route]) => matches(route, asked)) ?? [
        '',
        GENEROUS,
      ];
      const { left, endsIn } = count(`${asked.method} ${asked.route} ${asked.major}`, limit);
      const headers = {
        'x-ratelimit-limit': String(limit.limit),
        'x-ratelimit-remaining': String(Math.max(0, left)),
        'x-ratelimit-reset': ((clock.now() + endsIn * 1000) / 1000).toFixed(3),
        'x-ratelimit-reset-after': endsIn.toFixed(3),
        'x-ratelimit-bucket': createHash('sha256')
          .update(`${asked.method} ${asked.route}`)
          .digest('hex')
          .slice(0, 32),
      };
      return left < 0 ? { headers, refused: refused(endsIn, 'user', headers) } : { headers };
    },
  };
}

export function orderedFaults() {
  const ordered: { route: RoutePattern; fault: Fault; left: number }[] = [];
  return {
    order(route: RoutePattern, fault: Fault): void {
      ordered.push({ route, fault, left: fault.times ?? 1 });
    },
    /** The next fault for that request, which is then used up. */
    take(asked: CommandContext): Fault | undefined {
      const found = ordered.find(({ route, left }) => left > 0 && matches(route, asked));
      if (found) found.left -= 1;
      return found?.fault;
    },
  };
}
