/** A classroom's address: enters it, or asks for what is missing to enter it. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Room } from '../../protocol.ts';
import { Refused, sentence } from '../api.ts';
import { useApp } from '../app.tsx';
import { insist } from '../deliver.ts';
import type { Out } from '../live.ts';
import { Frame } from './frame.tsx';
import { NameForm } from './name-form.tsx';
import { RoomScreen } from './room.tsx';
import { StartScreen } from './start.tsx';

const OUT = { removed: 'room.removed', forgotten: 'room.forgotten', left: 'room.left' } as const;

export function ClassroomScreen({ slug }: { slug: string }) {
  const { api, t, start, refresh } = useApp();
  const [room, setRoom] = useState<Room>();
  const [stranger, setStranger] = useState(false);
  const [notice, setNotice] = useState<string>();
  const path = `/api/c/${encodeURIComponent(slug)}`;

  const load = useCallback(async () => {
    try {
      setRoom(await insist(() => api.get<Room>(path)));
      setStranger(false);
      setNotice(undefined);
    } catch (error) {
      const denied = error instanceof Refused && (error.status === 401 || error.status === 403);
      setStranger(denied);
      setNotice(sentence(error, t));
    }
  }, [api, path, t]);

  useEffect(() => {
    void load();
  }, [path]);

  const onOut = useCallback(
    (why: Out) => {
      setRoom(undefined);
      setStranger(true);
      setNotice(t(OUT[why]));
      refresh().catch(() => undefined);
    },
    [t, refresh],
  );

  if (room) return <RoomScreen room={room} onOut={onOut} />;
  if (stranger && start.teacher) {
    const title = start.classrooms.find((classroom) => classroom.slug === slug)?.title ?? slug;
    return (
      <Frame title={title}>
        <h1>{title}</h1>
        <section class="sheet">
          <NameForm
            button={t('enter.enter')}
            help={t('enter.nameHelp')}
            enter={async (name) => {
              await api.post(`/api/enter/${encodeURIComponent(slug)}`, { name });
              await load();
            }}
          />
        </section>
      </Frame>
    );
  }
  if (notice !== undefined) return <StartScreen notice={notice} />;
  return <Frame title="Augie">{null}</Frame>;
}
