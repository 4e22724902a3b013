/** A card as a classroom keeps it: its pictures and files stand beside it and are fetched by their address. */
import { createHash } from 'node:crypto';
import type { Block, Card, Open } from '../../chat/card.ts';
import type { Figure } from '../../images/figure.ts';
import type { PageBlock, PageCard } from './protocol.ts';

export interface AttachmentInfo {
  readonly name: string;
  /** Of the content. */
  readonly hash: string;
  readonly mediaType: string;
}

/** A chart is kept as data, and drawn when somebody looks. */
export type Content = { readonly figure: Figure } | { readonly content: Uint8Array };
export type Attachment = AttachmentInfo & Content;

export type StoredBlock =
  | Exclude<PageBlock, { type: 'picture' | 'file' }>
  | (Omit<Extract<PageBlock, { type: 'picture' }>, 'url'> & { readonly hash: string })
  | (Omit<Extract<PageBlock, { type: 'file' }>, 'url'> & { readonly hash: string });

export interface StoredCard extends Omit<PageCard, 'blocks' | 'open'> {
  /** `until`: milliseconds since 1970. */
  readonly open?: Omit<Open, 'left'> & { readonly until?: number };
  readonly blocks: readonly StoredBlock[];
}

/** Takes the pictures and files out of a card. `now`: milliseconds since 1970. */
export function storeCard(
  { title, locale = 'en', trouble, open, blocks }: Card,
  now: number,
): {
  readonly card: StoredCard;
  readonly attachments: readonly Attachment[];
} {
  const attachments: Attachment[] = [];
  const keep = (block: Block): StoredBlock => {
    if (block.type === 'picture') {
      const { name, alt } = block;
      const data = 'figure' in block ? { figure: block.figure } : { content: block.png };
      const hash = hashOf('figure' in block ? JSON.stringify(block.figure) : block.png);
      attachments.push({ name, hash, mediaType: 'image/png', ...data });
      return {
        type: 'picture',
        name,
        alt,
        hash,
        ...('figure' in block ? size(block.figure) : pngSize(block.png)),
      };
    }
    if (block.type !== 'file') return block;
    const { name, mediaType, content } = block;
    const hash = hashOf(content);
    attachments.push({ name, hash, mediaType, content: Buffer.from(content) });
    return { type: 'file', name, hash };
  };
  const card: StoredCard = {
    title,
    locale,
    ...(trouble && { trouble }),
    ...(open && { open: toStored(open, now) }),
    blocks: blocks.map(keep),
  };
  return { card, attachments };
}

const toStored = ({ left, ...open }: Open, now: number) => ({
  ...open,
  ...(left !== undefined && { until: now + left }),
});

/** The card as the page gets it; the address of a message's attachment begins with `base`. */
export const pageCard = (
  { blocks, open: _open, ...card }: StoredCard,
  base: string,
  open?: PageCard['open'],
): PageCard => ({
  ...card,
  ...(open && { open }),
  blocks: blocks.map((block): PageBlock => {
    if (block.type !== 'picture' && block.type !== 'file') return block;
    const { hash, ...rest } = block;
    return { ...rest, url: `${base}/${encodeURIComponent(block.name)}?v=${hash}` } as PageBlock;
  }),
});

/** The words on a button or on a form's. */
export const labelIn = ({ blocks }: StoredCard, action: string): string | undefined =>
  blocks
    .flatMap((block) => (block.type === 'choices' ? block.choices : block.type === 'input' ? [block] : []))
    .find(({ id }) => id === action)?.label;

const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('base64url').slice(0, 16);

const size = ({ width, height }: Figure) => ({ width, height });

/** Of a PNG file of ours: its header stands at a fixed place. */
function pngSize(png: Uint8Array) {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}
