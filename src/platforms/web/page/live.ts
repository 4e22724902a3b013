/** The socket that brings what happens in a classroom. It reconnects by itself and goes on where it was. */
import type { ServerEvent } from '../protocol.ts';
import { advance, backoff } from './reconnect.ts';

export interface Live {
  /** Resolves at the next connection; where there is one already, after a moment. */
  reconnected(): Promise<void>;
  /** From here on after the room was fetched anew. */
  continueFrom(revision: number): void;
  close(): void;
}

/** By a teacher (or by deleting the classroom), or by oneself. */
export type Out = 'removed' | 'forgotten' | 'left';

interface Listener {
  event(event: ServerEvent): void;
  connected(yes: boolean): void;
  /** The language that the page shows. */
  locale(): string;
  /** No member any more. */
  out(why: Out): void;
}

/** Codes with which the server ends it for good. */
const OUT = new Map<number, Out>([
  [4001, 'removed'],
  [4004, 'forgotten'],
  [4005, 'left'],
]);
/** How often the watch looks at the clock, and how late it must be for the machine to have slept, in milliseconds. */
const WATCH = 5000;
const ASLEEP = 20_000;

const random = () => (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 2 ** 32;

export function openLive(slug: string, revision: number, listener: Listener): Live {
  let since = revision;
  let socket: WebSocket | undefined;
  let caughtUp = false;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let waiting: (() => void)[] = [];

  function connect(): void {
    clearTimeout(timer);
    if (closed) return;
    caughtUp = false;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const query = new URLSearchParams({
      classroom: slug,
      since: String(since),
      locale: listener.locale(),
    });
    const mine = new WebSocket(`${scheme}://${location.host}/live?${query}`);
    socket = mine;
    mine.onmessage = ({ data }) => {
      if (mine !== socket) return;
      const event = JSON.parse(data as string) as ServerEvent;
      since = advance(since, event, caughtUp);
      if (event.type === 'ready') ready();
      listener.event(event);
    };
    mine.onclose = ({ code }) => {
      if (mine !== socket || closed) return;
      const why = OUT.get(code);
      if (why) return leave(why);
      listener.connected(false);
      timer = setTimeout(connect, backoff(attempts++, random()));
    };
  }

  function ready(): void {
    caughtUp = true;
    attempts = 0;
    listener.connected(true);
    for (const go of waiting.splice(0)) go();
  }

  function leave(why: Out): void {
    close();
    listener.out(why);
  }

  /** A socket may look open long after its network is gone; a new one tells. */
  function renew(): void {
    socket?.close();
    attempts = 0;
    connect();
  }

  const down = () => socket === undefined || socket.readyState > WebSocket.OPEN;
  const onOnline = () => renew();
  const onVisible = () => {
    if (!document.hidden && down()) renew();
  };
  let looked = Date.now();
  const watch = setInterval(() => {
    const late = Date.now() - looked;
    looked = Date.now();
    if (late > ASLEEP && !document.hidden) renew();
  }, WATCH);
  window.addEventListener('online', onOnline);
  document.addEventListener('visibilitychange', onVisible);

  function close(): void {
    closed = true;
    clearTimeout(timer);
    clearInterval(watch);
    window.removeEventListener('online', onOnline);
    document.removeEventListener('visibilitychange', onVisible);
    socket?.close();
    waiting = [];
  }

  connect();
  return {
    close,
    continueFrom(from) {
      since = from;
    },
    reconnected: () =>
      new Promise((resolve) => {
        if (caughtUp && !down()) setTimeout(resolve, 1000);
        else waiting.push(resolve);
      }),
  };
}
