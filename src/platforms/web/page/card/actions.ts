/** What a reader may do with a card. */
export interface CardActions {
  /** The reader is one, and sees what only teachers may press. */
  readonly teacher: boolean;
  /** Puts a command where one types; left out where nobody types. */
  readonly type?: (line: string) => void;
  /**
   * Presses a button of a message, or sends its form. Resolves with whether it was done: where it was not, Augie has
   * answered why. Rejects with what the server refused.
   */
  press(action: string, values?: Readonly<Record<string, string>>, on?: number): Promise<boolean>;
}
