/** The open pages: each has a socket, is caught up when it connects, and then hears of everything it may see. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Locale } from '../../i18n/i18n.ts';
import type { Clock } from '../../time/clock.ts';
import { type ClassroomRepository, type Member, personId, type StoredMessage } from './classrooms.ts';
import { createSeen, toMessage } from './message.ts';
import type { Me, Message, ServerEvent } from './protocol.ts';

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

/** What a page has already, up to a revision, and the language that it shows where its reader has not chosen one. */
export interface From {
  readonly since: number;
  readonly locale: Locale;
}

interface OpenPage {
  readonly member: Member;
  readonly shows: Locale;
  /** In which its cards come. */
  locale: Locale;
  alive: boolean;
}

export interface Live {
  /** Takes over a request for a socket; `member` is undefined where the browser is none. */
  connect(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    member: Member | undefined,
    from: From,
  ): void;
  publish(message: StoredMessage): void;
  /** The message was deleted; `revision` is the classroom's since then. */
  unpublish(message: StoredMessage, revision: number): void;
  tell(classroom: string, event: ServerEvent): void;
  /** Tells everybody in a classroom (or in all) who they are now. */
  introduce(classroom?: string): void;
  /** Whether a person has the page open. */
  isHere(person: string): boolean;
  /** A message as the page gets it. */
  show(message: StoredMessage, locale: Locale): Message;
  /** Closes all pages of somebody who is no member any more. */
  dismiss(person: string, why: 'notMember' | 'forgotten' | 'left'): void;
  stop(): void;
}

export function createLive({ classrooms, me, clock, build }: LiveParts): Live {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024, clientTracking: false });
  const pages = new Map<WebSocket, OpenPage>();
  const seen = createSeen(clock);
  const show = (message: StoredMessage, locale: Locale): Message =>
    toMessage(message, locale, { classrooms, seen, clock });
  const messagesEvent = (messages: readonly StoredMessage[], locale: Locale): string =>
    JSON.stringify({
      type: 'messages',
      messages: messages.map((message) => show(message, locale)),
    } satisfies ServerEvent);

  function send(socket: WebSocket, text: string): void {
    if (socket.bufferedAmount > MOST_WAITING) {
      pages.delete(socket);
      socket.close(CLOSED.tooSlow);
      socket.terminate(); // it would not read why, either
    } else socket.send(text);
  }

  function toAll(classroom: string | undefined, text: (page: OpenPage) => string | undefined): void {
    for (const [socket, page] of pages) {
      const isThere = classroom === undefined || page.member.classroom === classroom;
      const sent = isThere ? text(page) : undefined;
      if (sent !== undefined) send(socket, sent);
    }
  }

  const toReaders = ({ classroom, onlyFor }: StoredMessage, text: (page: OpenPage) => string) =>
    toAll(classroom, (page) =>
      onlyFor === undefined || onlyFor === personId(page.member) ? text(page) : undefined,
    );

  function catchUp(socket: WebSocket, { member, locale }: OpenPage, since: number): void {
    const { classroom } = member;
    const { revision = 0, deletedRevision = 0 } = classrooms.get(classroom) ?? {};
    const missed = classrooms.since(classroom, personId(member), since, MOST_MISSED + 1);
    // A revision that is not there yet belongs to a database that was put back.
    const reset = missed.length > MOST_MISSED || since < deletedRevision || since > revision;
    if (reset) send(socket, JSON.stringify({ type: 'reset' } satisfies ServerEvent));
    else if (missed.length > 0) send(socket, messagesEvent(missed, locale));
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
    connect(request, socket, head, member, { since, locale: shows }) {
      sockets.handleUpgrade(request, socket, head, (opened) => {
        opened.on('error', () => opened.terminate());
        if (!member) return opened.close(CLOSED.notMember);
        if (socketsOf(personId(member)).length >= MOST_SOCKETS_PER_MEMBER)
          return opened.close(CLOSED.tooMany);
        const page = { member, shows, locale: me(member).locale ?? shows, alive: true };
        opened.on('pong', () => {
          page.alive = true;
        });
        opened.on('close', () => {
          pages.delete(opened);
          seen.left(member);
        });
        seen.came(member);
        // In one go, so that nothing is missed in between.
        catchUp(opened, page, since);
        pages.set(opened, page);
      });
    },
    publish(message) {
      const texts = new Map<Locale, string>();
      toReaders(message, ({ locale }) => {
        const text = texts.get(locale) ?? messagesEvent([message], locale);
        texts.set(locale, text);
        return text;
      });
    },
    unpublish(message, revision) {
      const event = JSON.stringify({ type: 'deleted', message: message.id, revision } satisfies ServerEvent);
      toReaders(message, () => event);
    },
    tell(classroom, event) {
      const text = JSON.stringify(event);
      toAll(classroom, () => text);
    },
    introduce(classroom) {
      const others: WebSocket[] = [];
      for (const [socket, page] of pages) {
        if (classroom !== undefined && page.member.classroom !== classroom) continue;
        const member = classrooms.memberById(page.member.id);
        if (!member) continue;
        const now = me(member);
        send(socket, JSON.stringify({ type: 'me', me: now } satisfies ServerEvent));
        const locale = now.locale ?? page.shows;
        if (locale !== page.locale) others.push(socket);
        page.locale = locale;
      }
      // What is there already has to come again in their language.
      for (const socket of others) send(socket, JSON.stringify({ type: 'reset' } satisfies ServerEvent));
    },
    isHere: (person) => socketsOf(person).length > 0,
    show,
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
