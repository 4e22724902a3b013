/** The text of the composer: as high as it is long, kept as a draft, its cursor put where an edit leaves it. */
import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { recall, remember } from '../storage.ts';
import type { Edited } from './edit.ts';

interface TextHook extends Edited {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Puts a text there. */
  edit(edited: Edited): void;
  /** A draft that a proposed text has taken the place of. */
  readonly aside: string | undefined;
  /** Puts a text there, and keeps the draft for later. */
  propose(text: string): void;
  /** Puts the draft there that was kept for later, or nothing. */
  empty(): void;
  /** Takes over what stands there and where the cursor is. */
  read(): void;
}

/** `onEdit` hears of texts that were put there; it must stay the same function. */
export function useText(slug: string, onEdit: () => void): TextHook {
  const field = useRef<HTMLTextAreaElement>(null);
  const [edited, setEdited] = useState<Edited>(() => {
    const draft = recall(`draft.${slug}`) ?? '';
    return { text: draft, cursor: draft.length };
  });
  const { text } = edited;
  const [aside, setAside] = useState(() => recall(`aside.${slug}`));
  /** What was put there from outside is no draft: nobody has typed it. */
  const proposed = useRef<string | undefined>(undefined);
  /** The cursor can be put there only after the text was drawn. */
  const wanted = useRef<number | undefined>(undefined);

  useLayoutEffect(() => {
    const area = field.current!;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  useLayoutEffect(() => {
    if (wanted.current !== undefined) field.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
  }, [edited]);

  useEffect(() => remember(`draft.${slug}`, text), [slug, text]);
  useEffect(() => remember(`aside.${slug}`, aside), [slug, aside]);

  const edit = useCallback(
    (to: Edited) => {
      wanted.current = to.cursor;
      setEdited(to);
      onEdit();
    },
    [onEdit],
  );
  const read = useCallback(() => {
    const { value, selectionStart } = field.current!;
    setEdited((before) =>
      before.text === value && before.cursor === selectionStart
        ? before
        : { text: value, cursor: selectionStart },
    );
  }, []);

  const latest = useRef({ text, aside });
  latest.current = { text, aside };
  const propose = useCallback(
    (to: string) => {
      const { text: draft } = latest.current;
      if (draft.trim() !== '' && draft !== proposed.current) setAside((kept) => kept ?? draft);
      proposed.current = to;
      edit({ text: to, cursor: to.length });
    },
    [edit],
  );
  const empty = useCallback(() => {
    const { aside: kept = '' } = latest.current;
    setAside(undefined);
    edit({ text: kept, cursor: kept.length });
  }, [edit]);

  return { ...edited, field, edit, read, aside, propose, empty };
}
