/** The buttons of a card. */
import { useState } from 'preact/hooks';
import type { PageBlock } from '../../protocol.ts';
import { sentence } from '../api.ts';
import { useApp } from '../app.tsx';
import type { CardActions } from './card.tsx';

type ChoicesBlock = Extract<PageBlock, { type: 'choices' }>;

export function Choices({ choices, actions }: { choices: ChoicesBlock['choices']; actions: CardActions }) {
  const { t } = useApp();
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState('');

  async function press(id: string): Promise<void> {
    if (busy !== undefined) return;
    setBusy(id);
    setProblem('');
    try {
      await actions.press(id);
    } catch (error) {
      setProblem(sentence(error, t));
    } finally {
      setBusy(undefined);
    }
  }

  if (choices.length === 0) return null;
  return (
    <div class="choices">
      {choices.map(({ id, label, style }) => (
        // Not `disabled`: a button that is keeps no focus, and who uses the keyboard would be lost.
        <button
          key={id}
          type="button"
          class={`${style ?? ''} ${busy === id ? 'busy' : ''}`}
          aria-disabled={busy !== undefined}
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
