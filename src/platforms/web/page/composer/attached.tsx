/** What goes with the command, a picture small, a text by its name, and a button that takes it away. */
import { useApp } from '../app.tsx';
import { CloseIcon } from '../icons.tsx';
import { isText } from './attachment.ts';
import type { Attached } from './use-attachment.ts';

interface Props {
  readonly attached: Attached;
  readonly disabled: boolean;
  readonly onRemove: () => void;
}

export function AttachedFile({ attached: { name, url }, disabled, onRemove }: Props) {
  const { t } = useApp();
  const label = t('attach.remove', { name });
  return (
    <div class="attached">
      {isText(name) ? <p>{name}</p> : <img src={url} alt={name} />}
      <button
        type="button"
        class="round"
        aria-label={label}
        title={label}
        disabled={disabled}
        onClick={onRemove}
      >
        <CloseIcon />
      </button>
    </div>
  );
}
