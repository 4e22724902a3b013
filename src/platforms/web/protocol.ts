/**
 * What the page and its server say to each other: plain JSON over the paths of routes.ts, and ServerEvents over the
 * socket at `/live`. Types only, as the page is built from them too.
 */
import type { Block, Open } from '../../chat/card.ts';

/** A picture or a file of a card is fetched by its address; the address changes when its content does. */
export type PageBlock =
  | Exclude<Block, { type: 'picture' | 'file' }>
  | {
      readonly type: 'picture';
      readonly name: string;
      readonly alt: string;
      readonly url: string;
      /** CSS pixels. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly type: 'file'; readonly name: string; readonly url: string };

export interface PageCard {
  readonly title: string;
  readonly locale: string;
  readonly trouble?: 'mistake' | 'fault';
  readonly open?: PageOpen;
  readonly blocks: readonly PageBlock[];
}

/** What people are asked by a card; `left` counts from when the message came. */
export interface PageOpen extends Open {
  /** How many could have answered: the students who have had the page open since it was asked. */
  readonly of: number;
  /** A teacher asks: it goes before what others ask. */
  readonly led: boolean;
}

export interface Message {
  /** Grows with time. */
  readonly id: number;
  /** Grows with every post and every edit in a classroom: of two versions of a message, the newer one is higher. */
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who said it, or asked for it. The name is empty where somebody was forgotten; Augie's own messages have none. */
  readonly by?: { readonly id: string; readonly name: string };
  /** The words, or the command as it was typed. */
  readonly said?: string;
  /** The words on the button that was pressed. */
  readonly pressed?: string;
  /** Id of the message whose button it was. */
  readonly answers?: number;
  /** When what its card asked was closed; milliseconds since 1970. */
  readonly closedAt?: number;
  /** What Augie answers. */
  readonly card?: PageCard;
  /** Only the reader sees it. */
  readonly private: boolean;
}

export interface ClassroomInfo {
  /** Its name in addresses, and what the shell calls `--channel`. */
  readonly slug: string;
  readonly title: string;
  /** Nobody new may join. */
  readonly locked: boolean;
}

/** The reader, in one classroom. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly teacher: boolean;
  /** What they or their classroom have chosen; without it, the browser's language counts. */
  readonly locale?: string;
}

/** GET /api/start: what the page needs before it knows anything. */
export interface Start {
  readonly locales: readonly string[];
  /** Where the reader is a member; every one there is, for a teacher. */
  readonly classrooms: readonly ClassroomInfo[];
  readonly teacher: boolean;
}

/** GET /api/c/:slug: a classroom as one enters it, with its newest messages, the oldest first. */
export interface Room extends Page {
  readonly classroom: ClassroomInfo;
  readonly me: Me;
  /** Messages that ask something that is open, and the one that closed last: however old they are. */
  readonly asked: readonly Message[];
  /** Where to go on from: /live?classroom=:slug&since=:revision */
  readonly revision: number;
}

/** GET /api/c/:slug/messages?before=:id */
export interface Page {
  readonly messages: readonly Message[];
  /** Whether there are older ones. */
  readonly more: boolean;
}

/** POST /api/c/:slug/say and press: the message to look at now, if any: an answer, or the card that has changed. */
export interface Done {
  readonly message?: number;
  /** Nothing was done: the message says why. */
  readonly refused?: true;
}

/** POST /api/invitation/:code: where a join link leads. */
export interface Invited {
  readonly title: string;
  readonly locked: boolean;
}

/** GET /api/c/:slug/invitation (teachers). */
export interface Invitation {
  readonly code: string;
  /** The join link by each address that this machine has in its network, the likeliest first. */
  readonly urls: readonly string[];
  /** Of the first one: rows of dark (1) and light (0) squares, without a margin. Empty where nobody else could use it. */
  readonly qr: readonly string[];
  /** Whether other devices can reach the server. */
  readonly open: boolean;
}

/** GET /api/c/:slug/members (teachers). */
export interface MemberInfo {
  readonly id: string;
  readonly name: string;
  readonly teacher: boolean;
  readonly removed: boolean;
  /** By themselves. */
  readonly hasLeft: boolean;
  /** Whether they have the page open. */
  readonly here: boolean;
}

/** Any answer that is no success: a sentence that says what to do, in the language of the request. */
export interface Refusal {
  readonly error: string;
}

export type ServerEvent =
  /** New messages, and new versions of those that are known. */
  | { readonly type: 'messages'; readonly messages: readonly Message[] }
  /** Everything up to this revision was sent. `build` changes with the page's own code: load it anew. */
  | { readonly type: 'ready'; readonly revision: number; readonly build: string }
  /** Nobody sees this message any more. */
  | { readonly type: 'deleted'; readonly message: number; readonly revision: number }
  /** A person has another name, also in what they said earlier. */
  | { readonly type: 'renamed'; readonly person: { readonly id: string; readonly name: string } }
  /** Too much was missed, or much was deleted: fetch the classroom again. */
  | { readonly type: 'reset' }
  | { readonly type: 'classroom'; readonly classroom: ClassroomInfo }
  | { readonly type: 'me'; readonly me: Me };
