/** Takes the reader to a message: the answer to what they did, the question that is open, or its answer once that is shown. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import type { Place } from './place.ts';

export interface Look {
  /** Id. */
  readonly message: number;
  /** The reader wants to answer it: the focus goes to its first field or button. */
  readonly answer?: boolean;
}

interface Looking {
  readonly messages: readonly Message[];
  readonly more: boolean;
  readonly look: Look | undefined;
  readonly closed: Message | undefined;
  readonly atEnd: boolean;
  readonly onOlder: () => Promise<void>;
  readonly onLook: (look: Look) => void;
}

const ANSWER = '.card-form :is(input, select, textarea), .choices button';

export function useLook(
  { messages, more, look, closed, atEnd, onOlder, onLook }: Looking,
  content: RefObject<HTMLElement | null>,
  place: RefObject<Place | undefined>,
) {
  const looked = useRef(look);
  const known = useRef(closed);
  const [revealed, setRevealed] = useState<number>();
  const find = (id: number) => content.current?.querySelector<HTMLElement>(`[data-id="${id}"]`);

  useLayoutEffect(() => {
    if (!look || look === looked.current) return;
    const element = find(look.message);
    // It comes by the socket; or it is older than what is here.
    if (!element) {
      if (more && look.message < (messages[0]?.id ?? 0)) void onOlder();
      return;
    }
    looked.current = look;
    place.current?.show(element, element.matches('.reply') ? 'nearest' : 'beginning');
    if (look.answer) element.querySelector<HTMLElement>(ANSWER)?.focus({ preventScroll: true });
  }, [look, messages, more, onOlder]);

  // The answer is shown in a card that may be out of sight. Who reads something else is told, and not taken away from it.
  useLayoutEffect(() => {
    if (!closed || (closed.id === known.current?.id && closed.closedAt === known.current.closedAt)) return;
    known.current = closed;
    const element = find(closed.id);
    if (element && (atEnd || place.current?.isInView(element))) place.current?.show(element, 'beginning');
    else setRevealed(closed.id);
  }, [closed, atEnd]);

  return {
    /** An answer is shown somewhere else. */
    revealed: revealed !== undefined,
    toRevealed() {
      setRevealed(undefined);
      if (revealed !== undefined) onLook({ message: revealed });
    },
  };
}
