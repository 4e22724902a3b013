/** A dialog over the page: Esc, its button and a click beside it close it, and the focus goes back to where it was. */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.tsx';
import { CloseIcon } from '../icons.tsx';

interface Props {
  readonly title: string;
  /** `large` takes the screen. */
  readonly kind?: 'large';
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ title, kind, onClose, children }: Props) {
  const { t } = useApp();
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const pressed = useRef<EventTarget | null>(null);

  // The browser gives the focus back where a dialog is closed, but not where it just vanishes.
  const close = () => ref.current?.close();
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key, and the browser's
    <dialog
      ref={ref}
      class={kind}
      lang={t.locale}
      aria-labelledby={id}
      onClose={onClose}
      onMouseDown={({ target }) => {
        pressed.current = target;
      }}
      onClick={({ target }) => {
        // Not where a text in it was being selected and the mouse has left it.
        if (target === ref.current && target === pressed.current) close();
      }}
    >
      <div class="sheet">
        <div class="head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="round" aria-label={t('close')} title={t('close')} onClick={close}>
            <CloseIcon />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
