/** Images and files of cards as bytes: each is read and drawn once, however many look at it at the same time. */
import { contactSheet } from '../../images/contact-sheet.ts';
import type { ChartRenderer } from '../../images/figure.ts';
import type { Theme } from '../../images/theme.ts';
import type { KeptAttachment } from './classrooms.ts';
import { unpackSheet } from './packed-sheet.ts';

/** Charts have some 80 kB, contact sheets 300. Most are drawn in one language and theme. */
const MOST_KEPT = 60;

/** The bytes of an attachment, drawn in a theme; what was looked at last is kept. */
export function createPictures(
  charts: ChartRenderer,
): (attachment: KeptAttachment, theme: Theme) => Promise<Uint8Array> {
  const kept = new Map<string, Promise<Uint8Array>>();
  async function bytes(attachment: KeptAttachment, theme: Theme): Promise<Uint8Array> {
    const content = attachment.read();
    if ('figure' in content) return charts.render(content.figure, theme);
    if ('content' in content) return content.content;
    return contactSheet({ ...unpackSheet(content.sheet, content.pixels ?? new Uint8Array()), theme });
  }
  return (attachment, theme) => {
    const key = `${attachment.hash} ${theme}`;
    const found = kept.get(key) ?? bytes(attachment, theme);
    // Put at the end, as the newest.
    kept.delete(key);
    kept.set(key, found);
    found.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return found;
  };
}
