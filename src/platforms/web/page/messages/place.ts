/** Keeps the reader's place in a scrolled list, whatever grows, shrinks or comes above and below it. */

export interface Place {
  /** After the content has changed. */
  keep(): void;
  /** To the newest message: to the end, or where that would cut off its beginning, to its beginning. */
  toEnd(): void;
  /** Brings a message into view where it is not: its beginning, or just so much of it that all of it is seen. */
  show(message: Element, how: 'beginning' | 'nearest'): void;
  isInView(message: Element): boolean;
  stop(): void;
}

/** As near to the end as this, in CSS pixels, counts as being there. */
const NEAR = 48;
const MARGIN = 8;
/** The button that leads to the end covers as much. */
const BUTTON = 56;

/**
 * `onEnd` is told when the reader comes to the end or leaves it. Browsers have something like it (overflow-anchor), but
 * not all of them, and not at the very top, where history comes in.
 */
export function keepPlace(scroller: HTMLElement, content: HTMLElement, onEnd: (at: boolean) => void): Place {
  /** What is kept in view as things change. */
  let follows: 'newest' | 'bottom' | undefined = 'newest';
  let newest: Element | undefined;
  let anchor: { element: Element; top: number } | undefined;

  const offset = (element: Element) =>
    element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;

  function note(): void {
    // Hidden behind the projector's view it has no height, and nobody scrolls.
    if (scroller.clientHeight === 0) return;
    const before = follows;
    const messages = [...content.querySelectorAll('[data-id]')];
    const last = messages.at(-1);
    const bottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (last && Math.abs(offset(last)) < NEAR) follows = 'newest';
    else if (bottom) follows = last && offset(last) < 0 ? 'bottom' : 'newest';
    else follows = undefined;
    if ((follows === undefined) !== (before === undefined)) onEnd(follows !== undefined);
    const first = messages.find((element) => offset(element) + element.clientHeight > 0);
    anchor = first && { element: first, top: offset(first) };
  }

  function keep(): void {
    if (scroller.clientHeight === 0) return;
    const last = [...content.querySelectorAll('[data-id]')].at(-1);
    if (follows === 'bottom' && last !== newest) follows = 'newest';
    newest = last;
    if (follows === 'bottom' || (follows && !last)) scroller.scrollTop = scroller.scrollHeight;
    else if (follows && last) scroller.scrollTop += offset(last) - MARGIN;
    else if (anchor?.element.isConnected) scroller.scrollTop += offset(anchor.element) - anchor.top;
  }

  function toEnd(): void {
    follows = 'newest';
    onEnd(true);
    keep();
  }

  const observer = new ResizeObserver(keep);
  observer.observe(content);
  observer.observe(scroller);
  scroller.addEventListener('scroll', note, { passive: true });
  keep();
  return {
    keep,
    toEnd,
    show(message, how) {
      if (scroller.clientHeight === 0) return;
      if (message === [...content.querySelectorAll('[data-id]')].at(-1)) return toEnd();
      const [top, room] = [offset(message) - MARGIN, scroller.clientHeight];
      const below = top + message.clientHeight + BUTTON - room;
      if (top >= 0 && below <= 0) return;
      scroller.scrollTop += how === 'nearest' && top >= 0 ? Math.min(top, below) : top;
      note();
    },
    isInView: (message) =>
      offset(message) < scroller.clientHeight && offset(message) + message.clientHeight > 0,
    stop() {
      observer.disconnect();
      scroller.removeEventListener('scroll', note);
    },
  };
}
