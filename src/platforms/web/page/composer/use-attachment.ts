/** The picture or text that is attached to what is being typed: chosen, dropped anywhere on the page, or pasted. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { fileName, unfit } from './attachment.ts';
import type { Attachment } from './sending.ts';

export interface Attached extends Attachment {
  /** Of its thumbnail. */
  readonly url: string;
}

interface AttachmentHook {
  readonly attached: Attached | undefined;
  /** Something is being dragged over the page. */
  readonly dragging: boolean;
  attach(file: File): void;
  remove(): void;
}

/** `busy`: one is on its way, so there is no place for another. */
export function useAttachment(
  busy: boolean,
  onAttached: (name: string) => void,
  onUnfit: (why: 'attach.kind' | 'attach.large') => void,
): AttachmentHook {
  const [attached, setAttached] = useState<Attached>();
  const [dragging, setDragging] = useState(false);

  useEffect(() => {
    const url = attached?.url;
    return () => {
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [attached]);

  const attach = useCallback(
    (file: File) => {
      if (busy) return;
      const why = unfit(file);
      if (why !== undefined) return onUnfit(why);
      const name = fileName(file.name);
      setAttached({ file, name, url: URL.createObjectURL(file) });
      onAttached(name);
    },
    [busy, onAttached, onUnfit],
  );

  useEffect(() => {
    const files = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent) => {
      if (!files(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    // Leaving one element for another comes here, too; leaving the window goes nowhere.
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent) => {
      if (!files(event)) return;
      event.preventDefault();
      setDragging(false);
      const file = event.dataTransfer?.files[0];
      if (file) attach(file);
    };
    const paste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      // Text from slides and spreadsheets brings a picture of itself. A picture from a page or a folder has one of these.
      const formatted = ['text/plain', 'text/html'].every((type) =>
        event.clipboardData?.types.includes(type),
      );
      if (!file || formatted) return;
      event.preventDefault();
      attach(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, [attach]);

  const remove = useCallback(() => setAttached(undefined), []);
  return { attached, dragging, attach, remove };
}
