/**
 * When a class is asked again what it missed. A Leitner box with growing intervals (Leitner 1972): gaps that grow are how
 * spaced practice is usually arranged, and any spacing beats none (Cepeda et al. 2006). Pure.
 */

/** An item that a class has not learnt yet. */
export interface Learning {
  /** Index of its last interval, from 0. */
  readonly box: number;
  readonly dueAt: number;
  /** In a row. */
  readonly successes: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days until an item comes back, by box. */
export const INTERVALS = [1, 3, 7, 16, 35] as const;
/** A class knows an item when this share of its answers is right. */
export const KNOWN = 0.8;
/** An item is learnt when a class knew it this often in a row. */
const LEARNT_AFTER = 3;

/**
 * The state of an item after a round in which `share` of the answers was right; undefined if there is
 * nothing (more) to learn: it was never missed, or is learnt now.
 */
export function afterRound(known: Learning | undefined, share: number, now: number): Learning | undefined {
  const isKnown = share >= KNOWN;
  if (!known && isKnown) return undefined;
  const box = known && isKnown ? Math.min(known.box + 1, INTERVALS.length - 1) : 0;
  const successes = isKnown ? (known?.successes ?? 0) + 1 : 0;
  if (successes >= LEARNT_AFTER) return undefined;
  return { box, successes, dueAt: now + (INTERVALS[box] as number) * DAY_MS };
}

/** The due ones, the longest overdue first. */
export const due = <L extends Learning>(all: readonly L[], now: number): L[] =>
  all.filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);

/** When the next one is due; undefined if there is none. */
export const nextDue = (all: readonly Learning[]): number | undefined =>
  all.length === 0 ? undefined : Math.min(...all.map(({ dueAt }) => dueAt));
