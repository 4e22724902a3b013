/** What is known of a classroom, and what it becomes by what the server says. Pure. */
import type { ClassroomInfo, Me, Message, Page, Room, ServerEvent } from '../protocol.ts';

export interface RoomState {
  readonly classroom: ClassroomInfo;
  readonly me: Me;
  /** By id, without gaps from the oldest one on. */
  readonly messages: readonly Message[];
  /** Whether there are older ones. */
  readonly more: boolean;
  /** What came since a reset, while the room is being fetched anew: nothing older than that counts any more. */
  readonly sinceReset?: readonly Message[];
  /** Ids of messages that were deleted: an answer that was on its way then may still have them. */
  readonly deleted: ReadonlySet<number>;
}

/** As one enters it, or again after a reset. */
export function enter({ classroom, me, messages, more }: Room, before?: RoomState): RoomState {
  const deleted = before?.deleted ?? new Set<number>();
  const merged = merge(messages, before?.sinceReset ?? [], more);
  return { classroom, me, more, deleted, messages: without(merged, deleted) };
}

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
        ...(state.sinceReset && { sinceReset: merge(state.sinceReset, event.messages, false) }),
      };
    case 'deleted': {
      const deleted = new Set([...state.deleted, event.message]);
      return {
        ...state,
        deleted,
        messages: without(state.messages, deleted),
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

/** The newest card that everybody may see, for the projector. */
export const newestCard = (messages: readonly Message[]): Message | undefined =>
  messages.findLast((message) => message.card !== undefined && !message.private);
