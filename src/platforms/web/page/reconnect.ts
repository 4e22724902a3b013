/** When to try a connection again, and from which revision on. Pure. */
import type { ServerEvent } from '../protocol.ts';

const SHORTEST = 500;
const LONGEST = 10_000;

/**
 * Milliseconds before the next attempt: twice as long each time, and up to half of it shorter by `random` (0 to 1), so
 * that a class does not come back all at once.
 */
export const backoff = (attempts: number, random: number): number =>
  Math.min(LONGEST, SHORTEST * 2 ** attempts) * (1 - random / 2);

/**
 * The newest revision up to which nothing is missing. While the server still sends what was missed (`caughtUp` is
 * false), a high one may come before a lower one.
 */
export function advance(since: number, event: ServerEvent, caughtUp: boolean): number {
  if (event.type === 'ready') return event.revision;
  if (event.type === 'deleted' && caughtUp) return Math.max(since, event.revision);
  if (event.type !== 'messages' || !caughtUp) return since;
  return Math.max(since, ...event.messages.map(({ revision }) => revision));
}
