/** The first page: a code leads into a classroom; those that one is in are listed; a teacher makes new ones. */
import type { ClassroomInfo } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { LockIcon } from '../icons.tsx';
import { Field, LONGEST_NAME, SmallForm } from './fields.tsx';
import { Frame } from './frame.tsx';

/** What people type for a code, or paste: the join link has it, too. */
const codeOf = (typed: string): string =>
  (typed.trim().split('/').at(-1) ?? '').replace(/[\s-]+/g, '').toUpperCase();

export function StartScreen({ notice }: { notice?: string | undefined }) {
  const { api, t, start, go, refresh } = useApp();
  const { classrooms, teacher } = start;
  return (
    <Frame title="Augie">
      <h1>{t('start.title')}</h1>
      {notice !== undefined && (
        <p class="notice" role="alert">
          {notice}
        </p>
      )}
      {classrooms.length > 0 && (
        <section class="sheet">
          <h2>{t('start.yours')}</h2>
          <ul class="classrooms">
            {classrooms.map((classroom) => (
              <li key={classroom.slug}>
                <ClassroomLink {...classroom} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {teacher && (
        <section class="sheet">
          <h2>{t('start.new')}</h2>
          <SmallForm
            button={t('start.make')}
            act={async ({ title }) => {
              const made = await api.post<ClassroomInfo>('/api/classrooms', { title });
              await refresh();
              go(`/c/${made.slug}`);
            }}
          >
            <Field name="title" label={t('start.newTitle')} maxLength={LONGEST_NAME} />
          </SmallForm>
        </section>
      )}
      {!teacher && (
        <section class="sheet">
          <h2>{t('start.join')}</h2>
          <SmallForm
            button={t('start.next')}
            act={async ({ code = '' }) => {
              await api.post(`/api/invitation/${encodeURIComponent(codeOf(code))}`, {});
              go(`/join/${encodeURIComponent(codeOf(code))}`);
            }}
          >
            <Field
              name="code"
              label={t('start.code')}
              help={t('start.codeHelp')}
              maxLength={200}
              kind="code"
            />
          </SmallForm>
        </section>
      )}
    </Frame>
  );
}

function ClassroomLink({ slug, title, locked }: ClassroomInfo) {
  const { t, go } = useApp();
  return (
    <a
      href={`/c/${slug}`}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(`/c/${slug}`);
      }}
    >
      <span>{title}</span>
      {locked && (
        <span class="quiet" title={t('room.locked')}>
          <LockIcon />
          <span class="sr-only">{t('room.locked')}</span>
        </span>
      )}
    </a>
  );
}
