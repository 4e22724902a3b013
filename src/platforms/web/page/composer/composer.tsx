/** Where one types: Enter sends, a slash brings help, files go with it, and nothing that was typed is lost. */
import { useCallback, useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Assistance } from '../../../../chat/assist.ts';
import type { Suggestion } from '../../../../chat/kind.ts';
import type { Done } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { SendIcon } from '../icons.tsx';
import { recall, remember } from '../storage.ts';
import { AttachButton } from './attach-button.tsx';
import { AttachedFile } from './attached.tsx';
import { mention, unmention } from './attachment.ts';
import { firstActive, isCommand, move, onEnter, take } from './edit.ts';
import { pending, sendText } from './sending.ts';
import { hintId, optionId, Suggestions } from './suggestions.tsx';
import { useAssist } from './use-assist.ts';
import { useAttachment } from './use-attachment.ts';
import { useText } from './use-text.ts';

interface Props {
  readonly slug: string;
  readonly reconnected: () => Promise<void>;
  readonly onSend: () => void;
  readonly onDone: (done: Done) => void;
  /** A text to be put into it from outside; a new object each time. */
  readonly proposed: { readonly text: string } | undefined;
  /** Not while the projector's view covers it. */
  readonly shown: boolean;
}

/** Milliseconds without a letter after which it is said what is wrong: before, one is still typing. */
const THINKING = 700;

export function Composer({ slug, reconnected, onSend, onDone, proposed, shown }: Props) {
  const { api, t } = useApp();
  const list = useId();
  const problemId = useId();
  const [composing, setComposing] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState('');
  /** What was closed by Esc or marked by an arrow, for one state of the text. */
  const [choice, setChoice] = useState<{ of: Assistance | undefined; active: number; closed: boolean }>();
  const onEdit = useCallback(() => {
    setChoice(undefined);
    setProblem('');
  }, []);
  const { field, text, cursor, edit, read, aside, propose, empty } = useText(slug, onEdit);
  const { help, now } = useAssist(slug, { text, cursor }, composing);
  const chosen = choice !== undefined && choice.of === help ? choice : undefined;
  const open = help !== undefined && !sending && !chosen?.closed;
  const listed = open ? help.suggestions.length : 0;
  const active = open ? (chosen?.active ?? firstActive(help)) : -1;

  const { attached, dragging, attach, remove } = useAttachment(
    sending,
    useCallback(
      (name) => {
        const before = field.current?.value ?? '';
        const after = mention(before, name);
        edit({ text: after, cursor: after.length });
        field.current?.focus();
      },
      [edit, field],
    ),
    useCallback((why) => setProblem(t(why)), [t]),
  );

  useEffect(() => {
    if (!proposed) return;
    propose(proposed.text);
    field.current?.focus();
  }, [proposed, propose, field]);

  // What had the focus before, a form or the projector's view, is gone. A phone's keyboard would cover half of the page.
  useEffect(() => {
    if (shown && document.activeElement === document.body && matchMedia('(hover: hover)').matches)
      field.current?.focus({ preventScroll: true });
  }, [shown, field]);

  useEffect(() => {
    if (help === undefined || help.problem === undefined || help.suggestions.length > 0) return;
    const wrong = help.problem;
    const timer = setTimeout(() => setProblem(wrong), THINKING);
    return () => clearTimeout(timer);
  }, [help]);

  const send = useCallback(
    async (words: string, key?: string) => {
      setSending(true);
      onSend();
      setProblem('');
      const done = await sendText(api, t, slug, words, attached, reconnected, key);
      setSending(false);
      if (typeof done === 'string') {
        setProblem(done);
        return;
      }
      onDone(done);
      remember(`sent.${slug}`, words);
      empty();
      remove();
    },
    [api, t, slug, attached, reconnected, onSend, onDone, empty, remove],
  );

  // Only once: what was under way when the page was loaded anew.
  useEffect(() => {
    const left = pending(slug);
    if (!left) return;
    edit({ text: left.text, cursor: left.text.length });
    void send(left.text, left.key);
  }, [slug]);

  function takeOne(suggestion: Suggestion): void {
    if (!help) return;
    edit(take(text, help, suggestion));
    field.current?.focus();
  }

  /** One Enter is being thought about: a second one is none. */
  const deciding = useRef(false);
  async function enter(): Promise<void> {
    if (deciding.current || sending || (text.trim() === '' && !attached)) return;
    if (attached && !isCommand(text)) return setProblem(t('attach.needsCommand'));
    deciding.current = true;
    try {
      const known = await now();
      // Typed on while the answer was on its way: that Enter was about another text.
      if (field.current?.value !== text) return;
      const marked = chosen?.closed ? -1 : (chosen?.active ?? (known ? firstActive(known) : -1));
      const does = onEnter(known, marked);
      if (does === 'take') edit(take(text, known!, known!.suggestions[marked]!));
      else if (does === 'refuse') setProblem(known?.problem ?? '');
      else await send(text);
    } finally {
      deciding.current = false;
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    // While a letter is put together, Enter and Tab belong to the keyboard's own list. Safari says it only by 229.
    if (event.isComposing || event.keyCode === 229) return;
    const { key, shiftKey } = event;
    if (key === 'Enter' && !shiftKey) {
      event.preventDefault();
      void enter();
    } else if (key === 'Tab' && !shiftKey && listed > 0) {
      event.preventDefault();
      takeOne(help!.suggestions[Math.max(0, active)]!);
    } else if (key === 'Escape' && open) {
      event.preventDefault();
      setChoice({ of: help, active: -1, closed: true });
    } else if ((key === 'ArrowUp' || key === 'ArrowDown') && listed > 0) {
      event.preventDefault();
      setChoice({ of: help, active: move(active, key === 'ArrowUp' ? -1 : 1, listed), closed: false });
    } else if (key === 'ArrowUp' && text === '') {
      const last = recall(`sent.${slug}`);
      if (last === undefined) return;
      event.preventDefault();
      edit({ text: last, cursor: last.length });
    }
  }

  const hint = open && help.hint !== undefined ? hintId(list) : undefined;
  return (
    <form
      class="composer"
      aria-label={t('composer.form')}
      onSubmit={(event) => {
        event.preventDefault();
        field.current?.focus(); // the button is of no use any more
        void enter();
      }}
    >
      {dragging && <div class="drop">{t('attach.drop')}</div>}
      {open && (listed > 0 || hint !== undefined) && (
        <Suggestions id={list} help={help} active={active} onTake={takeOne} />
      )}
      <p class="problem" role="alert" id={problemId}>
        {problem}
      </p>
      {aside !== undefined && (
        <p class="aside">
          <span>{t('composer.aside', { text: aside })}</span>
          <button type="button" class="small" onClick={empty}>
            {t('composer.putBack')}
          </button>
        </p>
      )}
      {attached && (
        <AttachedFile
          attached={attached}
          disabled={sending}
          onRemove={() => {
            remove();
            const left = unmention(text, attached.name);
            edit({ text: left, cursor: left.length });
            field.current?.focus();
          }}
        />
      )}
      <div class={`field ${sending ? 'busy' : ''}`}>
        <AttachButton disabled={sending} onFile={attach} />
        <textarea
          ref={field}
          rows={1}
          value={text}
          maxLength={4000}
          readOnly={sending}
          placeholder={t('composer.placeholder')}
          aria-label={t('composer.label')}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={listed > 0 ? list : undefined}
          aria-activedescendant={active >= 0 ? optionId(list, active) : undefined}
          aria-invalid={problem !== ''}
          aria-describedby={[problemId, hint].filter(Boolean).join(' ')}
          autocomplete="off"
          spellcheck={!isCommand(text)}
          enterkeyhint="send"
          onInput={() => {
            onEdit();
            read();
          }}
          onSelect={read}
          onKeyDown={onKeyDown}
          onCompositionStart={() => setComposing(true)}
          onCompositionEnd={() => {
            setComposing(false);
            read();
          }}
        />
        <button
          type="submit"
          class="round primary"
          aria-label={t(sending ? 'composer.sending' : 'composer.send')}
          title={t('composer.send')}
          disabled={sending || (text.trim() === '' && !attached)}
        >
          <SendIcon />
        </button>
      </div>
    </form>
  );
}
