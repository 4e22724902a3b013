/** Where a join link leads: the classroom's title, and a field for one's name. */
import { useEffect, useState } from 'preact/hooks';
import type { Invited } from '../../protocol.ts';
import { sentence } from '../api.ts';
import { useApp } from '../app.tsx';
import { Frame } from './frame.tsx';
import { NameForm } from './name-form.tsx';
import { StartScreen } from './start.tsx';

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
        <NameForm
          button={t('join.join')}
          help={t('join.nameHelp')}
          enter={async (name) => {
            const { slug } = await api.post<{ slug: string }>('/api/join', { code, name });
            await refresh();
            go(`/c/${slug}`);
          }}
        />
      </section>
    </Frame>
  );
}
