/** What could stand in an option that somebody is filling in, from the typing help that all platforms share. */
import type { APIApplicationCommandOptionChoice } from 'discord.js';
import type { Assist, Typing } from '../../chat/assist.ts';
import { unquote } from '../../chat/text.ts';
import { LIMITS } from './limits.ts';
import { within } from './markdown.ts';

/** An option as it is filled in so far. */
export interface Filled {
  readonly name: string;
  readonly value: string | number | boolean;
  /** The cursor is there. */
  readonly focused?: boolean;
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** `who`: all of a Typing but the text. Values that Discord has no room for are left out. */
export function choicesFor(
  command: string,
  options: readonly Filled[],
  assist: Assist,
  who: Omit<Typing, 'text' | 'cursor'>,
): APIApplicationCommandOptionChoice<string>[] {
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
      return { value, name: within([value, detail].filter(Boolean).join(' · '), LIMITS.choice) };
    });
  const [first] = found;
  const isRight = problem === undefined;
  // Tab takes the first one: what is right already stays so, and what is wrong is said before it is sent.
  const asTyped = { value: typed, name: within(problem ?? typed, LIMITS.choice) };
  const keep = isRight && first !== undefined && help(first.value).problem !== undefined;
  return (keep || first === undefined ? [asTyped, ...found] : found)
    .filter(({ value }) => value !== '' && value.length <= LIMITS.choice)
    .slice(0, LIMITS.choices);
}
