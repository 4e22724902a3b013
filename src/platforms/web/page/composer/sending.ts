/** Sends what was typed, once, and knows over a reload of the page what was under way. */
import type { Done } from '../../protocol.ts';
import { type Api, sentence } from '../api.ts';
import { deliver, newKey } from '../deliver.ts';
import { recallInTab, rememberInTab } from '../storage.ts';
import type { Words } from '../words.ts';

export interface Attachment {
  readonly file: File;
  /** As the command names it. */
  readonly name: string;
}

/** Words that were being sent when the page was loaded anew: sent again under the same key, they are not doubled. */
interface Pending {
  readonly key: string;
  readonly text: string;
}

const place = (slug: string): string => `sending.${slug}`;

export function pending(slug: string): Pending | undefined {
  const saved = recallInTab(place(slug));
  return saved === undefined ? undefined : (JSON.parse(saved) as Pending);
}

/** What was refused, as a sentence; or what became of it. */
export async function sendText(
  api: Api,
  t: Words,
  slug: string,
  text: string,
  attached: Attachment | undefined,
  reconnected: () => Promise<void>,
  key: string = newKey(),
): Promise<string | Done> {
  // A file does not outlive the page, and the words alone would mean something else.
  if (attached === undefined) rememberInTab(place(slug), JSON.stringify({ key, text } satisfies Pending));
  try {
    return await deliver(() => {
      const form = new FormData();
      form.set('text', text);
      form.set('key', key);
      if (attached) form.set('picture', attached.file, attached.name);
      return api.post<Done>(`/api/c/${slug}/say`, form);
    }, reconnected);
  } catch (error) {
    return sentence(error, t);
  } finally {
    rememberInTab(place(slug), undefined);
  }
}
