/** Asks under which name somebody comes in; the next classroom proposes the same. */
import { useApp } from '../app.tsx';
import { recall, remember } from '../storage.ts';
import { Field, LONGEST_NAME, SmallForm } from './fields.tsx';

interface Props {
  readonly button: string;
  readonly help: string;
  /** Rejects with what was refused; the name is then not remembered. */
  readonly enter: (name: string) => Promise<void>;
}

export function NameForm({ button, help, enter }: Props) {
  const { t } = useApp();
  return (
    <SmallForm
      button={button}
      act={async ({ name = '' }) => {
        await enter(name.trim());
        remember('name', name.trim());
      }}
    >
      <Field
        name="name"
        label={t('join.name')}
        help={help}
        value={recall('name') ?? ''}
        maxLength={LONGEST_NAME}
        autocomplete="nickname"
      />
    </SmallForm>
  );
}
