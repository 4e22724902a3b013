/** What goes wrong on purpose: answers that a test orders, tiers of requests, a dead network. */
import type { Clock } from '../../../src/time/clock.ts';
import { METHODS, TIERS } from './limits.ts';

export interface Fault {
  /** An error of the method, such as `fatal_error`; a status, or a broken connection. */
  readonly error?: string;
  readonly status?: number | 'drop';
  readonly retryAfter?: number;
  /** How often; once by default. */
  readonly times?: number;
  /** Does what was asked and then answers with the fault: it "may have happened". */
  readonly afterDoing?: boolean;
}

export interface Faults {
  /** `method`: `chat.update`, `upload`, `response_url`, or `*` for any. */
  next(method: string, fault: Fault): void;
  /** Refuses every connection, and breaks those that are open. */
  offline(on: boolean): Promise<void>;
}

export function orderedFaults() {
  const ordered: { method: string; fault: Fault; left: number }[] = [];
  return {
    order(method: string, fault: Fault): void {
      ordered.push({ method, fault, left: fault.times ?? 1 });
    },
    /** The next fault for that method, which is then used up. */
    take(method: string): Fault | undefined {
      const found = ordered.find((one) => one.left > 0 && (one.method === '*' || one.method === method));
      if (found) found.left -= 1;
      return found?.fault;
    },
  };
}

/** Counts requests; `ask` says after how many seconds the next one is allowed, or nothing where this one is. */
export function tiersOf(clock: Clock, isOn: () => boolean) {
  const asked = new Map<string, number[]>();
  function allow(key: string, most: number, withinMs: number): number | undefined {
    const now = clock.elapsed();
    const recent = (asked.get(key) ?? []).filter((at) => now - at < withinMs);
    asked.set(key, recent);
    if (recent.length < most) {
      recent.push(now);
      return undefined;
    }
    return Math.max(1, Math.ceil(((recent[0] as number) + withinMs - now) / 1000));
  }
  return {
    ask(method: string, channel: string | undefined): number | undefined {
      if (!isOn()) return undefined;
      // Short bursts are let through: five messages in five seconds.
      if (method === 'chat.postMessage') return allow(`${method} ${channel}`, 5, 5000);
      const tier = METHODS[method]?.tier;
      return tier === undefined ? undefined : allow(method, TIERS[tier], 60_000);
    },
  };
}
