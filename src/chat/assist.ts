/** Typing help: what can come at the cursor, and what is wrong so far. */
import { type Locale, translate } from '../i18n/i18n.ts';
import { placeInText, visible } from '../i18n/typed.ts';
import { about, UserError } from '../i18n/user-error.ts';
import type { NamedCommand } from './command.ts';
import { completeName } from './complete-name.ts';
import { completeOptions } from './complete-options.ts';
import type { CommandInLine, Kinds, Suggestion } from './kind.ts';
import { type ChoicesAt, optionsAt, parseOptions } from './option.ts';
import type { Person, Place } from './place.ts';
import type { ClassroomOf, FactsOf } from './ports.ts';
import { checkRole, mayUse } from './roles.ts';
import { findCommand, isCommand, parseRest } from './text.ts';

export interface Typing {
  readonly text: string;
  /** In UTF-16 units. */
  readonly cursor: number;
  readonly person: Person;
  readonly place: Place;
  readonly locale: Locale;
}

export interface Assistance {
  /** From and to, in UTF-16 units: the text that a suggestion replaces. */
  readonly replace: readonly [from: number, to: number];
  /** The most likely first. */
  readonly suggestions: readonly Suggestion[];
  /** Whether the word at the cursor is incomplete: Enter then takes the first suggestion. */
  readonly unfinished: boolean;
  /** About what somebody is typing: a command's summary, or an option and its values. */
  readonly hint?: string;
  /** The answer if this were sent now; left out if the command is right. */
  readonly problem?: string;
  /** The option with the problem. */
  readonly option?: string;
}

export type Assist = (typing: Typing) => Assistance;

export interface AssistParts<Services> {
  readonly commands: readonly NamedCommand<Services>[];
  readonly choicesAt: ChoicesAt;
  readonly kinds: Kinds;
  readonly classroomOf: ClassroomOf;
  readonly factsOf: FactsOf;
}

/** Typing help for these commands. It runs nothing, stores nothing, and never throws. */
export function createAssist<Services>({
  commands,
  choicesAt,
  kinds,
  classroomOf,
  factsOf,
}: AssistParts<Services>): Assist {
  /** The answer to the text, as far as it is known before the command runs. */
  function problemOf(text: string, typing: Typing & { readonly classroom: string }): UserError | undefined {
    try {
      const { found, rest } = findCommand(text, commands);
      checkRole(found, typing.person);
      const options = optionsAt(found.command.options, typing.classroom, choicesAt);
      const values: Record<string, unknown> = parseOptions(options, parseRest(rest, options));
      for (const [name, option] of Object.entries(options)) {
        const value = values[name];
        if (typeof value !== 'string') continue;
        const context = { ...typing, t: translate(typing.locale), option, values };
        about(name, () => kinds[option.kind]?.check?.(value, context));
      }
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
  }

  function commandIn(seen: string, classroom: string): CommandInLine<Services> | undefined {
    try {
      const { found, at } = findCommand(seen, commands);
      const options = optionsAt(found.command.options, classroom, choicesAt);
      return { ...found, command: { ...found.command, options }, end: seen.slice(0, at).trimEnd().length };
    } catch {
      return undefined;
    }
  }

  return (given) => {
    const typing = { ...given, classroom: classroomOf(given.place) };
    const { text, locale } = typing;
    const cursor = Math.min(Math.max(0, Math.trunc(typing.cursor) || 0), text.length);
    if (!isCommand(text)) return { replace: [cursor, cursor], suggestions: [], unfinished: false };
    const t = translate(locale);
    const problem = problemOf(text, typing);
    const said = problem && {
      problem: t(problem.key, problem.params),
      ...(problem.option !== undefined && { option: problem.option }),
    };
    if (problem?.key === 'command.tooLong') {
      return { replace: [cursor, cursor], suggestions: [], unfinished: false, ...said };
    }

    const seen = visible(text);
    const at = visible(text.slice(0, cursor)).length;
    const command = commandIn(seen, typing.classroom);
    const inOptions = command !== undefined && at > command.end;
    const { from, to, suggestions, begun, hint } = inOptions
      ? completeOptions(seen, at, command, kinds, { ...typing, t })
      : completeName(
          seen,
          at,
          command,
          commands.filter((one) => mayUse(one, typing.person)),
          problem,
          t,
        );

    const replace = [
      Math.min(placeInText(text, from), cursor),
      Math.max(placeInText(text, to), cursor),
    ] as const;
    return {
      replace,
      // The suggestions already list all commands.
      suggestions: inOptions ? suggestions.slice(0, factsOf(typing.place)?.suggestions) : suggestions,
      unfinished: problem !== undefined && suggestions.length > 0 && begun,
      ...(hint !== undefined && { hint }),
      ...said,
    };
  };
}
