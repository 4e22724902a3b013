/** The open pages: each has a socket, is caught up when it connects, and then hears of everything it may see. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../time/clock.ts';
import { type ClassroomRepository, type Member, personId, type StoredMessage } from './classrooms.ts';
import type { Me, Message, ServerEvent } from './protocol.ts';
import { pageCard } from './stored-card.ts';

/** Why a socket is closed, as the page reads it. */
export const CLOSED = {
  goingAway: 1001,
  notMember: 4001,
  tooSlow: 4002,
  tooMany: 4003,
  forgotten: 4004,
  left: 4005,
} as const;

/** Bytes that wait for one page. One that does not take them is cut off, and catches up when it is back. */
const MOST_WAITING = 4_000_000;
const MOST_SOCKETS_PER_MEMBER = 20;
/** More than this was missed: the page fetches the classroom anew. */
const MOST_MISSED = 200;
const PING_EVERY_MS = 20_000;
/** How long a page may take to answer that the server goes away. */
const GOODBYE_MS = 1000;

export interface LiveParts {
  readonly classrooms: ClassroomRepository;
  readonly me: (member: Member) => Me;
  readonly clock: Clock;
  /** Of the page's own code. */
  readonly build: string;
}

export interface Live {
  /** Takes over a request for a socket; `member` is undefined where the browser is none. */
  connect(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    member: Member | undefined,
    since: number,
  ): void;
  publish(message: StoredMessage): void;
  /** The message was deleted; `revision` is the classroom's since then. */
  unpublish(message: StoredMessage, revision: number): void;
  tell(classroom: string, event: ServerEvent): void;
  /** Tells everybody in a classroom (or in all) who they are now. */
  introduce(classroom?: string): void;
  /** Whether a person has the page open. */
  isHere(person: string): boolean;
  /** Closes all pages of somebody who is no member any more. */
  dismiss(person: string, why: 'notMember' | 'forgotten' | 'left'): void;
  stop(): void;
}

export function createLive({ classrooms, me, clock, build }: LiveParts): Live {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024, clientTracking: false });
  const pages = new Map<WebSocket, { readonly member: Member; alive: boolean }>();

  function send(socket: WebSocket, text: string): void {
    if (socket.bufferedAmount > MOST_WAITING) {
      pages.delete(socket);
      socket.close(CLOSED.tooSlow);
      socket.terminate(); // it would not read why, either
    } else socket.send(text);
  }

  function toAll(classroom: string | undefined, text: (member: Member) => string | undefined): void {
    for (const [socket, { member }] of pages) {
      const sent = classroom === undefined || member.classroom === classroom ? text(member) : undefined;
      if (sent !== undefined) send(socket, sent);
    }
  }

  const toReaders = ({ classroom, onlyFor }: StoredMessage, text: string) =>
    toAll(classroom, (member) => (onlyFor === undefined || onlyFor === personId(member) ? text : undefined));

  function catchUp(socket: WebSocket, member: Member, since: number): void {
    const { classroom } = member;
    const { revision = 0, deletedRevision = 0 } = classrooms.get(classroom) ?? {};
    const missed = classrooms.since(classroom, personId(member), since, MOST_MISSED + 1);
    // A revision that is not there yet belongs to a database that was put back.
    const reset = missed.length > MOST_MISSED || since < deletedRevision || since > revision;
    if (reset) send(socket, JSON.stringify({ type: 'reset' } satisfies ServerEvent));
    else if (missed.length > 0) send(socket, messagesEvent(missed));
    send(socket, JSON.stringify({ type: 'ready', revision, build } satisfies ServerEvent));
  }

  function ping(): void {
    for (const [socket, page] of pages) {
      if (!page.alive) {
        pages.delete(socket);
        socket.terminate();
      } else {
        page.alive = false;
        socket.ping();
      }
    }
    cancel = clock.after(PING_EVERY_MS, ping);
  }
  let cancel = clock.after(PING_EVERY_MS, ping);

  const socketsOf = (person: string) =>
    [...pages].filter(([, { member }]) => personId(member) === person).map(([socket]) => socket);

  return {
    connect(request, socket, head, member, since) {
      sockets.handleUpgrade(request, socket, head, (opened) => {
        opened.on('error', () => opened.terminate());
        if (!member) return opened.close(CLOSED.notMember);
        if (socketsOf(personId(member)).length >= MOST_SOCKETS_PER_MEMBER)
          return opened.close(CLOSED.tooMany);
        const page = { member, alive: true };
        opened.on('pong', () => {
          page.alive = true;
        });
        opened.on('close', () => pages.delete(opened));
        // In one go, so that nothing is missed in between.
        catchUp(opened, member, since);
        pages.set(opened, page);
      });
    },
    publish: (message) => toReaders(message, messagesEvent([message])),
    unpublish(message, revision) {
      const event: ServerEvent = { type: 'deleted', message: message.id, revision };
      toReaders(message, JSON.stringify(event));
    },
    tell(classroom, event) {
      const text = JSON.stringify(event);
      toAll(classroom, () => text);
    },
    introduce(classroom) {
      toAll(classroom, (member) => {
        const now = classrooms.memberById(member.id);
        return now && JSON.stringify({ type: 'me', me: me(now) } satisfies ServerEvent);
      });
    },
    isHere: (person) => socketsOf(person).length > 0,
    dismiss(person, why) {
      for (const socket of socketsOf(person)) {
        pages.delete(socket);
        socket.close(CLOSED[why]);
      }
    },
    stop() {
      cancel();
      const open = [...pages.keys()];
      pages.clear();
      for (const socket of open) socket.close(CLOSED.goingAway);
      clock.after(GOODBYE_MS, () => {
        for (const socket of open) socket.terminate();
      });
    },
  };
}

const messagesEvent = (messages: readonly StoredMessage[]): string =>
  JSON.stringify({ type: 'messages', messages: messages.map(toMessage) } satisfies ServerEvent);

/** A message as the page gets it. */
export function toMessage({
  id,
  classroom,
  revision,
  at,
  author,
  onlyFor,
  said,
  card,
}: StoredMessage): Message {
  return {
    id,
    revision,
    at,
    ...(author && { by: author }),
    ...(said !== undefined && { said }),
    ...(card && { card: pageCard(card, `/api/c/${classroom}/attachments/${id}`) }),
    private: onlyFor !== undefined,
  };
}
