/** What is known of a kind of option while somebody types: which values there are, which are wrong, what could follow. */
import type { Translate } from '../i18n/i18n.ts';
import type { NamedCommand } from './command.ts';
import type { Option } from './option.ts';
import type { Person } from './place.ts';
import type { Span } from './text.ts';

export interface Suggestion {
  readonly kind: 'command' | 'option' | 'value';
  /** As it is listed: `/experiment run`, `fraction`, `rotate(0.04)`. */
  readonly label: string;
  /** What it means, in the language of who types. */
  readonly detail?: string;
  /** What replaces `replace` of the text. */
  readonly insert: string;
}

/** What a kind of option may need to know of the rest. */
export interface KindContext {
  /** Id of the classroom in which somebody is typing. */
  readonly classroom: string;
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
  /** Suggestions for the part of a value at the cursor, where values have parts. */
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

/** Suggestions, and what they replace of the visible line. */
export interface Found extends Span {
  readonly suggestions: readonly Suggestion[];
  /** Whether the text at the cursor is only a beginning: a problem elsewhere in the line does not count. */
  readonly begun: boolean;
  readonly hint?: string;
}

/** A command in a visible line, and where its name ends. */
export interface CommandInLine<Services> extends NamedCommand<Services> {
  readonly end: number;
}
