/** What a reader may do with a card. */
export interface CardActions {
  /** The reader is one, and sees what only teachers may press. */
  readonly teacher: boolean;
  /** Puts a command where one types; left out where nobody types. */
  readonly type?: (line: string) => void;
  /** Presses a button, or sends its form; rejects with what was refused. */
  press(action: string, values?: Readonly<Record<string, string>>): Promise<void>;
}
