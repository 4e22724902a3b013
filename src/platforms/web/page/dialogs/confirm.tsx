/** The end of a dialog that asks whether to do something that cannot be undone. */
import { useApp } from '../app.tsx';
import { useAttempt } from '../use-attempt.ts';

interface Props {
  readonly question: string;
  readonly yes: string;
  readonly act: () => Promise<void>;
}

export function Confirm({ question, yes, act }: Props) {
  const { t } = useApp();
  const { busy, problem, attempt } = useAttempt();
  return (
    <>
      <p>{question}</p>
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="actions">
        <button type="button" onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}>
          {t('cancel')}
        </button>
        <button type="button" class="danger" aria-disabled={busy} onClick={() => void attempt(act)}>
          {yes}
        </button>
      </div>
    </>
  );
}
