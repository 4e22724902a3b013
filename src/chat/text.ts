/** The text grammar of commands: `/experiment run fraction:0.2 policy:flip + shift(0.1)`. */
import { nearest } from '../i18n/nearest.ts';
import { cut, plain, visible } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import type { NamedCommand } from './command.ts';
import { currentName, noOptions, type Options } from './option.ts';
import type { RawOptions } from './place.ts';

/** Characters of a command, and of each field of a form. */
export const LONGEST = 4000;

// A straight quote ends with a straight one: „a “ and “b” may be inside "…". Phones and languages differ in the curly ones.
const QUOTED = /"(?:[^"\\]|\\.)*"|[“”„‟](?:[^“”„‟\\]|\\.)*[“”„‟]/;
const ONLY_QUOTED = new RegExp(`^(?:${QUOTED.source})$`, 'su');
/** A name counts where a word begins. */
const NAME = /(?<=^|\s)([\p{L}_][\p{L}\p{M}\d_-]*)[:：]/u;
const QUOTED_OR_NAME = new RegExp(`${QUOTED.source}|${NAME.source}`, 'gsu');

/** From and to, in UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Finds the command and its options in a line of text. */
export function parseText<S>(
  text: string,
  commands: readonly NamedCommand<S>[],
): { found: NamedCommand<S>; raw: RawOptions } {
  const { found, rest } = findCommand(text, commands);
  return { found, raw: parseRest(rest, found.command.options) };
}

/** Finds the command in a line of text; `rest` is the text after it, which begins at `at` in the visible text. */
export function findCommand<S>(
  text: string,
  commands: readonly NamedCommand<S>[],
): { found: NamedCommand<S>; rest: string; at: number } {
  if (text.length > LONGEST) throw new UserError('command.tooLong', { max: LONGEST });
  const seen = visible(text);
  const begin = behindSlash(seen);
  const line = seen.slice(begin).trimEnd();
  if (line === '') throw new UserError('command.empty');
  const [first = '', second = ''] = plain(line).toLowerCase().split(/\s+/, 2);
  const found =
    commands.find(({ name }) => name === `${first} ${second}`) ?? commands.find(({ name }) => name === first);
  if (!found) throw unknownCommand(`${first} ${second}`.trim(), commands, line);
  const rest = found.name.split(' ').reduce((left) => left.replace(/^\S+\s*/, ''), line);
  return { found, rest, at: begin + line.length - rest.length };
}

/** Whether a line is for Augie; people write all others to each other. */
export const isCommand = (text: string): boolean => /^\s*[/／]/.test(text);

/** Where the words of a line begin: after white space and the slash. */
export const behindSlash = (line: string): number => /^\s*[/／]?\s*/.exec(line)![0].length;

/**
 * What to say about an unknown command: the one that is meant, those of its group, or where to find all.
 * `line`: the words and all that follows.
 */
export function unknownCommand<S>(
  words: string,
  commands: readonly NamedCommand<S>[],
  line = words,
): UserError {
  const names = commands.map(({ name }) => name);
  const [first = '', ...more] = words.split(' ');
  const second = more.find((word) => !word.includes(':')); // `/run fraction:0.2` has none
  const typed = cut([first, second].join(' ').trim(), 60);
  const group = names.filter((name) => name.startsWith(`${first} `));
  if (group.length > 0) {
    const listed = group.map((name) => `/${name}`).join(', ');
    if (second === undefined) return new UserError('command.incomplete', { typed, names: listed });
    // By its second word alone: the first one is right, and would make every command look similar.
    const meant = nearest(
      second,
      group.map((name) => name.slice(first.length + 1)),
    );
    return meant === undefined
      ? new UserError('command.notInGroup', { typed, names: listed })
      : misspelt(typed, `${first} ${meant}`, line, 2);
  }
  const both = second === undefined ? undefined : nearest(typed, names);
  const meant = both ?? nearest(first, names) ?? names.find((name) => name.endsWith(` ${first}`));
  return meant === undefined
    ? new UserError('command.unknown', { typed })
    : misspelt(typed, meant, line, both === undefined ? 1 : 2);
}

/** `count`: how many words of the line are the misspelt name. */
function misspelt(typed: string, meant: string, line: string, count: number): UserError {
  const rest = line.trim().split(/\s+/).slice(count);
  return new UserError('command.misspelt', { typed, meant }, undefined, {
    line: [`/${meant}`, ...rest].join(' '),
  });
}

/** An option with its name: the declared name, its place (with the colon), and the place of the value. */
export interface NamedPart {
  readonly name: string;
  readonly at: Span;
  /** With the white space around it. */
  readonly value: Span;
}

/** The text after a command: values without names, then options with names. Unchecked. */
export function takeApart(rest: string): { readonly leading: Span; readonly named: readonly NamedPart[] } {
  // Text in quotes is skipped as a whole.
  const names = [...rest.matchAll(QUOTED_OR_NAME)].filter((match) => match[1] !== undefined);
  const end = (next: number) => names[next]?.index ?? rest.length;
  return {
    leading: { from: 0, to: end(0) },
    named: names.map((match, i) => {
      const from = match.index + match[0].length;
      return {
        name: plain(match[1] as string).toLowerCase(),
        at: { from: match.index, to: from },
        value: { from, to: end(i + 1) },
      };
    }),
  };
}

/**
 * Parses the options after a command. A value runs up to the next `name:`, so it may contain spaces;
 * quotes are allowed, and needed only for a value that looks like an option.
 */
export function parseRest(rest: string, options: Options): RawOptions {
  const { leading, named } = takeApart(rest);
  // A map, because `constructor` and `__proto__` are names like any other here.
  const raw = new Map(placePositional(rest.slice(0, leading.to).trim(), options));
  for (const { name: typed, value } of named) {
    const name = currentName(options, typed);
    if (raw.has(name)) throw new UserError('option.twice', { name: cut(name) }, name);
    raw.set(name, unquote(rest.slice(value.from, value.to).trim()));
  }
  return Object.fromEntries(raw);
}

/** The positional options, in their order. */
export const positionalNames = (options: Options): string[] =>
  Object.keys(options).filter((name) => options[name]?.positional);

/** Whether this many words can be positional: the last option takes more than one only if it is a text. */
export const hasPlace = (words: number, names: readonly string[], options: Options): boolean =>
  words <= names.length || options[names.at(-1) ?? '']?.kind === 'text';

/** Assigns words to these options: one to each, and all remaining ones to the last. */
export const placeWords = (text: string, names: readonly string[]): ({ readonly name: string } & Span)[] =>
  [...text.matchAll(/\S+/g)].slice(0, names.length).map(({ index, 0: word }, i) => ({
    name: names[i] as string,
    from: index,
    to: i === names.length - 1 ? text.trimEnd().length : index + word.length,
  }));

function placePositional(text: string, options: Options): [name: string, value: string][] {
  if (text === '') return [];
  const all = Object.keys(options);
  if (all.length === 0) throw noOptions(text);
  const names = positionalNames(options);
  if (!hasPlace(text.split(/\s+/).length, names, options)) {
    // `epochs 3`, `epochs=3` and `--epochs 3` are close enough to show the right notation.
    const [word = ''] = /[\p{L}_]+/u.exec(text) ?? [];
    throw new UserError('option.loose', {
      text: cut(text),
      example: `${nearest(word, all) ?? names[0] ?? all[0]}:…`,
    });
  }
  return placeWords(text, names).map(({ name, from, to }) => [name, unquote(text.slice(from, to))]);
}

/** Only \" and \\ are escapes in quotes: Windows paths are full of other backslashes. */
export function unquote(value: string): string {
  return ONLY_QUOTED.test(value) ? value.slice(1, -1).replace(/\\([\\"“”„‟])/g, '$1') : value;
}

/** Whether a value needs no quotes: nothing in it looks like an option, and none of its own quotes would be removed. */
export const isPlainValue = (value: string): boolean =>
  value.trim() !== '' && !/^["“”„‟]/.test(value) && takeApart(value).named.length === 0;

/** The text in the quotes of a value, also if they are not closed yet; the whole value if it has none. */
export function withinQuotes(value: string): Span & { readonly quoted: boolean } {
  const quoted = /^["“”„‟]/.test(value);
  return { quoted, from: Number(quoted), to: value.length - Number(ONLY_QUOTED.test(value)) };
}
