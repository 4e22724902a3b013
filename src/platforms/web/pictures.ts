/** Pictures and files of cards as bytes: each is read and drawn once, however many look at it at the same time. */
import type { ChartRenderer } from '../../images/figure.ts';
import type { KeptAttachment } from './classrooms.ts';

/** Charts have some 80 kB, contact sheets 300. */
const MOST_KEPT = 60;

/** The bytes of an attachment; a chart is drawn, and what was looked at last is kept. */
export function createPictures(charts: ChartRenderer): (attachment: KeptAttachment) => Promise<Uint8Array> {
  const kept = new Map<string, Promise<Uint8Array>>();
  async function bytes(attachment: KeptAttachment): Promise<Uint8Array> {
    const content = attachment.read();
    return 'figure' in content ? charts.render(content.figure) : content.content;
  }
  return (attachment) => {
    const { hash } = attachment;
    const found = kept.get(hash) ?? bytes(attachment);
    // Put at the end, as the newest.
    kept.delete(hash);
    kept.set(hash, found);
    found.catch(() => kept.delete(hash));
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return found;
  };
}
