/** What a reader may do with cards. */
import type { Reader } from './may-press.ts';

/** What a reader may do with a card, and who they are to it. */
export interface CardActions extends Reader {
  /** Puts a command where one types; left out where nobody types. */
  readonly type?: (line: string) => void;
  /**
   * Presses a button of a message, or sends its form. Resolves with whether it was done: where it was not, Augie has
   * answered why. Rejects with what the server refused.
   */
  press(action: string, values?: Readonly<Record<string, string>>, on?: number): Promise<boolean>;
}

/** The same for all cards of a classroom; `me` is the reader's id. */
export interface RoomActions extends Omit<CardActions, 'asker'> {
  readonly me: string;
}
