/** A command: what it takes, who sees the answer, and a function that returns the answer and sends nothing. */
import type { Locale, MessageKey, Translate } from '../i18n/i18n.ts';
import type { Card, Draw, Field, FormValues } from './card.ts';
import { type ChoicesAt, type Options, optionsAt, type Values } from './option.ts';
import type { Person, Place } from './place.ts';
import type { ReadFile, ReadMember, ReadPicture } from './ports.ts';

/** The asking person's side of a command. */
export interface CommandContext {
  readonly person: Person;
  readonly place: Place;
  /** Id of the classroom that the place is in: what owns experiments, quizzes and settings. */
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
 * Background work that edits the card until it is done. Both are rows already when a command returns them. A job that
 * has a card elsewhere lets go of that one: its newest card is the live one.
 */
export interface JobReference {
  readonly job: number;
  readonly post: number;
  /** It ends when people end it, so nobody waits for it. */
  readonly lasting?: true;
}

export interface Reply {
  /** What draws it in any language, or the card where it has only one. */
  readonly card: Draw | Card;
  readonly job?: JobReference;
  /** A job whose card, elsewhere, is drawn again now; whoever waits for jobs waits for it. */
  readonly follow?: number;
  /** Nothing was done: the card says what the person can put right. */
  readonly refused?: true;
  /** The action that does what this card asks a yes for: where there are no buttons, one is asked at once. */
  readonly confirm?: string;
}

export interface Command<Services, O extends Options = Options> {
  readonly summary: MessageKey;
  /** Known before the answer is: a platform may have to fix it with its first acknowledgement. */
  readonly visibility: 'everyone' | 'asker';
  /** Who may use it and its buttons; left out: everyone. */
  readonly who?: 'teacher';
  readonly options: O;
  run(ctx: CommandContext & Services, values: Values<O>): Reply | Promise<Reply>;
  /**
   * Buttons on this command's cards, by name; `id` is what stands behind the colon of the button, `values` what was filled
   * into the form of that id (nothing of it is checked).
   */
  readonly actions?: Readonly<
    Record<
      string,
      (ctx: CommandContext & Services, id: string, values?: FormValues) => Reply | Promise<Reply>
    >
  >;
  /** What the forms of these actions ask for, on platforms that open one when its button is pressed. Throws UserErrors. */
  readonly forms?: Readonly<Record<string, (ctx: CommandContext & Services, id: string) => readonly Field[]>>;
}

/** A command and its path, e.g. `experiment run`. */
export interface NamedCommand<Services> {
  readonly name: string;
  readonly command: Command<Services>;
}

/** Commands as they are in a classroom at this moment. */
export const commandsAt = <S>(
  commands: readonly NamedCommand<S>[],
  classroom: string,
  choicesAt: ChoicesAt,
): NamedCommand<S>[] =>
  commands.map(({ name, command }) => ({
    name,
    command: { ...command, options: optionsAt(command.options, classroom, choicesAt) },
  }));

/** The id of a button, `experiment.run.cancel:7`; what stands behind the colon is for the action to read. */
export const actionId = (command: string, action: string, id: string | number): string =>
  `${command.replaceAll(' ', '.')}.${action}:${id}`;

/** A button's id taken apart; undefined for what is none. */
export function parseActionId(text: string): { command: string; action: string; id: string } | undefined {
  const [, command, action, id] = /^([a-z]+(?:\.[a-z]+)*)\.([a-z]+):(\S+)$/i.exec(text) ?? [];
  if (command === undefined || action === undefined || id === undefined) return undefined;
  return { command: command.replaceAll('.', ' '), action, id };
}

/** The message that describes an option: `experiment.run.options.fraction`. */
export const optionKey = (command: string, name: string): MessageKey =>
  `${command.replaceAll(' ', '.')}.options.${name}` as MessageKey;
