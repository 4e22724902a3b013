/**
 * What people answered or predicted is broken down only where at least so many did: among fewer, one could tell who said
 * what.
 */
export const FEWEST_SHOWN = 5;
