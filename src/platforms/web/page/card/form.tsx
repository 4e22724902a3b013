/** A form of a card: fields to be typed into or picked from, and a button that sends them. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { PageBlock } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { recallInTab, rememberInTab } from '../storage.ts';
import { useAttempt } from '../use-attempt.ts';
import type { CardActions } from './actions.ts';
import { Received } from './received.tsx';

type InputBlock = Extract<PageBlock, { type: 'input' }>;
type FieldProps = InputBlock['fields'][number] & { readonly draft: string | undefined };

export function CardForm({ block, actions }: { block: InputBlock; actions: CardActions }) {
  const { t } = useApp();
  const { busy, problem, attempt } = useAttempt();
  const [done, setDone] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const place = `form.${block.id}`;
  const drafts = useRef(JSON.parse(recallInTab(place) ?? '{}') as Record<string, string>);

  const read = (): Record<string, string> => {
    const data = new FormData(form.current as HTMLFormElement);
    return Object.fromEntries(block.fields.map(({ name }) => [name, data.getAll(name).join(' ')]));
  };
  useEffect(() => {
    const { current } = form;
    const keep = () => rememberInTab(place, JSON.stringify(read()));
    current?.addEventListener('input', keep);
    return () => current?.removeEventListener('input', keep);
  });

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    void attempt(async () => {
      setDone(false);
      if (!(await actions.press(block.id, read()))) return;
      setDone(true);
      rememberInTab(place, undefined);
    });
  }

  return (
    <form class="card-form" ref={form} onSubmit={submit}>
      {block.fields.map((field) => (
        <Field key={field.name} {...field} draft={drafts.current[field.name]} />
      ))}
      <button type="submit" class={`primary ${busy ? 'busy' : ''}`} aria-disabled={busy}>
        {block.label}
      </button>
      <Received label={done ? block.label : undefined} />
      <p class="problem" role="alert" lang={t.locale}>
        {problem}
      </p>
    </form>
  );
}

function Field({ name, label, multiline, choices, many, max, value = '', draft, optional }: FieldProps) {
  const id = useId();
  const first = draft ?? value;
  if (choices) {
    const picked = first.split(' ');
    return (
      <fieldset>
        <legend>{label}</legend>
        {choices.map((choice) => (
          <label key={choice.value}>
            <input
              type={many ? 'checkbox' : 'radio'}
              name={name}
              value={choice.value}
              defaultChecked={picked.includes(choice.value)}
              required={!many && !optional}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </fieldset>
    );
  }
  const common = {
    id,
    name,
    ...(max !== undefined && { maxLength: max }),
    defaultValue: first,
    autocomplete: 'off',
    spellcheck: false,
  } as const;
  return (
    <p class="labelled">
      <label for={id}>{label}</label>
      {multiline ? <textarea rows={12} {...common} /> : <input type="text" {...common} />}
    </p>
  );
}
