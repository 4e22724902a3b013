/** A clock that only moves when a test moves it. */
import { type Clock, systemClock } from '../../src/time/clock.ts';

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
    // The time of day comes in whole milliseconds, what has passed does not.
    now: () => Math.round(now + jumped),
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

/** A running clock that a test can also move forward: for code that waits for both work and time. */
export function swiftClock(): FakeClock {
  let ahead = 0;
  let jumped = 0;
  const due = new Set<{ at: number; action: () => void; cancel: () => void }>();
  const elapsed = () => systemClock.elapsed() + ahead;
  return {
    now: () => Math.round(systemClock.now() + ahead + jumped),
    elapsed,
    after(ms, action) {
      const entry = { at: elapsed() + ms, action: () => {}, cancel: () => {} };
      entry.action = () => {
        due.delete(entry);
        action();
      };
      entry.cancel = systemClock.after(ms, entry.action);
      due.add(entry);
      return () => {
        entry.cancel();
        due.delete(entry);
      };
    },
    advance(ms) {
      const end = elapsed() + ms;
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        ahead += Math.max(0, next.at - elapsed());
        next.cancel();
        next.action();
      }
      ahead += Math.max(0, end - elapsed());
      // What is due later comes so much sooner.
      for (const entry of due) {
        entry.cancel();
        entry.cancel = systemClock.after(Math.max(0, entry.at - elapsed()), entry.action);
      }
    },
    jump(ms) {
      jumped += ms;
    },
  };
}
