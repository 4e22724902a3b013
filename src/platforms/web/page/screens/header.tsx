/** The top of a classroom: its title, the language, the projector, and what teachers have. */
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { ClassroomInfo, Me } from '../../protocol.ts';
import { sentence } from '../api.ts';
import { useApp } from '../app.tsx';
import { InviteDialog } from '../dialogs/invite.tsx';
import { PeopleDialog } from '../dialogs/people.tsx';
import { DeleteDialog, TeacherLinkDialog } from '../dialogs/teacher.tsx';
import { InviteIcon, LockIcon, Logo, MenuIcon, PeopleIcon, ScreenIcon } from '../icons.tsx';
import { LanguageSwitch } from './language.tsx';

interface Props {
  readonly classroom: ClassroomInfo;
  readonly me: Me;
  readonly onClassroom: (classroom: ClassroomInfo) => void;
  readonly onMe: (me: Me) => void;
  readonly onProject: () => void;
}

type Opened = 'invite' | 'people' | 'teacherLink' | 'delete';

export function Header({ classroom, me, onClassroom, onMe, onProject }: Props) {
  const { api, t, start, speak, announce } = useApp();
  const [opened, setOpened] = useState<Opened>();
  const { slug, title, locked } = classroom;
  const path = `/api/c/${slug}`;
  const close = () => setOpened(undefined);

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
            <Menu onOpen={setOpened} />
          </>
        )}
      </nav>
      {opened === 'invite' && <InviteDialog slug={slug} onClose={close} />}
      {opened === 'people' && (
        <PeopleDialog classroom={classroom} onClassroom={onClassroom} onClose={close} />
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

function Menu({ onOpen }: { onOpen: (what: Opened) => void }) {
  const { t } = useApp();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [shown, setShown] = useState(false);

  const item = (what: Opened, label: string, kind = '') => (
    <button
      type="button"
      class={kind}
      onClick={() => {
        list.current?.hidePopover();
        // The dialog gives the focus back to where it was.
        opener.current?.focus();
        onOpen(what);
      }}
    >
      {label}
    </button>
  );

  return (
    <>
      <button
        ref={opener}
        type="button"
        class="round"
        aria-label={t('room.menu')}
        title={t('room.menu')}
        aria-expanded={shown}
        popovertarget={id}
      >
        <MenuIcon />
      </button>
      <div
        ref={list}
        id={id}
        class="menu"
        popover="auto"
        onToggle={({ newState }) => setShown(newState === 'open')}
      >
        {item('teacherLink', t('teacherLink.title'))}
        {item('delete', t('delete.menu'), 'danger')}
      </div>
    </>
  );
}
