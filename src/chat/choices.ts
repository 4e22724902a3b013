/** What could stand in an option that somebody is filling in, for platforms that list it. */
import type { Assist, Typing } from './assist.ts';
import { unquote } from './text.ts';

/** An option as it is filled in so far. */
export interface Filled {
  readonly name: string;
  readonly value: string | number | boolean;
  /** The cursor is there. */
  readonly focused?: boolean;
}

/** A value that can be picked, and what it is listed as, however long that is. */
export interface Offered {
  readonly value: string;
  readonly label: string;
}

/** What a list has room for. */
export interface Room {
  /** Values at once. */
  readonly choices: number;
  /** Characters of a value; longer ones are left out. */
  readonly value: number;
  /** What is typed is always listed first: nothing can be sent that is not listed. */
  readonly typedFirst?: boolean;
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** `who`: all of a Typing but the text. */
export function choicesFor(
  command: string,
  options: readonly Filled[],
  assist: Assist,
  who: Omit<Typing, 'text' | 'cursor'>,
  room: Room,
): Offered[] {
  const focused = options.find((one) => one.focused);
  if (!focused) return [];
  const others = options.filter((one) => one !== focused);
  const before = [
    `/${command}`,
    ...others.map(({ name, value }) => `${name}:${quoted(String(value))}`),
    `${focused.name}:`,
  ].join(' ');
  // In quotes, so that whatever is typed is one value.
  const typed = String(focused.value).trim();
  const help = (value: string) => {
    const text = before + quoted(value);
    return { text, ...assist({ ...who, text, cursor: text.length - 1 }) };
  };
  const { text, replace, suggestions, problem } = help(typed);
  const [from, to] = replace;
  const found = suggestions
    .filter(({ kind }) => kind === 'value')
    .map(({ insert, detail }) => {
      const value = unquote(`${text.slice(0, from)}${insert}${text.slice(to)}`.slice(before.length)).trim();
      return { value, label: [value, detail].filter(Boolean).join(' · ') };
    });
  const [first] = found;
  const isRight = problem === undefined;
  // Tab takes the first one: what is right already stays so, and what is wrong is said before it is sent.
  const asTyped = { value: typed, label: problem ?? typed };
  const keep = isRight && first !== undefined && help(first.value).problem !== undefined;
  const isListed = room.typedFirst
    ? found.some(({ value }) => value === typed)
    : !keep && first !== undefined;
  return (isListed ? found : [asTyped, ...found])
    .filter(({ value }) => value !== '' && value.length <= room.value)
    .slice(0, room.choices);
}
