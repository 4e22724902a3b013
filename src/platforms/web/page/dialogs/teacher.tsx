/** What only teachers do and what cannot be undone: a new teacher link, and the end of a classroom. */
import { useState } from 'preact/hooks';
import type { ClassroomInfo } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { CopyButton } from '../copy-button.tsx';
import { Confirm } from './confirm.tsx';
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
