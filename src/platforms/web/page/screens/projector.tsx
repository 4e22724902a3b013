/** For the wall: what is asked now, or else the newest card; alone, in large type, its pictures as large as they fit. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { PageBlock } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import type { CardActions } from '../card/actions.ts';
import { Card } from '../card/card.tsx';
import { CloseIcon, Logo } from '../icons.tsx';
import { askedNow, onWall, type RoomState } from '../room.ts';
import { OpenFacts } from './pin.tsx';

interface Props {
  readonly state: RoomState;
  readonly onLeave: () => void;
}

/** Nobody presses a button on a wall, the small print is no use there, and a bar above counts down by the second. */
const shown = (block: PageBlock, pictures: boolean, counted: boolean): boolean =>
  !(counted && block.type === 'progress') &&
  block.type !== 'choices' &&
  block.type !== 'input' &&
  block.type !== 'file' &&
  !(pictures && (block.type === 'fields' || (block.type === 'text' && block.tone === 'quiet')));

const none: CardActions = { teacher: false, press: () => Promise.resolve(true) };

export function Projector({ state, onLeave }: Props) {
  const { t } = useApp();
  const { classroom } = state;
  const message = onWall(state);
  const card = message?.card;
  const pictures = card?.blocks.some(({ type }) => type === 'picture') ?? false;
  const counted = card?.open?.left !== undefined;
  const stage = useRef<HTMLElement>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) onLeave();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onLeave]);

  // The button that led here is hidden now.
  useEffect(() => stage.current!.focus(), []);

  useLayoutEffect(() => {
    const shrink = () => shrinkToFit(stage.current!);
    const observer = new ResizeObserver(shrink);
    observer.observe(stage.current!);
    shrink();
    return () => observer.disconnect();
  }, [card]);

  return (
    <div class="projector">
      <header>
        <Logo />
        <h1>{classroom.title}</h1>
        {message !== undefined && message === askedNow(state) && <OpenFacts message={message} />}
        <button type="button" onClick={onLeave}>
          <CloseIcon />
          {t('projector.leave')}
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has only a keyboard must be able to scroll it */}
      <main ref={stage} class={pictures ? 'pictured' : ''} tabIndex={0} aria-label={classroom.title}>
        {card === undefined || message === undefined ? (
          <p class="nothing">{t('projector.nothing')}</p>
        ) : (
          <Card
            key={message.id}
            card={{ ...card, blocks: card.blocks.filter((block) => shown(block, pictures, counted)) }}
            actions={none}
          />
        )}
      </main>
    </div>
  );
}

/** Pictures of one card that share the screen; of more, only some are seen at once. */
const MOST_AT_ONCE = 3;

/** Type gets smaller, step by step, until the card is not cut; what is still too much can be scrolled. */
function shrinkToFit(stage: HTMLElement): void {
  const least = stage.querySelectorAll('.picture').length > MOST_AT_ONCE ? 80 : 50;
  for (let scale = 100; scale >= least; scale -= 5) {
    stage.style.setProperty('--scale', String(scale / 100));
    if (stage.scrollHeight <= stage.clientHeight) return;
  }
}
