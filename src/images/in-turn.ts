/**
 * Draws one picture after the other. One picture already uses several threads: two at a time would take twice the
 * memory, and neither would finish sooner than the second of two in turn.
 */
export function inTurn<A extends readonly unknown[], T>(
  draw: (...of: A) => Promise<T>,
): (...of: A) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (...of) => {
    const mine = last.then(() => draw(...of));
    last = mine.catch(() => {});
    return mine;
  };
}
