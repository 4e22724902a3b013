/** Typing help for the composer: asked a moment after the last letter, and only the answer to what stands there counts. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Assistance } from '../../../../chat/assist.ts';
import { useApp } from '../app.tsx';
import { isCommand } from './edit.ts';

/** Milliseconds after the last letter. */
const PAUSE = 60;
/** How long Enter waits for what is wrong with a command before it is sent as it is: the server looks, too. */
const PATIENCE = 1500;

interface AssistHook {
  /** Belongs to the text and cursor that stand there now. */
  readonly help: Assistance | undefined;
  /** At once, for Enter: undefined where there is none to be had. */
  now(): Promise<Assistance | undefined>;
}

interface Question {
  readonly text: string;
  readonly cursor: number;
}

interface Asking extends Question {
  readonly result: Promise<Assistance | undefined>;
  readonly cancel: AbortController;
}

/** `composing`: a letter is still being put together (Korean, Japanese, Chinese), so nothing is asked. */
export function useAssist(slug: string, { text, cursor }: Question, composing: boolean): AssistHook {
  const { api, t } = useApp();
  const [answer, setAnswer] = useState<Question & { help: Assistance }>();
  const asking = useRef<Asking | undefined>(undefined);

  const ask = useCallback(
    (question: Question): Promise<Assistance | undefined> => {
      const current = asking.current;
      if (current?.text === question.text && current.cursor === question.cursor) return current.result;
      current?.cancel.abort();
      const cancel = new AbortController();
      const result = api.post<Assistance>(`/api/c/${slug}/assist`, question, cancel.signal).then(
        (help) => {
          if (asking.current?.cancel === cancel) setAnswer({ ...question, help });
          return help;
        },
        () => {
          if (asking.current?.cancel === cancel) asking.current = undefined;
          return undefined;
        },
      );
      asking.current = { ...question, result, cancel };
      return result;
    },
    [api, slug],
  );

  useEffect(() => {
    asking.current = undefined;
    setAnswer(undefined);
  }, [t.locale, slug]);

  useEffect(() => {
    if (composing || !isCommand(text)) return;
    const timer = setTimeout(() => void ask({ text, cursor }), PAUSE);
    return () => clearTimeout(timer);
  }, [text, cursor, composing, ask]);

  const fits = answer?.text === text && answer.cursor === cursor && isCommand(text);
  return {
    help: fits ? answer.help : undefined,
    now: () => {
      if (!isCommand(text)) return Promise.resolve(undefined);
      if (fits) return Promise.resolve(answer.help);
      const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined));
      return Promise.race([ask({ text, cursor }), late]);
    },
  };
}
