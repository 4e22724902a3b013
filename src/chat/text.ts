/** The text grammar of commands: `/experiment run fraction:0.2 policy:flip + shift(0.1)`. */
import { nearest } from '../i18n/nearest.ts';
import { UserError } from '../i18n/user-error.ts';
import type { NamedCommand } from './command.ts';
import type { Options, RawOptions } from './option.ts';

const LONGEST = 4000;

/**
 * Finds the command in a line of text and takes its options apart. A value runs up to the next known
 * `name:`, so it may hold spaces; quotes are allowed and needed only for a value that looks like an option.
 */
export function parseText<S>(
  text: string,
  commands: readonly NamedCommand<S>[],
): { found: NamedCommand<S>; raw: RawOptions } {
  if (text.length > LONGEST) throw new UserError('command.tooLong', { max: LONGEST });
  const line = text.trim().replace(/^\//, '').trim();
  if (line === '') throw new UserError('command.empty');
  const words = line.split(/\s+/, 2);
  const found =
    commands.find(({ name }) => name === words.join(' ').toLowerCase()) ??
    commands.find(({ name }) => name === words[0]?.toLowerCase());
  if (!found) throw unknownCommand(words, commands);
  const rest = found.name.split(' ').reduce((left) => left.replace(/^\S+\s*/, ''), line);
  return { found, raw: parseRest(rest, found.command.options) };
}

function unknownCommand<S>(words: readonly string[], commands: readonly NamedCommand<S>[]): UserError {
  const typed = words.join(' ').slice(0, 60);
  const names = commands.map(({ name }) => name);
  const inGroup = names.filter((name) => name.startsWith(`${words[0]?.toLowerCase()} `));
  if (inGroup.length > 0 && words.length === 1) {
    return new UserError('command.incomplete', {
      typed,
      names: inGroup.map((name) => `/${name}`).join(', '),
    });
  }
  const meant = nearest(typed, names) ?? nearest(words[0] ?? '', names);
  return meant
    ? new UserError('command.misspelt', { typed, meant })
    : new UserError('command.unknown', { typed });
}

function parseRest(rest: string, options: Options): RawOptions {
  const raw: Record<string, string> = {};
  // A name counts where a word begins; what stands in quotes is skipped as a whole.
  const parts = [...rest.matchAll(/"(?:[^"\\]|\\.)*"|(?<=^|\s)([\p{L}][\p{L}\d_-]*):/gu)].filter(
    (match) => match[1] !== undefined,
  );
  const leading = rest.slice(0, parts[0]?.index ?? rest.length).trim();
  if (leading) placePositional(leading, options, raw);
  parts.forEach((match, i) => {
    const name = match[1] as string;
    const value = rest.slice(match.index + match[0].length, parts[i + 1]?.index ?? rest.length);
    if (name in raw) throw new UserError('option.twice', { name: name.slice(0, 40) });
    raw[name.toLowerCase()] = unquote(value.trim());
  });
  return raw;
}

function placePositional(text: string, options: Options, raw: Record<string, string>): void {
  const names = Object.keys(options).filter((name) => options[name]?.positional);
  const words = text.split(/\s+/);
  if (
    names.length === 0 ||
    (words.length > names.length && options[names.at(-1) as string]?.kind !== 'text')
  ) {
    throw new UserError('option.loose', {
      text: text.slice(0, 40),
      example: `${names[0] ?? Object.keys(options)[0] ?? 'name'}:…`,
    });
  }
  names.forEach((name, i) => {
    const value = i === names.length - 1 ? words.slice(i).join(' ') : (words[i] ?? '');
    if (value) raw[name] = unquote(value);
  });
}

function unquote(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value);
  return quoted ? (quoted[1] as string).replace(/\\(.)/g, '$1') : value;
}
