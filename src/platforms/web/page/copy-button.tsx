/** A button that copies something and says so, in itself and to a screen reader. */
import { useEffect, useState } from 'preact/hooks';
import { useApp } from './app.tsx';
import { copy } from './copy.ts';
import { CopyIcon } from './icons.tsx';

export function CopyButton({ text, label }: { text: () => string; label: string }) {
  const { t } = useApp();
  const [said, setSaid] = useState('');

  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), 3000);
    return () => clearTimeout(timer);
  }, [said]);

  return (
    <span class="copy" lang={t.locale}>
      <button
        type="button"
        class="small"
        onClick={() =>
          copy(text()).then(
            () => setSaid(t('copied')),
            () => setSaid(t('notCopied')),
          )
        }
      >
        <CopyIcon />
        {label}
      </button>
      <span class="quiet" role="status">
        {said}
      </span>
    </span>
  );
}
