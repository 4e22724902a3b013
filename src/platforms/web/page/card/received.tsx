/** Beside what was pressed: that it has arrived. Its answer may come elsewhere, or later. */
import { useApp } from '../app.tsx';

/** `label`: the words on what was pressed; undefined where nothing was. */
export function Received({ label }: { label: string | undefined }) {
  const { t } = useApp();
  return (
    <p class="received" role="status" lang={t.locale}>
      {label === undefined ? '' : t('received', { label })}
    </p>
  );
}
