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

  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the key, and the browser's
    <dialog
      ref={ref}
      class={kind}
      lang={t.locale}
      aria-labelledby={id}
      onClose={onClose}
      onClick={({ target }) => {
        if (target === ref.current) onClose();
      }}
    >
      <div class="sheet">
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" class="round" aria-label={t('close')} title={t('close')} onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
