/** Chooses a file from the device. */
import { useRef } from 'preact/hooks';
import { useApp } from '../app.tsx';
import { AttachIcon } from '../icons.tsx';
import { ACCEPT } from './attachment.ts';

export function AttachButton({ disabled, onFile }: { disabled: boolean; onFile: (file: File) => void }) {
  const { t } = useApp();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="round"
        aria-label={t('attach.choose')}
        title={t('attach.choose')}
        disabled={disabled}
        onClick={() => chooser.current?.click()}
      >
        <AttachIcon />
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={ACCEPT}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) onFile(file);
          currentTarget.value = ''; // the same file may be chosen again
        }}
      />
    </>
  );
}
