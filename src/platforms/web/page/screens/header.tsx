/** The top of a classroom: its title, the language, the projector, and what teachers have. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ClassroomInfo, Me } from '../../protocol.ts';
import { sentence } from '../api.ts';
import { useApp } from '../app.tsx';
import { InviteDialog } from '../dialogs/invite.tsx';
import { LeaveDialog, NameDialog } from '../dialogs/myself.tsx';
import { PeopleDialog } from '../dialogs/people.tsx';
import { DeleteDialog, TeacherLinkDialog } from '../dialogs/teacher.tsx';
import { InviteIcon, LockIcon, Logo, PeopleIcon, ScreenIcon } from '../icons.tsx';
import { Menu, type MenuItem } from '../menu.tsx';
import { LanguageSwitch } from './language.tsx';

interface Props {
  readonly classroom: ClassroomInfo;
  readonly me: Me;
  readonly onClassroom: (classroom: ClassroomInfo) => void;
  readonly onMe: (me: Me) => void;
  /** Presses a button of Augie's. */
  readonly press: (action: string) => Promise<unknown>;
  readonly onLeave: () => void;
  readonly onProject: () => void;
}

type Opened = 'invite' | 'people' | 'name' | 'leave' | 'teacherLink' | 'delete';

export function Header({ classroom, me, onClassroom, onMe, press, onLeave, onProject }: Props) {
  const { api, t, start, speak, announce } = useApp();
  const [opened, setOpened] = useState<Opened>();
  const { slug, title, locked } = classroom;
  const path = `/api/c/${slug}`;
  const close = () => setOpened(undefined);
  const item = (what: Opened, label: string, kind?: 'danger'): MenuItem => ({
    label,
    ...(kind && { kind }),
    act: () => setOpened(what),
  });

  function choose(locale: string): void {
    speak(locale, true);
    // Without an answer the page speaks it all the same; cards follow with the next choice.
    api.post<Me>(`${path}/language`, { locale }).then(onMe, () => undefined);
  }

  function lock(): void {
    api.post<ClassroomInfo>(`${path}/lock`, { locked: !locked }).then(onClassroom, (error: unknown) => {
      announce(sentence(error, t));
    });
  }

  return (
    <header class="top">
      <a href="/" class="home" aria-label={t('room.all')} title={t('room.all')}>
        <Logo />
      </a>
      <h1>{title}</h1>
      {!me.teacher && locked && (
        <span class="quiet" title={t('room.locked')}>
          <LockIcon />
        </span>
      )}
      <nav aria-label={t('room.tools')}>
        <LanguageSwitch locales={start.locales} onChoose={choose} />
        <Tool label={t('room.project')} onClick={onProject} kind="roomy">
          <ScreenIcon />
        </Tool>
        {me.teacher && (
          <>
            <Tool label={t(locked ? 'room.unlock' : 'room.lock')} onClick={lock} kind="roomy">
              <LockIcon open={!locked} />
            </Tool>
            <Tool label={t('invite.title')} onClick={() => setOpened('invite')}>
              <InviteIcon />
            </Tool>
            <Tool label={t('people.title')} onClick={() => setOpened('people')}>
              <PeopleIcon />
            </Tool>
          </>
        )}
        <Menu
          label={t('room.menu')}
          items={[
            item('name', t('room.rename')),
            item('leave', t('room.leave')),
            ...(me.teacher
              ? [item('teacherLink', t('teacherLink.title')), item('delete', t('delete.menu'), 'danger')]
              : []),
          ]}
        />
      </nav>
      {opened === 'invite' && <InviteDialog slug={slug} onClose={close} />}
      {opened === 'people' && (
        <PeopleDialog classroom={classroom} onClassroom={onClassroom} onClose={close} />
      )}
      {opened === 'name' && <NameDialog slug={slug} me={me} onMe={onMe} onClose={close} />}
      {opened === 'leave' && (
        <LeaveDialog classroom={classroom} me={me} press={press} onLeave={onLeave} onClose={close} />
      )}
      {opened === 'teacherLink' && <TeacherLinkDialog onClose={close} />}
      {opened === 'delete' && <DeleteDialog classroom={classroom} onClose={close} />}
    </header>
  );
}

interface ToolProps {
  readonly label: string;
  readonly onClick: () => void;
  /** `roomy`: not on a phone. */
  readonly kind?: 'roomy';
  readonly children: ComponentChildren;
}

const Tool = ({ label, onClick, kind, children }: ToolProps) => (
  <button type="button" class={`round ${kind ?? ''}`} aria-label={label} title={label} onClick={onClick}>
    {children}
  </button>
);
