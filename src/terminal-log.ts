/** The log as readable lines, for a person who starts Augie on a terminal: `10:15:02 warning: a card could not be shown (EACCES)`. */
import { type Logger, pino } from 'pino';

const NAMES: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warning',
  50: 'error',
  60: 'fatal',
};
/** Fields that every line has, or that are shown in another way. */
const SHOWN = ['level', 'time', 'pid', 'hostname', 'msg', 'err'];

interface Entry {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string; readonly stack?: string };
  readonly [detail: string]: unknown;
}

/** One pino entry (JSON) as a readable line; errors have their stack. */
export function readable(json: string): string {
  const entry = JSON.parse(json) as Entry;
  const { level, time, msg = '', err } = entry;
  const details = Object.entries(entry)
    .filter(([name]) => !SHOWN.includes(name))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const more = [err?.message, ...details].filter((part) => part !== undefined && part !== '');
  const clock = new Date(time).toTimeString().slice(0, 8);
  const line = `${clock} ${NAMES[level] ?? level}: ${msg}${more.length > 0 ? ` (${more.join(', ')})` : ''}\n`;
  return level >= 50 && err?.stack !== undefined ? `${line}${err.stack}\n` : line;
}

/** JSON if programs read the output, otherwise readable lines, by default only warnings and errors. */
export const createLog = (
  level: string | undefined,
  isTerminal: boolean,
  write: (text: string) => unknown,
): Logger =>
  isTerminal
    ? pino({ level: level ?? 'warn' }, { write: (json) => void write(readable(json)) })
    : pino({ level: level ?? 'info' });
