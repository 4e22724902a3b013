/** The shapes that tests see: messages, guilds, interactions, the transcript. Ids are snowflakes. */

/** JSON as Discord sends and receives it. */
// biome-ignore lint/suspicious/noExplicitAny: bodies are validated against the published schemas, not typed
export type Json = any;

export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string;
}

export interface Attachment {
  readonly id: string;
  readonly filename: string;
  /** The alt text. */
  readonly description?: string | undefined;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly url: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** What a message said at some time. */
export interface Version {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly content: string;
  readonly flags: number;
  readonly embeds: readonly Json[];
  readonly components: readonly Json[];
  readonly attachments: readonly Attachment[];
}

/** A message as it is now: the object stays the same while the message is edited. */
export interface Message extends Version {
  readonly id: string;
  readonly channelId: string;
  readonly author: User;
  /** 0 by hand, 19 a reply, 20 the answer to a command. */
  readonly type: number;
  /** Every version, the first one included. */
  readonly edits: readonly Version[];
  readonly nonce?: string | number | undefined;
  readonly deleted: boolean;
  /** Who has been pinged, by the text and `allowed_mentions` of the first version. */
  readonly pings: Pings;
  /** Set on an ephemeral message: the one person who sees it. */
  readonly onlyFor?: string | undefined;
  /** Set on an answer to an interaction. */
  readonly interactionId?: string | undefined;
  readonly replyTo?: string | undefined;
  /** "Augie is thinking…" */
  readonly thinking: boolean;
  /** All the text of it: content, text displays, labels of buttons and embeds; one part a line. */
  readonly text: string;
}

export interface Pings {
  readonly everyone: boolean;
  readonly users: readonly string[];
  readonly roles: readonly string[];
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
}

/** What one request was and what came of it. */
export interface Exchange {
  /** Milliseconds since 1970, when it came. */
  readonly at: number;
  readonly method: string;
  /** As in Discord's documentation, e.g. `/channels/{channel_id}/messages`. */
  readonly route: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly files: readonly Upload[];
  readonly authorized: boolean;
  /** 0 when the connection was dropped. */
  status: number;
  answer: Json;
}

export interface Problem {
  readonly route: string;
  readonly what: string;
  readonly detail: Json;
}
