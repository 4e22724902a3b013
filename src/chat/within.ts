/** Texts that must not be longer than a platform takes. */

/** At most `most` UTF-16 units, as the stricter way to count: whatever is longer ends in an ellipsis. */
export function within(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half of a character would be none.
  const end = most - 1 - Number(/[\ud800-\udbff]/.test(text[most - 2] ?? ''));
  return `${text.slice(0, Math.max(0, end))}…`;
}
