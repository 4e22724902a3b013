/** Something that may be refused: whether it is under way, and what was said of it. */
import { useState } from 'preact/hooks';
import { sentence } from './api.ts';
import { useApp } from './app.tsx';

interface Attempt {
  /** A button says so by `aria-disabled`: one that is `disabled` loses the focus, and who uses the keyboard is lost. */
  readonly busy: boolean;
  /** A sentence, or empty. */
  readonly problem: string;
  /** Not while another one is under way. */
  attempt(act: () => Promise<void>): Promise<void>;
}

export function useAttempt(): Attempt {
  const { t } = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  async function attempt(act: () => Promise<void>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setProblem('');
    try {
      await act();
    } catch (error) {
      setProblem(sentence(error, t));
    } finally {
      setBusy(false);
    }
  }

  return { busy, problem, attempt };
}
