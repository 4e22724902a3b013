/** The buttons of a card. */
import { useState } from 'preact/hooks';
import type { PageBlock } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { useAttempt } from '../use-attempt.ts';
import type { CardActions } from './actions.ts';
import { mayPress } from './may-press.ts';

type ChoicesBlock = Extract<PageBlock, { type: 'choices' }>;

export function Choices({ choices, actions }: { choices: ChoicesBlock['choices']; actions: CardActions }) {
  const { t } = useApp();
  const { busy, problem, attempt } = useAttempt();
  const [pressed, setPressed] = useState('');

  const press = (id: string) =>
    attempt(() => {
      setPressed(id);
      return actions.press(id);
    });

  const mine = choices.filter((choice) => mayPress(choice, actions));
  if (mine.length === 0) return null;
  return (
    <div class="choices">
      {mine.map(({ id, label, style }) => (
        <button
          key={id}
          type="button"
          class={`${style ?? ''} ${busy && pressed === id ? 'busy' : ''}`}
          aria-disabled={busy}
          onClick={() => void press(id)}
        >
          {label}
        </button>
      ))}
      <p class="problem" role="alert" lang={t.locale}>
        {problem}
      </p>
    </div>
  );
}
