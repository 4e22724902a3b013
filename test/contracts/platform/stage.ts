/** A platform as people use it: the actions and views that the contract needs, for a shell, a page and a chat. */

/** However slow the machine is, nobody is asked before a run. */
export const UNASKED = { AUGIE_CONFIRM_MINUTES: '10000', AUGIE_MAX_MINUTES: '10000' };

/** A picture that comes with a command. */
export interface Upload {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export type Given = Readonly<Record<string, string | number | Upload>>;

/** A card as one person reads it. */
export interface Shown {
  /** All its text, with markup interpreted and pictures as their alt text, without the buttons. */
  readonly text: string;
  readonly pictures: readonly { readonly alt: string; bytes(): Promise<Uint8Array> }[];
  readonly files: readonly { readonly name: string; text(): Promise<string> }[];
  readonly buttons: readonly { readonly id: string; readonly label: string }[];
  /** The platform says that nobody else sees it. */
  readonly isPrivate: boolean;
  /** Names and ids of whom it rings for. */
  readonly calls: readonly string[];
}

export interface Answer {
  /** From the command to the first sign that it has arrived. */
  readonly acknowledgedAfterMs: number;
  /** Resolves with the answer once it is as wanted; rejects if it ends before. */
  until(wanted?: (shown: Shown) => boolean): Promise<Shown>;
}

export interface Actor {
  readonly name: string;
  /** Rejects where the platform itself says that it has failed. */
  command(name: string, given?: Given): Promise<Answer>;
  /** Presses a button with this id, on any card. */
  press(id: string): Promise<Answer>;
  /** Sends a card's form with this id, filled in. */
  fill(id: string, values: Readonly<Record<string, string>>): Promise<Answer>;
  /** All cards that this person sees, in their current version. */
  sees(): Promise<readonly Shown[]>;
  /** Everything that ever came to this person, as it came, earlier versions and what was deleted included. */
  received(): Promise<string>;
}

/** What a platform may be unable to do by its nature. */
export type Ability =
  /** Somebody else looks at the same place. */
  | 'others'
  /** After a restart, an answer continues in its place. */
  | 'goesOn';

export interface Stage {
  /** Why not, where a platform cannot. */
  readonly cannot: Readonly<Partial<Record<Ability, string>>>;
  /** Maximum characters of one message, if there is a limit. */
  readonly mostCharacters?: number;
  /** Somebody new in the one class that there is; the tag is what their program says they read, e.g. `de-AT`. */
  person(who: { readonly name: string; readonly locale: string; readonly teacher?: boolean }): Promise<Actor>;
  /** Everything that was sent where everybody can see it, as it was sent. */
  sentOpenly(): Promise<string>;
  /** Stops Augie as a signal does, and starts it again on the same data. */
  restart(): Promise<void>;
  /** So much time passes for Augie at once, in milliseconds. */
  pass(ms: number): Promise<void>;
  /** Rejects with what was wrong all the time and nobody noticed. */
  close(): Promise<void>;
}

export type OpenStage = () => Promise<Stage>;

/** A command as people type it in a line. */
export function asLine(name: string, given: Given): string {
  const options = Object.entries(given).map(([key, value]) => {
    const text = typeof value === 'object' ? value.name : String(value);
    return `${key}:"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return [`/${name}`, ...options].join(' ');
}
