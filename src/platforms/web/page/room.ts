/** What is known of a classroom, and what it becomes by what the server says. Pure. */
import type { ClassroomInfo, Me, Message, Page, Room, ServerEvent } from '../protocol.ts';

export interface RoomState {
  readonly classroom: ClassroomInfo;
  readonly me: Me;
  /** By id, without gaps from the oldest one on. */
  readonly messages: readonly Message[];
  /** Whether there are older ones. */
  readonly more: boolean;
}

/** As one enters it, or again after a reset: what came over the socket meanwhile may be newer than the room. */
export function enter(room: Room, before?: RoomState): RoomState {
  const newer = before?.messages.filter(({ revision }) => revision > room.revision) ?? [];
  const { classroom, me, more } = room;
  return { classroom, me, more, messages: merge(room.messages, newer, more) };
}

export function apply(state: RoomState, event: ServerEvent): RoomState {
  switch (event.type) {
    case 'messages':
      return { ...state, messages: merge(state.messages, event.messages, state.more) };
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
  messages: merge(page.messages, state.messages, false),
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
