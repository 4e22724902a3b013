/** A classroom that one is in: what is said, live, and where one says something. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Done, Page, Room } from '../../protocol.ts';
import { Refused } from '../api.ts';
import { useApp } from '../app.tsx';
import { Composer } from '../composer/composer.tsx';
import { deliver, newKey } from '../deliver.ts';
import type { Out } from '../live.ts';
import { MessageList } from '../messages/list.tsx';
import type { Look } from '../messages/use-look.ts';
import { askedNow } from '../room.ts';
import { useLive } from '../use-live.ts';
import { Header } from './header.tsx';
import { Pin } from './pin.tsx';
import { Projector } from './projector.tsx';

const EXAMPLES = ['/augment preview', '/experiment run fraction:0.05 epochs:5', '/help'];

export function RoomScreen({ room, onOut }: { room: Room; onOut: (why: Out) => void }) {
  const { api, t, speak } = useApp();
  const { state, dispatch, connected, reconnected } = useLive(room, onOut);
  const { classroom, me, messages, more, closed } = state;
  const asked = askedNow(state);
  const [look, setLook] = useState<Look>();
  const [sent, setSent] = useState(0);
  const [proposed, propose] = useState<{ text: string }>();
  const [projecting, setProjecting] = useState(() => new URLSearchParams(location.search).has('projector'));
  const path = `/api/c/${classroom.slug}`;

  useLayoutEffect(() => {
    document.title = `${classroom.title} · Augie`;
  }, [classroom.title]);

  useEffect(() => {
    if (me.locale !== undefined) speak(me.locale, false);
  }, [me.locale, speak]);

  const lookAt = useCallback(({ message }: Done) => message !== undefined && setLook({ message }), []);

  const actions = useMemo(
    () => ({
      me: me.id,
      teacher: me.teacher,
      type: (text: string) => propose({ text }),
      press: async (action: string, values?: Readonly<Record<string, string>>, on?: number) => {
        const key = newKey();
        const done = await deliver(
          () => api.post<Done>(`${path}/press`, { action, key, values, on }),
          reconnected,
        );
        // After the button has said that it was received: that moves what is below it.
        setTimeout(lookAt, 0, done);
        return !done.refused;
      },
    }),
    [api, path, reconnected, me.id, me.teacher, lookAt],
  );

  const oldest = messages[0]?.id;
  const older = useCallback(async () => {
    const page = await deliver(() => api.get<Page>(`${path}/messages?before=${oldest}`), reconnected).catch(
      () => undefined,
    );
    if (page) dispatch({ type: 'older', page });
  }, [api, path, oldest, reconnected, dispatch]);

  const remove = useCallback(
    async (message: number, stop: boolean) => {
      await api.post(`${path}/messages/${message}/delete`, { stop }).catch((error: unknown) => {
        // Somebody else was faster, or its answer got lost: it is gone.
        if (!(error instanceof Refused && error.status === 404)) throw error;
      });
      dispatch({ type: 'deleted', message, revision: 0 });
    },
    [api, path, dispatch],
  );

  const onSend = useCallback(() => setSent((before) => before + 1), []);

  const project = useCallback((yes: boolean) => {
    history.replaceState(null, '', yes ? '?projector' : location.pathname);
    setProjecting(yes);
  }, []);

  return (
    <>
      {projecting && <Projector state={state} onLeave={() => project(false)} />}
      <div class="room" hidden={projecting}>
        <Header
          classroom={classroom}
          me={me}
          onClassroom={(changed) => dispatch({ type: 'classroom', classroom: changed })}
          onMe={(changed) => dispatch({ type: 'me', me: changed })}
          press={actions.press}
          onLeave={() => onOut('left')}
          onProject={() => project(true)}
        />
        <p class={`banner ${connected ? '' : 'lost'}`} role="status">
          {connected ? '' : t('live.lost')}
        </p>
        <main>
          {asked && (
            <Pin
              message={asked}
              teacher={me.teacher}
              onGo={() => setLook({ message: asked.id, answer: true })}
            />
          )}
          <MessageList
            messages={messages}
            more={more}
            actions={actions}
            me={me}
            remove={remove}
            sent={sent}
            look={look}
            closed={closed}
            onLook={setLook}
            onOlder={older}
          >
            <Empty onTry={(text) => propose({ text })} />
          </MessageList>
          <Composer
            slug={classroom.slug}
            reconnected={reconnected}
            onSend={onSend}
            onDone={lookAt}
            proposed={proposed}
            shown={!projecting}
          />
        </main>
      </div>
    </>
  );
}

function Empty({ onTry }: { onTry: (text: string) => void }) {
  const { t } = useApp();
  return (
    <div class="empty">
      <h2>{t('empty.title')}</h2>
      <p>{t('empty.text')}</p>
      <div class="choices">
        {EXAMPLES.map((example) => (
          <button key={example} type="button" onClick={() => onTry(example)}>
            <code>{example}</code>
          </button>
        ))}
      </div>
    </div>
  );
}
