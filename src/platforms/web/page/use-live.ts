/** The state of a classroom, kept up to date by its socket. */
import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { Page, Room, ServerEvent } from '../protocol.ts';
import { Refused } from './api.ts';
import { useApp } from './app.tsx';
import { afterSending } from './deliver.ts';
import { type Live, type Out, openLive } from './live.ts';
import { announcement } from './messages/announce.ts';
import { addOlder, apply, enter, type RoomState } from './room.ts';
import { recallInTab, rememberInTab } from './storage.ts';

type Change =
  | ServerEvent
  | { readonly type: 'room'; readonly room: Room }
  | { readonly type: 'older'; readonly page: Page };

function reduce(state: RoomState, change: Change): RoomState {
  if (change.type === 'room') return enter(change.room, state);
  if (change.type === 'older') return addOlder(state, change.page);
  return apply(state, change);
}

/** The server's page is another one than this. Once for each: what stands between us may keep an old one. */
function loadAnew(build: string): void {
  const mine = document.querySelector('meta[name="augie-build"]')?.getAttribute('content');
  if (build === mine || recallInTab('build') === build) return;
  rememberInTab('build', build);
  afterSending(() => location.reload());
}

export function useLive(room: Room, onOut: (why: Out) => void) {
  const { api, t, announce } = useApp();
  const [state, dispatch] = useReducer(reduce, room, (first: Room) => enter(first));
  const [connected, setConnected] = useState(true);
  const live = useRef<Live | undefined>(undefined);
  const latest = useRef({ state, t, announce, onOut });
  latest.current = { state, t, announce, onOut };
  const { slug } = room.classroom;

  useEffect(() => {
    const known = new Map(latest.current.state.messages.map((message) => [message.id, message]));
    const listener = {
      connected: setConnected,
      locale: () => latest.current.t.locale,
      out: (why: Out) => latest.current.onOut(why),
      event(event: ServerEvent) {
        if (event.type === 'ready') loadAnew(event.build);
        if (event.type === 'reset') void fetchAnew();
        if (event.type === 'messages') {
          for (const message of event.messages) {
            const before =
              known.get(message.id) ?? latest.current.state.messages.find(({ id }) => id === message.id);
            const told = announcement(message, before, latest.current.state.me.id);
            known.set(message.id, message);
            if (told !== undefined && message.id >= (latest.current.state.messages[0]?.id ?? 0)) {
              latest.current.announce(told);
            }
          }
        }
        dispatch(event);
      },
    };
    let fetches = 0;
    /** Of two resets in a row, only the answer to the second one counts. */
    async function fetchAnew(): Promise<void> {
      const mine = ++fetches;
      try {
        const again = await api.get<Room>(`/api/c/${slug}`);
        if (mine !== fetches) return;
        dispatch({ type: 'room', room: again });
        live.current?.continueFrom(again.revision);
      } catch (error) {
        if (mine !== fetches) return;
        const gone = error instanceof Refused && [401, 403, 404].includes(error.status);
        if (!gone) return void live.current?.reconnected().then(fetchAnew);
        live.current?.close();
        latest.current.onOut('removed');
      }
    }
    live.current = openLive(slug, room.revision, listener);
    return () => live.current?.close();
    // The room of the first call: later ones come by `reset`.
  }, [api, slug, room.revision]);

  const reconnected = useCallback(() => live.current?.reconnected() ?? Promise.resolve(), []);
  return { state, dispatch, connected, reconnected };
}
