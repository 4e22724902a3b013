/** A message as the page gets it; what its card asks, with how many are there to answer. */
import type { Locale } from '../../i18n/i18n.ts';
import type { Clock } from '../../time/clock.ts';
import { type ClassroomRepository, type Member, personId, type StoredMessage, WEB } from './classrooms.ts';
import type { Message, PageOpen } from './protocol.ts';
import { inLanguage, pageCard, type StoredCard } from './stored-card.ts';

/** Until when members have had the page open. */
export interface Seen {
  came(member: Member): void;
  left(member: Member): void;
  /** Whether somebody has had it open at this time (milliseconds since 1970) or later. */
  since(member: Member, at: number): boolean;
}

export function createSeen(clock: Clock): Seen {
  const open = new Map<number, number>();
  const last = new Map<number, number>();
  const add = (id: number, count: number) => open.set(id, (open.get(id) ?? 0) + count);
  return {
    came: ({ id }) => void add(id, 1),
    left({ id }) {
      add(id, -1);
      last.set(id, clock.now());
    },
    since: ({ id }, at) => (open.get(id) ?? 0) > 0 || (last.get(id) ?? 0) >= at,
  };
}

interface MessageParts {
  readonly classrooms: ClassroomRepository;
  readonly seen: Seen;
  readonly clock: Clock;
}

/** As a reader of this language gets it. */
export function toMessage(stored: StoredMessage, locale: Locale, parts: MessageParts): Message {
  const { id, classroom, revision, at, author, onlyFor, said, pressed, answers, closedAt, card } = stored;
  const shown = card && inLanguage(card, locale);
  const open = stored.isOpen ? openOf(stored, shown?.open, parts) : undefined;
  return {
    id,
    revision,
    at,
    ...(author && { by: author }),
    ...(said !== undefined && { said }),
    ...(pressed !== undefined && { pressed }),
    ...(answers !== undefined && { answers }),
    ...(closedAt !== undefined && { closedAt }),
    ...(shown && { card: pageCard(shown, `/api/c/${classroom}/attachments/${id}`, open) }),
    private: onlyFor !== undefined,
  };
}

/** A phone in a pocket has closed the page, so whoever was there since it was asked counts. */
function openOf(
  { classroom, at, author }: StoredMessage,
  asked: StoredCard['open'],
  { classrooms, seen, clock }: MessageParts,
): PageOpen | undefined {
  if (!asked) return undefined;
  const { until, ...open } = asked;
  const members = classrooms.members(classroom);
  const students = members.filter(
    (member) => !member.removed && !classrooms.isTeacher(member.session) && seen.since(member, at),
  );
  const asks = members.find((member) => personId(member) === author?.id);
  return {
    ...open,
    of: Math.max(students.length, open.answered ?? 0),
    // A shell is its owner's.
    led: asks ? classrooms.isTeacher(asks.session) : !author?.id.startsWith(`${WEB}:`),
    ...(until !== undefined && { left: Math.max(0, until - clock.now()) }),
  };
}
