/** A command: its options, who sees the answer, and a function that returns the answer and sends nothing. */
import type { Locale, MessageKey, Translate } from '../i18n/i18n.ts';
import type { Card, Draw, Field, FormValues } from './card.ts';
import { type ChoicesAt, type Options, optionsAt, type Values } from './option.ts';
import type { Person, Place } from './place.ts';
import type { ReadFile, ReadMember, ReadPicture } from './ports.ts';

/** Who runs a command, where, and in which language. */
export interface CommandContext {
  readonly person: Person;
  readonly place: Place;
  /** Id of the place's classroom, which owns experiments, quizzes and settings. */
  readonly classroom: string;
  readonly locale: Locale;
  readonly t: Translate;
  /** The bytes of a picture that came with the command. Rejects with a UserError. */
  readonly readPicture: ReadPicture;
  /** The bytes of a text file that came with the command. Rejects with a UserError. */
  readonly readFile: ReadFile;
  /** The person or role that an option names. Rejects with a UserError. */
  readonly readMember: ReadMember;
}

/**
 * Background work that edits the card until it is done. Both are already rows when a command returns them. A job that
 * has a card elsewhere leaves that one: its newest card is the live one.
 */
export interface JobReference {
  readonly job: number;
  readonly post: number;
  /** People end it, so nobody waits for it. */
  readonly lasting?: true;
}

export interface Reply {
  /** What draws it in any language, or the card where it has only one. */
  readonly card: Draw | Card;
  readonly job?: JobReference;
  /** A job whose card, elsewhere, is redrawn now; a caller that waits for jobs waits for it, too. */
  readonly follow?: number;
  /** Nothing was done: the card says what the person can fix. */
  readonly refused?: true;
  /** The action to run after a yes: platforms without buttons ask at once. */
  readonly confirm?: string;
}

export interface Command<Services, O extends Options = Options> {
  readonly summary: MessageKey;
  /** Known before the answer: some platforms fix it with their first acknowledgement. */
  readonly visibility: 'everyone' | 'asker';
  /** Who may use it and its buttons; left out: everyone. */
  readonly who?: 'teacher';
  readonly options: O;
  run(ctx: CommandContext & Services, values: Values<O>): Reply | Promise<Reply>;
  /**
   * Buttons on this command's cards, by name; `id` is the part after the colon of the button, `values` are those filled
   * into the form of that id (unchecked).
   */
  readonly actions?: Readonly<
    Record<
      string,
      (ctx: CommandContext & Services, id: string, values?: FormValues) => Reply | Promise<Reply>
    >
  >;
  /** The forms of these actions, for platforms that open one when its button is pressed. Throws UserErrors. */
  readonly forms?: Readonly<Record<string, (ctx: CommandContext & Services, id: string) => readonly Field[]>>;
}

/** A command and its path, e.g. `experiment run`. */
export interface NamedCommand<Services> {
  readonly name: string;
  readonly command: Command<Services>;
}

/** Commands with a classroom's current choices. */
export const commandsAt = <S>(
  commands: readonly NamedCommand<S>[],
  classroom: string,
  choicesAt: ChoicesAt,
): NamedCommand<S>[] =>
  commands.map(({ name, command }) => ({
    name,
    command: { ...command, options: optionsAt(command.options, classroom, choicesAt) },
  }));

/** The id of a button, `experiment.run.cancel:7`; the action reads the part after the colon. */
export const actionId = (command: string, action: string, id: string | number): string =>
  `${command.replaceAll(' ', '.')}.${action}:${id}`;

/** The parts of a button's id; undefined for anything else. */
export function parseActionId(text: string): { command: string; action: string; id: string } | undefined {
  const [, command, action, id] = /^([a-z]+(?:\.[a-z]+)*)\.([a-z]+):(\S+)$/i.exec(text) ?? [];
  if (command === undefined || action === undefined || id === undefined) return undefined;
  return { command: command.replaceAll('.', ' '), action, id };
}

/** The message that describes an option: `experiment.run.options.fraction`. */
export const optionKey = (command: string, name: string): MessageKey =>
  `${command.replaceAll(' ', '.')}.options.${name}` as MessageKey;
