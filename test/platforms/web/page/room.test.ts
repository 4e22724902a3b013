/** What the page knows of a classroom: every message once, newest version, no gaps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rows } from '../../../../src/platforms/web/page/messages/rows.ts';
import {
  addOlder,
  apply,
  askedNow,
  enter,
  merge,
  onWall,
  type RoomState,
} from '../../../../src/platforms/web/page/room.ts';
import type { Message, Room } from '../../../../src/platforms/web/protocol.ts';

const message = (id: number, revision: number, more: Partial<Message> = {}): Message => ({
  id,
  revision,
  at: id,
  said: `${id} in version ${revision}`,
  private: false,
  ...more,
});
const room = (messages: readonly Message[], more = false): Room => ({
  classroom: { slug: 'class', title: 'Class', locked: false },
  me: { id: 'web:1', name: 'kim', teacher: false },
  messages,
  more,
  asked: [],
  revision: Math.max(0, ...messages.map(({ revision }) => revision)),
});

describe('messages', () => {
  it('replace older versions in place, never newer ones', () => {
    const known = [message(1, 1), message(2, 5)];
    expect(merge(known, [message(2, 4), message(1, 6)], false)).toEqual([message(1, 6), message(2, 5)]);
  });

  it('stay the same objects where nothing changed, so that they are not drawn again', () => {
    const known = [message(1, 1), message(2, 2)];
    const merged = merge(known, [message(2, 2), message(3, 3)], false);
    expect(merged[0]).toBe(known[0]);
    expect(merged[1]).toBe(known[1]);
  });

  it('leave no gap: an edit of what is not loaded yet waits for its page', () => {
    const known = [message(10, 10)];
    expect(merge(known, [message(3, 11)], true)).toEqual(known);
    expect(merge(known, [message(3, 11)], false)).toHaveLength(2);
  });

  it('end up the same in whatever order and however often they come', () => {
    const versions = fc.array(fc.record({ id: fc.integer({ min: 1, max: 6 }), revision: fc.nat(20) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(versions, fc.integer({ min: 1, max: 5 }), (all, size) => {
        const newest = new Map<number, number>();
        for (const { id, revision } of all) newest.set(id, Math.max(revision, newest.get(id) ?? revision));
        let known: readonly Message[] = [];
        for (let at = 0; at < all.length; at += size) {
          const some = all.slice(at, at + size).map(({ id, revision }) => message(id, revision));
          known = merge(merge(known, some, false), some, false);
        }
        const expected = [...newest].sort(([a], [b]) => a - b);
        expect(known.map(({ id, revision }) => [id, revision])).toEqual(expected);
      }),
    );
  });

  it('of older pages come before those that are known', () => {
    const state = enter(room([message(5, 9)], true));
    const after = addOlder(state, { messages: [message(3, 3), message(4, 4)], more: false });
    expect(after.messages.map(({ id }) => id)).toEqual([3, 4, 5]);
    expect(after.more).toBe(false);
  });
});

describe('a reset', () => {
  it('drops what was deleted and keeps what came while the room was fetched', () => {
    let state = enter(room([message(1, 1), message(2, 2)]));
    state = apply(state, { type: 'messages', messages: [message(3, 3)] });
    state = apply(state, { type: 'reset' });
    state = apply(state, { type: 'messages', messages: [message(4, 5)] });
    state = enter(room([message(2, 2)]), state);
    expect(state.messages.map(({ id }) => id)).toEqual([2, 4]);
    expect(state.sinceReset).toBeUndefined();
  });
});

describe('a deleted message', () => {
  it('is gone, and does not come back with an answer that was on its way', () => {
    let state = enter(room([message(5, 5), message(6, 6)], true));
    state = apply(state, { type: 'reset' });
    state = apply(state, { type: 'messages', messages: [message(7, 7)] });
    for (const id of [6, 4, 7]) state = apply(state, { type: 'deleted', message: id, revision: 8 });
    expect(state.messages.map(({ id }) => id)).toEqual([5]);
    state = enter(room([message(5, 5), message(6, 6)], true), state);
    state = addOlder(state, { messages: [message(3, 3), message(4, 4)], more: false });
    expect(state.messages.map(({ id }) => id)).toEqual([3, 5]);
  });
});

it('calls people by the name that they have now', () => {
  const by = { id: 'web:2', name: 'lee' };
  const state = enter(room([message(1, 1, { by }), message(2, 2)]));
  const person = { id: 'web:2', name: 'Lee Min' };
  const after = apply(state, { type: 'renamed', person }).messages;
  expect(after[0]?.by).toEqual(person);
  expect(after[1]).toBe(state.messages[1]);
});

it('takes up who one is and what the classroom is called', () => {
  const state = enter(room([]));
  const classroom = { slug: 'class', title: 'Other', locked: true };
  expect(apply(state, { type: 'classroom', classroom }).classroom).toBe(classroom);
  expect(apply(state, { type: 'me', me: { ...state.me, locale: 'ko' } }).me.locale).toBe('ko');
});

it('never puts what one person alone may see on the wall', () => {
  const card = { title: 'A card', locale: 'en', blocks: [] };
  const all = [message(1, 1, { card }), message(2, 2, { card, private: true }), message(3, 3)];
  expect(onWall(enter(room(all)))?.id).toBe(1);
});

describe('what is asked', () => {
  const card = { title: 'A card', locale: 'en', blocks: [] };
  const asking = (id: string, led = true) => ({ card: { ...card, open: { id, answered: 0, of: 3, led } } });
  const hear = (state: RoomState, ...messages: Message[]) => apply(state, { type: 'messages', messages });

  it('keeps the wall while others post, and after it has closed until something newer comes', () => {
    let state = enter(room([message(1, 1, { card })]));
    state = hear(state, message(2, 2, asking('quiz:1')));
    state = hear(state, message(3, 3, { card }), message(4, 4, asking('prediction:1', false)));
    expect(askedNow(state)?.id).toBe(2);
    expect(onWall(state)?.id).toBe(2);
    state = hear(state, message(4, 5, { card, closedAt: 10 }), message(2, 6, { card, closedAt: 20 }));
    expect(askedNow(state)).toBeUndefined();
    expect(onWall(state)?.id).toBe(2);
    // Counted on in a card from before.
    state = hear(state, message(3, 7, { card }));
    expect(onWall(state)?.id).toBe(2);
    state = hear(state, message(5, 8, { card, at: 30 }));
    expect(onWall(state)?.id).toBe(5);
  });

  it('is known however old it is', () => {
    const asked = [message(1, 1, asking('quiz:1'))];
    const state = enter({ ...room([message(50, 50)], true), asked });
    expect(askedNow(state)?.id).toBe(1);
    expect(askedNow(hear(state, message(1, 51, { card, closedAt: 60 })))).toBeUndefined();
  });

  it('is what the newest card asks, where several ask the same', () => {
    let state = hear(enter(room([])), message(1, 1, asking('prediction:1')));
    state = hear(state, message(2, 2, asking('prediction:1')));
    expect([...state.open.values()].map(({ id }) => id)).toEqual([2]);
    state = hear(state, message(1, 3, asking('prediction:1')));
    expect(askedNow(state)?.id).toBe(2);
    expect(askedNow(hear(state, message(2, 4, { card })))).toBeUndefined();
  });

  it('is a teacher’s newest before others’ oldest', () => {
    let state = hear(enter(room([])), message(1, 1, asking('prediction:1', false)));
    state = hear(state, message(2, 2, asking('prediction:2', false)));
    expect(askedNow(state)?.id).toBe(1);
    state = hear(state, message(3, 3, asking('quiz:1')), message(4, 4, asking('quiz:2')));
    expect(askedNow(state)?.id).toBe(4);
  });
});

it('lists what a button has answered to the reader below its card, the newest for each button', () => {
  const card = { title: 'A card', locale: 'en', blocks: [] };
  const reply = (id: number, answers: number, pressed: string) =>
    message(id, id, { card, private: true, answers, pressed });
  const listed = rows([
    message(2, 2, { card }),
    message(3, 3),
    reply(4, 2, 'Answer'),
    reply(5, 2, 'Hint'),
    reply(6, 2, 'Answer'),
    reply(7, 6, 'Accept'),
    reply(8, 1, 'of a card that is not loaded'),
    message(9, 9, { card, answers: 2, pressed: 'Next' }),
  ]);
  expect(listed.map(({ message: { id }, reply: isReply }) => (isReply ? -id : id))).toEqual([
    2, -5, -6, -7, 3, 8, 9,
  ]);
});
