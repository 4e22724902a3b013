/** A row of the bench: a figure, its limit, and its format. */

export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be at least or at most. */
  readonly least?: number;
  readonly most?: number;
  /** Guarded rows fail the run; the others depend on the machine and are for reading. */
  readonly guarded?: boolean;
  /** A note for reading it. */
  readonly note?: string;
}

const isWithin = ({ value, least = -Infinity, most = Infinity }: Row): boolean =>
  value >= least && value <= most;

/** Guarded, and outside its limit. */
export const isBroken = (row: Row): boolean => row.guarded === true && !isWithin(row);

export function rowText(row: Row): string {
  const { what, value, unit, least, most, note = '' } = row;
  const target =
    least !== undefined ? `at least ${least}` : most !== undefined ? `at most ${rounded(most)}` : '';
  const mark = target === '' ? '' : isBroken(row) ? 'BROKEN' : isWithin(row) ? 'ok' : 'over';
  const figure = `${what.padEnd(58)}${value.toFixed(2).padStart(10)} ${unit.padEnd(4)}`;
  return `${figure} ${target.padEnd(15)} ${mark.padEnd(6)} ${note}`.trimEnd();
}

const rounded = (target: number) => Math.round(100 * target) / 100;

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Milliseconds that something takes. */
export async function timed(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/** CPU milliseconds of this process for an action: other processes do not count. */
export async function ownTime(action: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
