/** What is known of a classroom, and what it becomes by what the server says. Pure. */
import type { ClassroomInfo, Me, Message, Page, Room, ServerEvent } from '../protocol.ts';

export interface RoomState {
  readonly classroom: ClassroomInfo;
  readonly me: Me;
  /** By id, without gaps from the oldest one on. */
  readonly messages: readonly Message[];
  /** Whether there are older ones. */
  readonly more: boolean;
  /** By what they ask: messages with a card that asks something that is open. */
  readonly open: ReadonlyMap<string, Message>;
  /** The newest of those that have closed. */
  readonly closed?: Message | undefined;
  /** What came since a reset, while the room is being fetched anew: nothing older than that counts any more. */
  readonly sinceReset?: readonly Message[];
  /** Ids of messages that were deleted: an answer that was on its way then may still have them. */
  readonly deleted: ReadonlySet<number>;
}

/** As one enters it, or again after a reset. */
export function enter({ classroom, me, messages, more, asked }: Room, before?: RoomState): RoomState {
  const since = before?.sinceReset ?? [];
  const deleted = before?.deleted ?? new Set<number>();
  return {
    classroom,
    me,
    more,
    deleted,
    messages: without(merge(messages, since, more), deleted),
    ...ask({ open: new Map() }, without([...asked, ...since], deleted)),
  };
}

type Asked = Pick<RoomState, 'open' | 'closed'>;

/** What is asked after these messages have come: of several cards that ask the same, the newest counts. */
function ask({ open, closed }: Asked, incoming: readonly Message[]): Asked {
  const now = new Map(open);
  let last = closed;
  for (const message of incoming) {
    const asks = message.private ? undefined : message.card?.open?.id;
    const [known] = [...now].find(([, { id }]) => id === message.id) ?? [];
    if (asks !== undefined && isNewer(message, now.get(asks))) now.set(asks, message);
    else if (asks === undefined && known !== undefined && isNewer(message, now.get(known))) now.delete(known);
    if (message.closedAt !== undefined && message.closedAt >= (last?.closedAt ?? 0)) last = message;
  }
  return { open: now, closed: last };
}

const isNewer = (message: Message, than: Message | undefined): boolean =>
  than === undefined || message.id > than.id || (message.id === than.id && message.revision > than.revision);

const without = (messages: readonly Message[], deleted: ReadonlySet<number>): readonly Message[] =>
  messages.some(({ id }) => deleted.has(id)) ? messages.filter(({ id }) => !deleted.has(id)) : messages;

/** What somebody said, under the name that they have now. */
const renamed = (messages: readonly Message[], person: { id: string; name: string }): readonly Message[] =>
  messages.map((message) => (message.by?.id === person.id ? { ...message, by: person } : message));

export function apply(state: RoomState, event: ServerEvent): RoomState {
  switch (event.type) {
    case 'messages':
      return {
        ...state,
        messages: merge(state.messages, event.messages, state.more),
        ...ask(state, event.messages),
        ...(state.sinceReset && { sinceReset: merge(state.sinceReset, event.messages, false) }),
      };
    case 'deleted': {
      const deleted = new Set([...state.deleted, event.message]);
      return {
        ...state,
        deleted,
        messages: without(state.messages, deleted),
        open: new Map([...state.open].filter(([, { id }]) => id !== event.message)),
        closed: state.closed?.id === event.message ? undefined : state.closed,
        ...(state.sinceReset && { sinceReset: without(state.sinceReset, deleted) }),
      };
    }
    case 'renamed':
      return {
        ...state,
        messages: renamed(state.messages, event.person),
        ...(state.sinceReset && { sinceReset: renamed(state.sinceReset, event.person) }),
      };
    case 'reset':
      return { ...state, sinceReset: [] };
    case 'classroom':
      return { ...state, classroom: event.classroom };
    case 'me':
      return { ...state, me: event.me };
    default:
      return state;
  }
}

export const addOlder = (state: RoomState, page: Page): RoomState => ({
  ...state,
  messages: without(merge(page.messages, state.messages, false), state.deleted),
  more: page.more,
});

/**
 * Every message once, in its newest version; what did not change stays the same object. An edit of one that is
 * older than all that is known must wait for its page of the history (`more`), or there would be a gap.
 */
export function merge(
  known: readonly Message[],
  incoming: readonly Message[],
  more: boolean,
): readonly Message[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  const oldest = known[0]?.id;
  for (const message of incoming) {
    const before = byId.get(message.id);
    if (before === undefined && more && oldest !== undefined && message.id < oldest) continue;
    if (before === undefined || before.revision < message.revision) byId.set(message.id, message);
  }
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

/** The one thing that is asked now: a teacher's newest, or else what has been asked for longest. */
export function askedNow({ open }: Pick<RoomState, 'open'>): Message | undefined {
  const all = [...open.values()].sort((a, b) => a.id - b.id);
  return all.findLast(({ card }) => card?.open?.led) ?? all[0];
}

/** What is on the wall: what is asked now, or else the card that everybody may see and that was posted or revealed last. */
export function onWall(state: Pick<RoomState, 'open' | 'closed' | 'messages'>): Message | undefined {
  const asked = askedNow(state);
  if (asked) return asked;
  const newest = state.messages.findLast(({ card, private: secret }) => card !== undefined && !secret);
  const { closed } = state;
  return closed?.closedAt !== undefined && closed.closedAt >= (newest?.at ?? 0) ? closed : newest;
}
