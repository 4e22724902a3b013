/** Where a join link leads: the classroom's title, and a field for one's name. */
import { useEffect, useState } from 'preact/hooks';
import type { Invited } from '../../protocol.ts';
import { sentence } from '../api.ts';
import { useApp } from '../app.tsx';
import { recall, remember } from '../storage.ts';
import { Field, SmallForm } from './fields.tsx';
import { Frame } from './frame.tsx';
import { StartScreen } from './start.tsx';

export const LONGEST_NAME = 40;

export function JoinScreen({ code }: { code: string }) {
  const { api, t, go, refresh } = useApp();
  const [invited, setInvited] = useState<Invited>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    api
      .post<Invited>(`/api/invitation/${encodeURIComponent(code)}`, {})
      .then(setInvited, (error: unknown) => {
        setProblem(sentence(error, t));
      });
  }, [api, code, t]);

  if (problem !== undefined) return <StartScreen notice={problem} />;
  if (!invited) return <Frame title="Augie">{null}</Frame>;
  return (
    <Frame title={invited.title}>
      <h1>{invited.title}</h1>
      <section class="sheet">
        {invited.locked && <p class="notice">{t('join.locked')}</p>}
        <SmallForm
          button={t('join.join')}
          act={async ({ name = '' }) => {
            const { slug } = await api.post<{ slug: string }>('/api/join', { code, name: name.trim() });
            remember('name', name.trim());
            await refresh();
            go(`/c/${slug}`);
          }}
        >
          <Field
            name="name"
            label={t('join.name')}
            help={t('join.nameHelp')}
            value={recall('name') ?? ''}
            maxLength={LONGEST_NAME}
            autocomplete="nickname"
          />
        </SmallForm>
      </section>
    </Frame>
  );
}
