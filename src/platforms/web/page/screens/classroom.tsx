/** A classroom's address: enters it, or asks for what is missing to enter it. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Room } from '../../protocol.ts';
import { Refused, sentence } from '../api.ts';
import { useApp } from '../app.tsx';
import { insist } from '../deliver.ts';
import { recall, remember } from '../storage.ts';
import { Field, SmallForm } from './fields.tsx';
import { Frame } from './frame.tsx';
import { LONGEST_NAME } from './join.tsx';
import { RoomScreen } from './room.tsx';
import { StartScreen } from './start.tsx';

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

  const onOut = useCallback(() => {
    setRoom(undefined);
    setStranger(true);
    setNotice(t('room.out'));
    refresh().catch(() => undefined);
  }, [t, refresh]);

  if (room) return <RoomScreen room={room} onOut={onOut} />;
  if (stranger && start.teacher) {
    const title = start.classrooms.find((classroom) => classroom.slug === slug)?.title ?? slug;
    return (
      <Frame title={title}>
        <h1>{title}</h1>
        <section class="sheet">
          <SmallForm
            button={t('enter.enter')}
            act={async ({ name = '' }) => {
              await api.post(`/api/enter/${encodeURIComponent(slug)}`, { name: name.trim() });
              remember('name', name.trim());
              await load();
            }}
          >
            <Field
              name="name"
              label={t('join.name')}
              help={t('enter.nameHelp')}
              value={recall('name') ?? ''}
              maxLength={LONGEST_NAME}
              autocomplete="nickname"
            />
          </SmallForm>
        </section>
      </Frame>
    );
  }
  if (notice !== undefined) return <StartScreen notice={notice} />;
  return <Frame title="Augie">{null}</Frame>;
}
