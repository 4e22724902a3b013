/** Numbers as people write them: 0.2, .2, 0,2, 20 %, 1/5, 2e-1, 48,000 and 48.000. */

/** Longer than any key. */
const LONGEST = 60;

const POINT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$/i;
const COMMA = /^[+-]?\d*,\d+(?:e[+-]?\d{1,4})?$/i;
/** Groups of thousands with the same mark, then perhaps another mark and decimals. */
const GROUPS = /^([+-]?[1-9]\d{0,2}(?:([ ,.'_])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?$/;

/**
 * All readings of a text as a number; empty if it is not one. `48,000` has two readings, 48 and 48000, because people in
 * different countries write both: one right reading is enough. A percentage is a share (20 % is 0.2); if the
 * key, `near`, is more than 1, the question is probably in percent, so 85 % may be 85, too.
 */
export function readNumbers(normalised: string, near: number): readonly number[] {
  if (normalised.length > LONGEST) return [];
  const text = normalised.replace(/^[=~≈] ?/, '').replace(/ ?°$/, '');
  if (!text.endsWith('%')) return finite(quotients(text));
  const shown = quotients(text.slice(0, -1).trim());
  return finite([...shown.map((value) => value / 100), ...(Math.abs(near) > 1 ? shown : [])]);
}

/** Whether two numbers are equal except for floating-point noise. */
export const same = (a: number, b: number): boolean => within(a, b, 0);

/** Whether a value is within the tolerance of the key, with a small margin for rounding. */
export const within = (value: number, key: number, allowed: number): boolean =>
  Math.abs(value - key) <= allowed + 1e-9 * Math.max(Math.abs(key), allowed);

const finite = (values: readonly number[]): readonly number[] => values.filter(Number.isFinite);

function quotients(text: string): readonly number[] {
  const parts = text.split('/');
  if (parts.length === 1) return readings(text);
  if (parts.length > 2) return [];
  const [above, below] = parts.map((part) => readings(part.trim()));
  return above!.flatMap((numerator) => below!.map((denominator) => numerator / denominator));
}

function readings(text: string): number[] {
  const groups = GROUPS.exec(text);
  const found = [
    ...(POINT.test(text) ? [Number(text)] : []),
    ...(COMMA.test(text) ? [Number(text.replace(',', '.'))] : []),
    ...(groups && groups[2] !== groups[3]
      ? [Number(`${groups[1]!.replace(/[ ,.'_]/g, '')}.${groups[4] ?? 0}`)]
      : []),
  ];
  return [...new Set(found)];
}
