/** The text grammar of commands: `/experiment run fraction:0.2 policy:flip + shift(0.1)`. */
import { nearest } from '../i18n/nearest.ts';
import { cut, plain, visible } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import type { NamedCommand } from './command.ts';
import { noOptions, type Options, type RawOptions } from './option.ts';

const LONGEST = 4000;

// What begins straight ends straight: „a “ and “b” may stand within "…". Phones and languages differ in the curly ones.
const QUOTED = /"(?:[^"\\]|\\.)*"|[“”„‟](?:[^“”„‟\\]|\\.)*[“”„‟]/;
const ONLY_QUOTED = new RegExp(`^(?:${QUOTED.source})$`, 'su');
/** A name counts where a word begins. */
const NAME = /(?<=^|\s)([\p{L}_][\p{L}\p{M}\d_-]*)[:：]/u;
const QUOTED_OR_NAME = new RegExp(`${QUOTED.source}|${NAME.source}`, 'gsu');

/** Finds the command in a line of text, and its options, taken apart. */
export function parseText<S>(
  text: string,
  commands: readonly NamedCommand<S>[],
): { found: NamedCommand<S>; raw: RawOptions } {
  const { found, rest } = findCommand(text, commands);
  return { found, raw: parseRest(rest, found.command.options) };
}

/** Finds the command in a line of text; `rest` is what stands behind it. */
export function findCommand<S>(
  text: string,
  commands: readonly NamedCommand<S>[],
): { found: NamedCommand<S>; rest: string } {
  if (text.length > LONGEST) throw new UserError('command.tooLong', { max: LONGEST });
  const line = visible(text)
    .trim()
    .replace(/^[/／]\s*/, '');
  if (line === '') throw new UserError('command.empty');
  const [first = '', second = ''] = plain(line).toLowerCase().split(/\s+/, 2);
  const found =
    commands.find(({ name }) => name === `${first} ${second}`) ?? commands.find(({ name }) => name === first);
  if (!found) throw unknownCommand(`${first} ${second}`.trim(), commands);
  return { found, rest: found.name.split(' ').reduce((left) => left.replace(/^\S+\s*/, ''), line) };
}

/** What to say of words that are no command: the one that is meant, those of its group, or where all are listed. */
export function unknownCommand<S>(words: string, commands: readonly NamedCommand<S>[]): UserError {
  const names = commands.map(({ name }) => name);
  const [first = '', ...more] = words.split(' ');
  const second = more.find((word) => !word.includes(':')); // `/run fraction:0.2` has none
  const typed = cut([first, second].join(' ').trim(), 60);
  const group = names.filter((name) => name.startsWith(`${first} `));
  if (group.length > 0) {
    const listed = group.map((name) => `/${name}`).join(', ');
    if (second === undefined) return new UserError('command.incomplete', { typed, names: listed });
    // By its second word alone: the first one is right, and would make everything look near.
    const meant = nearest(
      second,
      group.map((name) => name.slice(first.length + 1)),
    );
    return meant === undefined
      ? new UserError('command.notInGroup', { typed, names: listed })
      : new UserError('command.misspelt', { typed, meant: `${first} ${meant}` });
  }
  const meant =
    nearest(typed, names) ?? nearest(first, names) ?? names.find((name) => name.endsWith(` ${first}`));
  return meant === undefined
    ? new UserError('command.unknown', { typed })
    : new UserError('command.misspelt', { typed, meant });
}

/**
 * Takes the options apart that stand behind a command. A value runs up to the next `name:`, so it may hold spaces;
 * quotes are allowed and needed only for a value that looks like an option.
 */
export function parseRest(rest: string, options: Options): RawOptions {
  // What stands in quotes is skipped as a whole.
  const parts = [...rest.matchAll(QUOTED_OR_NAME)].filter((match) => match[1] !== undefined);
  const leading = rest.slice(0, parts[0]?.index ?? rest.length).trim();
  // A map, because `constructor` and `__proto__` are names like any other here.
  const raw = new Map(leading ? placePositional(leading, options) : []);
  parts.forEach((match, i) => {
    const name = plain(match[1] as string).toLowerCase();
    const value = rest.slice(match.index + match[0].length, parts[i + 1]?.index ?? rest.length);
    if (raw.has(name)) throw new UserError('option.twice', { name: cut(name) });
    raw.set(name, unquote(value.trim()));
  });
  return Object.fromEntries(raw);
}

function placePositional(text: string, options: Options): [name: string, value: string][] {
  const all = Object.keys(options);
  if (all.length === 0) throw noOptions(text);
  const names = all.filter((name) => options[name]?.positional);
  const words = text.split(/\s+/);
  if (
    names.length === 0 ||
    (words.length > names.length && options[names.at(-1) as string]?.kind !== 'text')
  ) {
    // `epochs 3`, `epochs=3` and `--epochs 3` are near enough to show how it is written.
    const [word = ''] = /[\p{L}_]+/u.exec(text) ?? [];
    throw new UserError('option.loose', {
      text: cut(text),
      example: `${nearest(word, all) ?? names[0] ?? all[0]}:…`,
    });
  }
  let left = text;
  return names.flatMap((name, i): [string, string][] => {
    const value = i === names.length - 1 ? left : (words[i] ?? '');
    left = left.slice(value.length).trimStart();
    return value ? [[name, unquote(value)]] : [];
  });
}

/** Only \" and \\ stand for something else within quotes: paths of Windows are full of other backslashes. */
function unquote(value: string): string {
  return ONLY_QUOTED.test(value) ? value.slice(1, -1).replace(/\\([\\"“”„‟])/g, '$1') : value;
}
