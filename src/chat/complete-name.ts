/** Suggests commands at the cursor. Positions are in the visible line. */
import type { Translate } from '../i18n/i18n.ts';
import { plain } from '../i18n/typed.ts';
import type { UserError } from '../i18n/user-error.ts';
import type { NamedCommand } from './command.ts';
import { summaryOf } from './describe.ts';
import type { CommandInLine, Found } from './kind.ts';
import { behindSlash } from './text.ts';

/** The commands that fit the text between the slash and the cursor. */
export function completeName<S>(
  line: string,
  cursor: number,
  command: CommandInLine<S> | undefined,
  commands: readonly NamedCommand<S>[],
  problem: UserError | undefined,
  t: Translate,
): Found {
  const begin = behindSlash(line);
  const slash = line.search(/[/／]/);
  // The second word belongs to the name unless it looks like an option.
  const [words = ''] = /^\S*(?:\s+[^\s:：]+(?=\s|$))?/.exec(line.slice(begin)) ?? [];
  const end = command?.end ?? begin + words.length;
  if (cursor <= slash || line.slice(end, cursor).trim() !== '')
    return { from: cursor, to: cursor, suggestions: [], begun: false };
  const typed = plain(line.slice(begin, cursor)).toLowerCase().replace(/\s+/g, ' ');
  const begun = beginningWith(typed, commands);
  const behind = Math.max(end, cursor);
  return {
    from: slash,
    to: behind + /^\s*/.exec(line.slice(behind))![0].length,
    suggestions: (begun.length > 0 ? begun : meant(typed, commands, problem)).map((found) => ({
      kind: 'command',
      label: `/${found.name}`,
      detail: summaryOf(t, found.command),
      insert: `/${found.name} `,
    })),
    begun: begun.length > 0 && (command === undefined || line.slice(end).trim() === ''),
    ...(command && { hint: summaryOf(t, command.command) }),
  };
}

/** By the beginning of the name, then of its second word. */
function beginningWith<S>(typed: string, commands: readonly NamedCommand<S>[]): readonly NamedCommand<S>[] {
  const whole = commands.filter(({ name }) => name.startsWith(typed));
  const second = commands.filter(({ name }) => typed !== '' && name.includes(` ${typed}`));
  return [...new Set([...whole, ...second])];
}

/** The command that the error message would suggest. */
function meant<S>(
  typed: string,
  commands: readonly NamedCommand<S>[],
  problem: UserError | undefined,
): readonly NamedCommand<S>[] {
  if (problem?.key === 'command.misspelt')
    return commands.filter(({ name }) => name === problem.params.meant);
  const group = `${typed.split(' ')[0]} `;
  return problem?.key === 'command.notInGroup' ? commands.filter(({ name }) => name.startsWith(group)) : [];
}
