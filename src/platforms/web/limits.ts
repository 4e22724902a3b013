/** How much one person may ask for in a time, and how many may do something at once. */
import type { Clock } from '../../time/clock.ts';

/** `burst` at once, then so many `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Limiter {
  /** Takes one; false where none is left. */
  take(who: string): boolean;
}

/** A bucket for each person, which fills up again. Those that are full are forgotten. */
export function createLimiter({ burst, perSecond }: Rate, clock: Clock): Limiter {
  const buckets = new Map<string, { left: number; at: number }>();
  let sweepAt = 1000;
  function bucket(who: string) {
    const now = clock.elapsed();
    const filled = ({ left, at }: { left: number; at: number }) =>
      Math.min(burst, left + ((now - at) / 1000) * perSecond);
    if (buckets.size > sweepAt) {
      for (const [key, one] of buckets) if (filled(one) >= burst) buckets.delete(key);
      sweepAt = Math.max(1000, 2 * buckets.size);
    }
    const found = buckets.get(who) ?? { left: burst, at: now };
    found.left = filled(found);
    found.at = now;
    buckets.set(who, found);
    return found;
  }
  return {
    take(who) {
      const found = bucket(who);
      if (found.left < 1) return false;
      found.left -= 1;
      return true;
    },
  };
}

/** At most so many at once; the others wait for their turn. */
export function createSemaphore(most: number): <T>(action: () => Promise<T>) => Promise<T> {
  let busy = 0;
  const waiting: (() => void)[] = [];
  return async (action) => {
    if (busy >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    try {
      return await action();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy--;
    }
  };
}
