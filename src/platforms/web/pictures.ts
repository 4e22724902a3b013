/** Pictures of cards as PNG files: each is drawn once, however many look at it at the same time. */
import type { ChartRenderer } from '../../pictures/figure.ts';
import type { Attachment } from './stored-card.ts';

/** Some 80 kB each. */
const MOST_KEPT = 60;

/** The bytes of an attachment; a chart is drawn, and the newest drawings are kept. */
export function createPictures(charts: ChartRenderer): (attachment: Attachment) => Promise<Uint8Array> {
  const drawn = new Map<string, Promise<Uint8Array>>();
  return async (attachment) => {
    if ('content' in attachment) return attachment.content;
    const { hash, figure } = attachment;
    const drawing = drawn.get(hash) ?? charts.render(figure);
    // Put at the end, as the newest.
    drawn.delete(hash);
    drawn.set(hash, drawing);
    drawing.catch(() => drawn.delete(hash));
    for (const oldest of drawn.keys()) {
      if (drawn.size <= MOST_KEPT) break;
      drawn.delete(oldest);
    }
    return drawing;
  };
}
