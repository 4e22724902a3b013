/** What a reader may do with cards. */
import type { Reader } from './may-press.ts';

/** What a reader may do with a card, and who they are to it. */
export interface CardActions extends Reader {
  /** Puts a command where one types; left out where nobody types. */
  readonly type?: (line: string) => void;
  /** Presses a button, or sends its form; rejects with what was refused. */
  press(action: string, values?: Readonly<Record<string, string>>): Promise<void>;
}

/** The same for all cards of a classroom; `me` is the reader's id. */
export interface RoomActions extends Omit<CardActions, 'asker'> {
  readonly me: string;
}
