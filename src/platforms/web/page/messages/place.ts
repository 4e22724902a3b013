/** Keeps the reader's place in a scrolled list, whatever grows, shrinks or comes above and below it. */

export interface Place {
  /** After the content has changed. */
  keep(): void;
  toEnd(): void;
  stop(): void;
}

/** As near to the end as this, in CSS pixels, counts as being there. */
const NEAR = 48;

/**
 * `onEnd` is told when the reader comes to the end or leaves it. Browsers have something like it (overflow-anchor), but
 * not all of them, and not at the very top, where history comes in.
 */
export function keepPlace(scroller: HTMLElement, content: HTMLElement, onEnd: (at: boolean) => void): Place {
  let atEnd = true;
  let anchor: { element: Element; top: number } | undefined;

  const offset = (element: Element) =>
    element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;

  function note(): void {
    // Hidden behind the projector's view it has no height, and nobody scrolls.
    if (scroller.clientHeight === 0) return;
    const now = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (now !== atEnd) onEnd(now);
    atEnd = now;
    const first = [...content.querySelectorAll('[data-id]')].find(
      (element) => offset(element) + element.clientHeight > 0,
    );
    anchor = first && { element: first, top: offset(first) };
  }

  function keep(): void {
    if (scroller.clientHeight === 0) return;
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
    else if (anchor?.element.isConnected) scroller.scrollTop += offset(anchor.element) - anchor.top;
  }

  const observer = new ResizeObserver(keep);
  observer.observe(content);
  observer.observe(scroller);
  scroller.addEventListener('scroll', note, { passive: true });
  keep();
  return {
    keep,
    toEnd() {
      atEnd = true;
      onEnd(true);
      keep();
      // The button that was pressed is gone now, and with it the focus.
      scroller.focus({ preventScroll: true });
    },
    stop() {
      observer.disconnect();
      scroller.removeEventListener('scroll', note);
    },
  };
}
