/** Decides whether the clock is trustworthy enough to delete what is old. */
import type { SettingsRepository } from '../chat/ports.ts';
import type { Clock } from '../time/clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Computers sleep over a weekend. */
const USUAL_GAP_MS = 3 * DAY_MS;
/** Servers are off between two terms. */
const LONGEST_GAP_MS = 100 * DAY_MS;
/** A new time must hold for this long. */
const DOUBT_MS = DAY_MS;

const SCOPE = 'privacy';

export interface TrustedTimeParts {
  readonly settings: SettingsRepository;
  readonly clock: Clock;
  /** Called once for each jump, with the last known time and the current one, in milliseconds. */
  readonly onJump: (before: number, now: number) => void;
}

/**
 * Call it regularly. After a jump, forward or back, also one while the program was off, the time is in doubt for a
 * day; a second usual gap within this time, as of a computer that is on for a lesson a week, does not prolong it.
 */
export function createTrustedTime({ settings, clock, onJump }: TrustedTimeParts): () => boolean {
  const read = (name: string) => {
    const value = settings.get(SCOPE, name);
    return value === undefined || value === '' ? undefined : Number(value);
  };
  return () => {
    const now = clock.now();
    const before = read('seenAt') ?? now;
    const doubted = read('doubtedAt');
    const gap = Math.abs(now - before);
    settings.set(SCOPE, 'seenAt', String(now));
    if (gap > (doubted === undefined || now < doubted ? USUAL_GAP_MS : LONGEST_GAP_MS)) {
      settings.set(SCOPE, 'doubtedAt', String(now));
      onJump(before, now);
      return false;
    }
    if (doubted === undefined) return true;
    if (now - doubted < DOUBT_MS) return false;
    settings.set(SCOPE, 'doubtedAt', '');
    return true;
  };
}
