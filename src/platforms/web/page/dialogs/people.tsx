/** Who is in the classroom, for its teachers: rename, remove, let in again. */
import { useEffect, useState } from 'preact/hooks';
import type { ClassroomInfo, MemberInfo } from '../../protocol.ts';
import { sentence } from '../api.ts';
import { useApp } from '../app.tsx';
import { Avatar } from '../messages/avatar.tsx';
import { LONGEST_NAME } from '../screens/fields.tsx';
import { Dialog } from './dialog.tsx';

interface Props {
  readonly classroom: ClassroomInfo;
  readonly onClassroom: (classroom: ClassroomInfo) => void;
  readonly onClose: () => void;
}

/** How often it looks who is here, in milliseconds. */
const LOOK = 5000;

export function PeopleDialog({ classroom, onClassroom, onClose }: Props) {
  const { api, t } = useApp();
  const [members, setMembers] = useState<readonly MemberInfo[]>();
  const [problem, setProblem] = useState('');
  /** That it could not look; said until it can. */
  const [blind, setBlind] = useState('');
  const path = `/api/c/${classroom.slug}`;

  useEffect(() => {
    const look = async () => {
      try {
        setMembers(await api.get(`${path}/members`));
        setBlind('');
      } catch (error) {
        setBlind(sentence(error, t));
      }
    };
    void look();
    const timer = setInterval(look, LOOK);
    return () => clearInterval(timer);
  }, [api, path, t]);

  /** Whether it was done. */
  async function attempt(change: () => Promise<void>): Promise<boolean> {
    setProblem('');
    try {
      await change();
      return true;
    } catch (error) {
      setProblem(sentence(error, t));
      return false;
    }
  }

  const change = (id: string, what: 'rename' | 'remove' | 'readmit', body: object = {}) =>
    attempt(async () => setMembers(await api.post(`${path}/members/${id}/${what}`, body)));

  return (
    <Dialog title={t('people.title')} onClose={onClose}>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={classroom.locked}
          checked={classroom.locked}
          onChange={({ currentTarget: { checked } }) =>
            void attempt(async () => onClassroom(await api.post(`${path}/lock`, { locked: checked })))
          }
        />
        <span>
          {t('people.lock')}
          <span class="quiet">{t('people.lockHelp')}</span>
        </span>
      </label>
      <p class="problem" role="alert">
        {problem || blind}
      </p>
      <ul class="people">
        {members?.map((member) => (
          <Member key={member.id} member={member} change={change} />
        ))}
      </ul>
    </Dialog>
  );
}

interface MemberProps {
  readonly member: MemberInfo;
  readonly change: (id: string, what: 'rename' | 'remove' | 'readmit', body?: object) => Promise<boolean>;
}

function Member({ member, change }: MemberProps) {
  const { t } = useApp();
  const { id, name, teacher, removed, hasLeft, here } = member;
  const [renaming, setRenaming] = useState(false);
  const gone = hasLeft ? t('people.left') : t('people.removed');
  const state = removed ? gone : here ? t('people.here') : t('people.away');

  async function rename(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const typed = new FormData(event.target as HTMLFormElement).get('name') as string;
    if (await change(id, 'rename', { name: typed })) setRenaming(false);
  }

  return (
    <li class={removed ? 'removed' : ''}>
      <Avatar name={name} />
      {renaming ? (
        <form onSubmit={(event) => void rename(event)}>
          <input
            name="name"
            aria-label={t('people.newName')}
            defaultValue={name}
            maxLength={LONGEST_NAME}
            // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
            autoFocus
            required
          />
          <button type="submit" class="primary small">
            {t('people.save')}
          </button>
          <button type="button" class="small" onClick={() => setRenaming(false)}>
            {t('cancel')}
          </button>
        </form>
      ) : (
        <>
          <span class="who">
            <b>{name}</b>
            {teacher && <span class="badge">{t('people.teacher')}</span>}
            <span class={`quiet ${here && !removed ? 'here' : ''}`}>{state}</span>
          </span>
          <span class="does">
            <button
              type="button"
              class="small"
              aria-label={t('people.renameWho', { name })}
              onClick={() => setRenaming(true)}
            >
              {t('people.rename')}
            </button>
            {!teacher && !hasLeft && (
              <button
                type="button"
                class={`small ${removed ? '' : 'danger'}`}
                aria-label={t(removed ? 'people.readmitWho' : 'people.removeWho', { name })}
                onClick={() => void change(id, removed ? 'readmit' : 'remove')}
              >
                {t(removed ? 'people.readmit' : 'people.remove')}
              </button>
            )}
          </span>
        </>
      )}
    </li>
  );
}
