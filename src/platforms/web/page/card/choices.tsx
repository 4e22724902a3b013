/** The buttons of a card. */
import { useState } from 'preact/hooks';
import type { PageBlock } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { useAttempt } from '../use-attempt.ts';
import type { CardActions } from './actions.ts';
import { mayPress } from './may-press.ts';
import { Received } from './received.tsx';

type ChoicesBlock = Extract<PageBlock, { type: 'choices' }>;

export function Choices({ choices, actions }: { choices: ChoicesBlock['choices']; actions: CardActions }) {
  const { t } = useApp();
  const { busy, problem, attempt } = useAttempt();
  const [pressed, setPressed] = useState('');
  const [done, setDone] = useState('');

  const press = (id: string) =>
    attempt(async () => {
      setPressed(id);
      setDone('');
      if (await actions.press(id)) setDone(id);
    });

  const mine = choices.filter((choice) => mayPress(choice, actions));
  const label = mine.find(({ id }) => id === done)?.label;
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
      <Received label={label} />
      <p class="problem" role="alert" lang={t.locale}>
        {problem}
      </p>
    </div>
  );
}
