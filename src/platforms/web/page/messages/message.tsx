/** One message: who, when, and what was said or answered. */
import { useMemo } from 'preact/hooks';
import type { Message as Data } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import type { RoomActions } from '../card/actions.ts';
import { Card } from '../card/card.tsx';
import { Linked } from '../card/text.tsx';
import { isCommand } from '../composer/edit.ts';
import { Menu } from '../menu.tsx';
import type { Words } from '../words.ts';
import { Avatar } from './avatar.tsx';

interface Props {
  readonly message: Data;
  readonly continued: boolean;
  readonly reply: boolean;
  readonly actions: RoomActions;
  /** undefined if the reader may not delete it. */
  readonly onDelete: ((message: Data) => void) | undefined;
}

/** Drawn again only when something of it changes: a class talks while ten cards count on. */
export function Message({ message, continued, reply, actions, onDelete }: Props) {
  const { t } = useApp();
  return useMemo(
    () => drawn({ message, continued, reply, actions, onDelete }, t),
    [message, continued, reply, actions, onDelete, t],
  );
}

function drawn({ message, continued, reply, actions, onDelete }: Props, t: Words) {
  const { id, at, by, said, pressed, card, private: secret } = message;
  const name = by === undefined ? 'Augie' : by.name || t('message.someone');
  // Never by a name, which people choose.
  const isAugie = card !== undefined || by === undefined;
  const author = isAugie ? 'Augie' : name;
  const time = (
    <time dateTime={new Date(at).toISOString()} title={t.moment(at)}>
      {t.time(at)}
    </time>
  );
  return (
    <article
      class={`message ${continued ? 'continued' : ''} ${secret ? 'private' : ''} ${reply ? 'reply' : ''}`}
      data-id={id}
      aria-label={`${author}, ${t.time(at)}`}
    >
      {card !== undefined && by !== undefined && !reply && (
        <p class="prompt">
          <Avatar name={by.name} />
          <span>
            {said === undefined ? (
              t(pressed === undefined ? 'message.pressed' : 'message.pressedWhat', {
                name,
                label: pressed ?? '',
              })
            ) : (
              <>
                <b>{name}</b> {isCommand(said) ? t('message.used') : ''} <code>{said}</code>
              </>
            )}
          </span>
        </p>
      )}
      {continued ? time : !reply && <Avatar {...(!isAugie && { name })} />}
      <div class="body">
        {!continued && !reply && (
          <p class="author">
            <b>{author}</b>
            {isAugie && <span class="badge">{t('message.bot')}</span>}
            {time}
          </p>
        )}
        {card !== undefined ? (
          <Card
            card={card}
            actions={{
              ...actions,
              asker: by?.id === actions.me,
              press: (action, values) => actions.press(action, values, id),
            }}
          />
        ) : (
          <p class="said">
            <Linked text={said ?? ''} />
          </p>
        )}
        {secret && <p class="only-you">{t('message.private')}</p>}
      </div>
      {onDelete && (
        <Menu
          label={t('message.menu')}
          items={[{ label: t('message.delete'), kind: 'danger', act: () => onDelete(message) }]}
        />
      )}
    </article>
  );
}
