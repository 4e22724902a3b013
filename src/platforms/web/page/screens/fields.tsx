/** Small forms of the first pages: one or two fields, one button, and what the server says of them. */
import type { ComponentChildren } from 'preact';
import { useAttempt } from '../use-attempt.ts';

/** Letters of a name or a title, as the server takes. */
export const LONGEST_NAME = 40;

interface FormProps {
  readonly button: string;
  /** Given the fields by name. */
  readonly act: (values: Readonly<Record<string, string>>) => Promise<void>;
  readonly children: ComponentChildren;
}

export function SmallForm({ button, act, children }: FormProps) {
  const { busy, problem, attempt } = useAttempt();

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<
      string,
      string
    >;
    void attempt(() => act(values));
  }

  return (
    <form onSubmit={submit}>
      {children}
      <p class="problem" role="alert">
        {problem}
      </p>
      <button type="submit" class={`primary wide ${busy ? 'busy' : ''}`} aria-disabled={busy}>
        {button}
      </button>
    </form>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly value?: string;
  readonly maxLength: number;
  readonly autocomplete?: 'nickname' | 'off';
  readonly kind?: 'code';
}

export const Field = ({
  name,
  label,
  help,
  value = '',
  maxLength,
  autocomplete = 'off',
  kind,
}: FieldProps) => (
  <label class="labelled">
    <span>{label}</span>
    <input
      name={name}
      defaultValue={value}
      maxLength={maxLength}
      autocomplete={autocomplete}
      class={kind}
      {...(kind === 'code' && { autocapitalize: 'characters', spellcheck: false })}
      required
    />
    {help !== undefined && <span class="quiet">{help}</span>}
  </label>
);
