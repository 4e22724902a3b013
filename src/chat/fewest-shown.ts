/**
 * Augie breaks down answers and predictions only if at least this many people gave one: with fewer, one could tell who said
 * what.
 */
export const FEWEST_SHOWN = 5;
