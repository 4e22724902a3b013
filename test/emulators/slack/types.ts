/** The shapes that tests see: messages, views, files, the transcript. */

/** JSON as Slack sends and receives it. */
// biome-ignore lint/suspicious/noExplicitAny: bodies are held to the rules of blocks.ts, not typed
export type Json = any;

export interface User {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly isAdmin: boolean;
  readonly isOwner: boolean;
  readonly isBot: boolean;
  /** Another workspace, where a channel is shared between two. */
  readonly teamId: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  /** The one person of a direct message. */
  readonly im?: string;
  readonly isPrivate: boolean;
  readonly members: Set<string>;
  archived: boolean;
}

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly alt: string | undefined;
  readonly bytes: Uint8Array;
  readonly mimetype: string;
  /** Who has uploaded it. */
  readonly user: string;
  /** By the clock's `elapsed`; before that it has no mimetype, and no message may show it. */
  readonly readyAt: number;
  /** Channels whose people may see it. */
  readonly channels: Set<string>;
}

/** What a message said at some time. */
export interface Version {
  readonly text: string;
  readonly blocks: readonly Json[];
}

/** A message as it is now: the object stays the same while the message is edited. */
export interface Message extends Version {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly user: string;
  /** Every version, the first one included. */
  readonly edits: readonly Version[];
  readonly files: readonly SlackFile[];
  readonly deleted: boolean;
  /** Set on an ephemeral message: the one person who sees it. */
  readonly onlyFor: string | undefined;
  /** Ids of whom it rings for, and `here`, `channel`, `everyone`. */
  readonly pings: readonly string[];
}

export interface View {
  readonly id: string;
  /** As the app has sent it. */
  view: Json;
  hash: string;
  readonly user: string;
  /** The view that this one lies on. */
  readonly previous: string | undefined;
  open: boolean;
}

/** What one request was and what came of it. */
export interface Exchange {
  /** By the clock's `elapsed`. */
  readonly at: number;
  /** `chat.postMessage`; `response_url` and `upload` for what is no method. */
  readonly method: string;
  body: Json;
  status: number;
  answer: Json;
}

export interface Problem {
  readonly method: string;
  readonly what: string;
  readonly detail: Json;
}
