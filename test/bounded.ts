/** Time limits for functions that must be fast for any input. */

/** How many generated inputs a test tries: `many` in the slow proofs, `few` in the quick suite. */
export const inputs = (many: number, few: number): number => (process.env.REAL_SIZE ? many : few);

/**
 * Returns the result of `action`; throws if it takes this process more than `most` milliseconds of CPU. If the clock says
 * that it took too long, it runs a second time, because the machine may be busy: asking for CPU time costs more than most actions.
 */
export function bounded<T>(most: number, action: () => T): T {
  const began = performance.now();
  const result = action();
  if (performance.now() - began <= most) return result;
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  if (user + system > 1000 * most) throw new Error(`took ${(user + system) / 1000} ms`);
  return result;
}
