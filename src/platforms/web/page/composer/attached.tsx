/** The picture that goes with the command, small, and a button that takes it away. */
import { useApp } from '../app.tsx';
import { CloseIcon } from '../icons.tsx';
import type { Attached } from './use-picture.ts';

interface Props {
  readonly picture: Attached;
  readonly disabled: boolean;
  readonly onRemove: () => void;
}

export function AttachedPicture({ picture: { name, url }, disabled, onRemove }: Props) {
  const { t } = useApp();
  const label = t('attach.remove', { name });
  return (
    <div class="attached">
      <img src={url} alt={name} />
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
