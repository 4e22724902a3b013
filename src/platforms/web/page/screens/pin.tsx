/** What is open now, in view for everybody until it closes: its title, how many have answered, and the way to it. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { useApp } from '../app.tsx';

interface Props {
  readonly message: Message;
  readonly teacher: boolean;
  /** Takes the reader to it. */
  readonly onGo: () => void;
}

export function Pin({ message, teacher, onGo }: Props) {
  const { t } = useApp();
  const { card } = message;
  const toAnswer = card?.open?.answered !== undefined && !teacher;
  return (
    <section class="pin" aria-label={t('pin.label')}>
      <p class="what" lang={card?.locale}>
        {card?.title}
      </p>
      <OpenFacts message={message} />
      <button type="button" class="small primary" onClick={onGo}>
        {t(toAnswer ? 'pin.answer' : 'pin.show')}
      </button>
    </section>
  );
}

/** How many have answered, and the time that is left. */
export function OpenFacts({ message }: { message: Message }) {
  const { t } = useApp();
  const open = message.card?.open;
  const left = useLeft(message);
  if (!open) return null;
  return (
    <p class="facts quiet">
      {open.answered !== undefined && <span>{t('pin.answered', { count: open.answered, of: open.of })}</span>}
      {left !== undefined && <span>{t('pin.left', { time: countdown(left) })}</span>}
    </p>
  );
}

const TICK = 500;

/** Milliseconds that are left, counted on from what the message said when it came. */
function useLeft(message: Message): number | undefined {
  const left = message.card?.open?.left;
  const end = useMemo(() => (left === undefined ? undefined : performance.now() + left), [message]);
  const [, tick] = useState(0);
  useEffect(() => {
    if (end === undefined) return;
    const timer = setInterval(() => tick((n) => n + 1), TICK);
    return () => clearInterval(timer);
  }, [end]);
  return end === undefined ? undefined : Math.max(0, end - performance.now());
}

/** 1:05 */
function countdown(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
