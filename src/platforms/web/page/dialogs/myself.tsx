/** What people do with themselves in a classroom: take another name, and leave. */
import type { ClassroomInfo, Me } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { Field, LONGEST_NAME, SmallForm } from '../screens/fields.tsx';
import { remember } from '../storage.ts';
import { useAttempt } from '../use-attempt.ts';
import { Confirm } from './confirm.tsx';
import { Dialog } from './dialog.tsx';

interface NameProps {
  readonly slug: string;
  readonly me: Me;
  readonly onMe: (me: Me) => void;
  readonly onClose: () => void;
}

export function NameDialog({ slug, me, onMe, onClose }: NameProps) {
  const { api, t } = useApp();
  return (
    <Dialog title={t('name.title')} onClose={onClose}>
      <SmallForm
        button={t('name.save')}
        act={async ({ name = '' }) => {
          const now = await api.post<Me>(`/api/c/${slug}/name`, { name });
          remember('name', now.name);
          onMe(now);
          onClose();
        }}
      >
        <Field
          name="name"
          label={t('join.name')}
          help={t('name.help')}
          value={me.name}
          maxLength={LONGEST_NAME}
          autocomplete="nickname"
        />
      </SmallForm>
    </Dialog>
  );
}

interface LeaveProps {
  readonly classroom: ClassroomInfo;
  readonly me: Me;
  readonly press: (action: string) => Promise<unknown>;
  readonly onLeave: () => void;
  readonly onClose: () => void;
}

export function LeaveDialog({ classroom: { slug, title }, me, press, onLeave, onClose }: LeaveProps) {
  const { api, t } = useApp();
  const { busy, problem, attempt } = useAttempt();
  // A card asks whether they are sure, and says what that means.
  const deleteData = () =>
    attempt(async () => {
      await press('settings.privacy.forget:me');
      onClose();
    });
  return (
    <Dialog title={t('leave.title', { title })} onClose={onClose}>
      <Confirm
        question={t(me.teacher ? 'leave.teacher' : 'leave.question')}
        yes={t('leave.yes')}
        act={async () => {
          await api.post(`/api/c/${slug}/leave`, {});
          onLeave();
        }}
      />
      <p>{t('leave.deleteHelp')}</p>
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="actions">
        <button type="button" aria-disabled={busy} onClick={() => void deleteData()}>
          {t('leave.delete')}
        </button>
      </div>
    </Dialog>
  );
}
