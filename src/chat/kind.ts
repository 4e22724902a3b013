/** Typing help for a kind of option: its values, mistakes, and what can follow. */
import type { Translate } from '../i18n/i18n.ts';
import type { NamedCommand } from './command.ts';
import type { Option } from './option.ts';
import type { Person } from './place.ts';
import type { Span } from './text.ts';

export interface Suggestion {
  readonly kind: 'command' | 'option' | 'value';
  /** As shown in the list: `/experiment run`, `fraction`, `rotate(0.04)`. */
  readonly label: string;
  /** What it means, in the typing person's language. */
  readonly detail?: string;
  /** The text to insert instead of `replace`. */
  readonly insert: string;
}

/** The context that a kind of option may need. */
export interface KindContext {
  /** Id of the classroom in which somebody is typing. */
  readonly classroom: string;
  readonly person: Person;
  readonly t: Translate;
  readonly option: Option<unknown>;
  /** The command's other options: valid given values, or defaults. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a subject knows about the values of its kind of option. These functions must not store anything. */
export interface Kind {
  /** Throws the command's UserError for this value. */
  check?(value: string, context: KindContext): void;
  /** All values. */
  values?(context: KindContext): readonly Listed[];
  /** Suggestions for the part of a value at the cursor, if values have parts. */
  complete?(value: string, cursor: number, context: KindContext): Completion;
}

/** A value that is listed as it is typed. */
export type Listed = Pick<Suggestion, 'label' | 'detail'>;

export interface Completion {
  /** The part of the value that a suggestion replaces. */
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly Omit<Suggestion, 'kind'>[];
  readonly hint?: string;
}

export type Kinds = Partial<Record<Option<unknown>['kind'], Kind>>;

/** Suggestions, and the part of the visible line that they replace. */
export interface Found extends Span {
  readonly suggestions: readonly Suggestion[];
  /** Whether the text at the cursor is incomplete; problems elsewhere in the line do not count. */
  readonly begun: boolean;
  readonly hint?: string;
}

/** A command in a visible line, and where its name ends. */
export interface CommandInLine<Services> extends NamedCommand<Services> {
  readonly end: number;
}
