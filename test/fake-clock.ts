/** A clock that stands still until a test moves it. */
import type { Clock } from '../src/chat/clock.ts';

export interface FakeClock extends Clock {
  /** Moves time on and runs what falls due, in order. */
  advance(ms: number): void;
  /** Sets the time of day; nothing falls due by it. */
  jump(ms: number): void;
}

export function fakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start;
  let jumped = 0;
  const due = new Set<{ at: number; action: () => void }>();
  return {
    now: () => now + jumped,
    elapsed: () => now,
    after(ms, action) {
      const entry = { at: now + ms, action };
      due.add(entry);
      return () => void due.delete(entry);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        due.delete(next);
        now = Math.max(now, next.at);
        next.action();
      }
      now = end;
    },
    jump(ms) {
      jumped += ms;
    },
  };
}
