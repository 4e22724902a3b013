/** Asks before a message is deleted; once more where something goes on in it that would stop. */
import { useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { useApp } from '../app.tsx';
import { Confirm } from './confirm.tsx';
import { Dialog } from './dialog.tsx';

interface Props {
  /** Resolves when the message is gone. */
  readonly act: (stop: boolean) => Promise<void>;
  readonly onClose: () => void;
}

export function DeleteMessageDialog({ act, onClose }: Props) {
  const { t, announce } = useApp();
  const [stops, setStops] = useState(false);

  async function remove(): Promise<void> {
    try {
      await act(stops);
    } catch (error) {
      if (error instanceof Refused && error.status === 409) setStops(true);
      throw error;
    }
    announce(t('deleteMessage.done'));
    onClose();
  }

  return (
    <Dialog title={t('deleteMessage.title')} onClose={onClose}>
      <Confirm
        question={t('deleteMessage.question')}
        yes={t(stops ? 'deleteMessage.stop' : 'deleteMessage.yes')}
        act={remove}
      />
    </Dialog>
  );
}
