/** A button that opens a short list of things to do. Esc and a click beside it close it. */
import { useId, useRef, useState } from 'preact/hooks';
import { MenuIcon } from './icons.tsx';

export interface MenuItem {
  readonly label: string;
  readonly kind?: 'danger';
  readonly act: () => void;
}

interface Props {
  /** Of the button. */
  readonly label: string;
  readonly items: readonly MenuItem[];
}

export function Menu({ label, items }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [shown, setShown] = useState(false);

  return (
    <>
      <button
        ref={opener}
        type="button"
        class="round opener"
        aria-label={label}
        title={label}
        aria-expanded={shown}
        popovertarget={id}
      >
        <MenuIcon />
      </button>
      <div
        ref={list}
        id={id}
        class="menu"
        popover="auto"
        // Before it is shown: beside its button, and above it where there is no room below.
        onBeforeToggle={({ newState }) => {
          if (newState === 'open') place(opener.current!, list.current!, items.length);
        }}
        onToggle={({ newState }) => setShown(newState === 'open')}
      >
        {shown &&
          items.map(({ label: what, kind, act }) => (
            <button
              key={what}
              type="button"
              class={kind ?? ''}
              onClick={() => {
                list.current?.hidePopover();
                // The dialog gives the focus back to where it was.
                opener.current?.focus();
                act();
              }}
            >
              {what}
            </button>
          ))}
      </div>
    </>
  );
}

/** CSS pixels, with its border. */
const ITEM = 48;

function place(opener: HTMLElement, { style }: HTMLElement, count: number): void {
  const { top, bottom, right } = opener.getBoundingClientRect();
  const height = count * ITEM + 16;
  const below = bottom + height <= window.innerHeight;
  style.top = `${below ? bottom : Math.max(0, top - height)}px`;
  style.right = `${Math.max(8, document.documentElement.clientWidth - right)}px`;
}
