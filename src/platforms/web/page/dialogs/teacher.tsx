/** What only teachers do and what cannot be undone: a new teacher link, and the end of a classroom. */
import { useState } from 'preact/hooks';
import type { ClassroomInfo } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { CopyButton } from '../copy-button.tsx';
import { useAttempt } from '../use-attempt.ts';
import { Dialog } from './dialog.tsx';

export function TeacherLinkDialog({ onClose }: { onClose: () => void }) {
  const { api, t } = useApp();
  const [url, setUrl] = useState<string>();
  return (
    <Dialog title={t('teacherLink.title')} onClose={onClose}>
      {url === undefined ? (
        <Confirm
          question={t('teacherLink.question')}
          yes={t('teacherLink.make')}
          act={async () => setUrl((await api.post<{ url: string }>('/api/teacher-link', {})).url)}
        />
      ) : (
        <>
          <p>{t('teacherLink.made')}</p>
          <p class="secret">{url}</p>
          <CopyButton text={() => url} label={t('teacherLink.copy')} />
        </>
      )}
    </Dialog>
  );
}

interface DeleteProps {
  readonly classroom: ClassroomInfo;
  readonly onClose: () => void;
}

export function DeleteDialog({ classroom: { slug, title }, onClose }: DeleteProps) {
  const { api, t, go, refresh } = useApp();
  return (
    <Dialog title={t('delete.title', { title })} onClose={onClose}>
      <Confirm
        question={t('delete.question')}
        yes={t('delete.yes')}
        act={async () => {
          await api.post(`/api/c/${slug}/delete`, {});
          await refresh();
          go('/');
        }}
      />
    </Dialog>
  );
}

interface ConfirmProps {
  readonly question: string;
  readonly yes: string;
  readonly act: () => Promise<void>;
}

function Confirm({ question, yes, act }: ConfirmProps) {
  const { t } = useApp();
  const { busy, problem, attempt } = useAttempt();
  return (
    <>
      <p>{question}</p>
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="actions">
        <button type="button" onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}>
          {t('cancel')}
        </button>
        <button type="button" class="danger" aria-disabled={busy} onClick={() => void attempt(act)}>
          {yes}
        </button>
      </div>
    </>
  );
}
