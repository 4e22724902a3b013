/** All that was said: stays at its end while one reads there, and where one is when one has scrolled up. */
import { type ComponentChildren, Fragment } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Message as Data, Me } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import type { RoomActions } from '../card/actions.ts';
import { DeleteMessageDialog } from '../dialogs/delete-message.tsx';
import { DownIcon, UpIcon } from '../icons.tsx';
import { Message } from './message.tsx';
import { keepPlace, type Place } from './place.ts';
import { rows } from './rows.ts';
import { type Look, useLook } from './use-look.ts';

interface Props {
  readonly messages: readonly Data[];
  readonly more: boolean;
  readonly actions: RoomActions;
  readonly me: Me;
  /** Resolves when a message is gone. Rejects with what was refused. */
  readonly remove: (message: number, stop: boolean) => Promise<void>;
  /** How often the reader has said something: then they want to see what comes of it. */
  readonly sent: number;
  /** The message to look at now, as soon as it is there; a new object each time. */
  readonly look: Look | undefined;
  /** What was asked, and has closed last. */
  readonly closed: Data | undefined;
  readonly onLook: (look: Look) => void;
  /** Fetches older ones. */
  readonly onOlder: () => Promise<void>;
  /** What to show in an empty classroom. */
  readonly children: ComponentChildren;
}

export function MessageList({
  messages,
  more,
  actions,
  me,
  remove,
  sent,
  look,
  closed,
  onLook,
  onOlder,
  children,
}: Props) {
  const { t } = useApp();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const place = useRef<Place | undefined>(undefined);
  const [atEnd, setAtEnd] = useState(true);
  const seen = useRef(messages.at(-1)?.id ?? 0);
  const [unseen, setUnseen] = useState(0);
  const listed = useMemo(() => rows(messages), [messages]);
  const oldest = messages[0]?.id;
  const [deleting, setDeleting] = useState<Data>();
  const removed = useRef(false);
  // With the message its menu is gone, which had the focus; the dialog must be closed before anything else can have it.
  useLayoutEffect(() => {
    if (deleting || !removed.current) return;
    removed.current = false;
    scroller.current?.focus({ preventScroll: true });
  }, [deleting]);
  /** The server decides; nobody is offered what it would refuse. */
  const mayDelete = ({ by, private: secret }: Data) => me.teacher || secret || by?.id === me.id;

  useLayoutEffect(() => {
    const keeper = keepPlace(scroller.current!, content.current!, setAtEnd);
    place.current = keeper;
    return () => keeper.stop();
  }, []);

  useLayoutEffect(() => {
    place.current?.keep();
    const newest = messages.at(-1)?.id ?? 0;
    if (atEnd) seen.current = newest;
    setUnseen(listed.filter(({ message, reply }) => !reply && message.id > seen.current).length);
  }, [messages, listed, atEnd]);

  useLayoutEffect(() => {
    if (sent > 0) place.current?.toEnd();
  }, [sent]);

  const { revealed, toRevealed } = useLook(
    { messages, more, look, closed, atEnd, onOlder, onLook },
    content,
    place,
  );

  // Observed anew after every page: one that is still in view does not tell a second time.
  useEffect(() => {
    if (!more || !top.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        void onOlder();
      },
      { root: scroller.current, rootMargin: '800px 0px 0px' },
    );
    observer.observe(top.current);
    return () => observer.disconnect();
  }, [oldest, more, onOlder]);

  return (
    <div class="log">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has only a keyboard must be able to scroll it */}
      <div class="scroller" ref={scroller} role="log" aria-live="off" aria-label={t('log')} tabIndex={0}>
        <div class="content" ref={content}>
          <div class="older" ref={top}>
            {more ? t('older') : ''}
          </div>
          {messages.length === 0 && !more && children}
          {listed.map(({ message, newDay, continued, reply }) => (
            <Fragment key={message.id}>
              {newDay && (
                <p class="day">
                  <span>{t.day(message.at)}</span>
                </p>
              )}
              <Message
                message={message}
                continued={continued}
                reply={reply}
                actions={actions}
                onDelete={mayDelete(message) ? setDeleting : undefined}
              />
            </Fragment>
          ))}
        </div>
      </div>
      {deleting && (
        <DeleteMessageDialog
          act={async (stop) => {
            await remove(deleting.id, stop);
            removed.current = true;
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
      {revealed && (
        <button type="button" class="to-end primary" onClick={toRevealed}>
          <UpIcon />
          {t('pin.result')}
        </button>
      )}
      {!atEnd && !revealed && (
        <button
          type="button"
          class={`to-end ${unseen > 0 ? 'primary' : ''}`}
          onClick={() => {
            place.current?.toEnd();
            // This button is gone now, and with it the focus.
            scroller.current?.focus({ preventScroll: true });
          }}
        >
          <DownIcon />
          {unseen > 0 ? t('newMessages', { count: unseen }) : t('toEnd')}
        </button>
      )}
    </div>
  );
}
