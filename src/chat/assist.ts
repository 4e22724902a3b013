/** Help while somebody is typing: what could stand at the cursor, and what is wrong so far. */
import { type Locale, type Translate, translate } from '../i18n/i18n.ts';
import { placeInText, visible } from '../i18n/typed.ts';
import { about, UserError } from '../i18n/user-error.ts';
import type { NamedCommand } from './command.ts';
import { completeName } from './complete-name.ts';
import { completeOptions } from './complete-options.ts';
import { type Option, parseOptions } from './option.ts';
import type { Person, Place } from './place.ts';
import type { FactsOf } from './ports.ts';
import { checkRole, mayUse } from './roles.ts';
import { findCommand, isCommand, parseRest, type Span } from './text.ts';

export interface Typing {
  readonly text: string;
  /** Where the cursor is, in UTF-16 units. */
  readonly cursor: number;
  readonly person: Person;
  readonly place: Place;
  readonly locale: Locale;
}

export interface Suggestion {
  readonly kind: 'command' | 'option' | 'value';
  /** As it is listed: `/experiment run`, `fraction`, `rotate(0.04)`. */
  readonly label: string;
  /** What it means, in the language of who types. */
  readonly detail?: string;
  /** What replaces `replace` of the text. */
  readonly insert: string;
}

export interface Assistance {
  /** From and to, in UTF-16 units: what the suggestions would replace. */
  readonly replace: readonly [from: number, to: number];
  /** The likeliest first. */
  readonly suggestions: readonly Suggestion[];
  /** Whether what stands at the cursor is only the beginning of something: Enter then takes the first suggestion. */
  readonly unfinished: boolean;
  /** What is being typed at the cursor: a command's summary, or an option with what it takes. */
  readonly hint?: string;
  /** What would be answered if this were sent now; without it, the command is right. */
  readonly problem?: string;
  /** The option that the problem is about. */
  readonly option?: string;
}

export type Assist = (typing: Typing) => Assistance;

/** What a kind of option may need to know of the rest. */
export interface KindContext {
  readonly place: Place;
  readonly person: Person;
  readonly t: Translate;
  readonly option: Option<unknown>;
  /** The command's other options: what is given and right, or their defaults. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What somebody who made a kind of option knows of its values. Nothing here may store anything. */
export interface Kind {
  /** Throws the UserError that the command would answer this value with. */
  check?(value: string, context: KindContext): void;
  /** All values there are. */
  values?(context: KindContext): readonly Listed[];
  /** What could stand at the cursor within a value that has parts. */
  complete?(value: string, cursor: number, context: KindContext): Completion;
}

/** A value that is typed as it is listed. */
export type Listed = Pick<Suggestion, 'label' | 'detail'>;

export interface Completion {
  /** What the suggestions replace of the value. */
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly Omit<Suggestion, 'kind'>[];
  readonly hint?: string;
}

export type Kinds = Partial<Record<Option<unknown>['kind'], Kind>>;

export interface AssistParts<Services> {
  readonly commands: readonly NamedCommand<Services>[];
  readonly kinds: Kinds;
  readonly factsOf: FactsOf;
}

/** Typing help for these commands. It runs nothing, stores nothing, and answers whatever is typed. */
export function createAssist<Services>({ commands, kinds, factsOf }: AssistParts<Services>): Assist {
  /** What sending the text would be answered with, as far as that is known before the command runs. */
  function problemOf(text: string, typing: Typing): UserError | undefined {
    try {
      const { found, rest } = findCommand(text, commands);
      checkRole(found, typing.person);
      const { options } = found.command;
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

  return (typing) => {
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
    const command = commandIn(seen, commands);
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
      // The commands are all listed.
      suggestions: inOptions ? suggestions.slice(0, factsOf(typing.place)?.suggestions) : suggestions,
      unfinished: problem !== undefined && suggestions.length > 0 && begun,
      ...(hint !== undefined && { hint }),
      ...said,
    };
  };
}

/** Suggestions, and what they replace of the visible line. */
export interface Found extends Span {
  readonly suggestions: readonly Suggestion[];
  /** Whether what stands at the cursor wants more: a problem elsewhere in the line does not count. */
  readonly begun: boolean;
  readonly hint?: string;
}

/** A command in a visible line, and where its name ends. */
export interface CommandInLine<Services> extends NamedCommand<Services> {
  readonly end: number;
}

function commandIn<S>(seen: string, commands: readonly NamedCommand<S>[]): CommandInLine<S> | undefined {
  try {
    const { found, at } = findCommand(seen, commands);
    return { ...found, end: seen.slice(0, at).trimEnd().length };
  } catch {
    return undefined;
  }
}
