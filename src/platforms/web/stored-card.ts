/** A card as a classroom keeps it: its pictures and files stand beside it and are fetched by their address. */
import { createHash } from 'node:crypto';
import type { Block, Card } from '../../chat/card.ts';
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

export interface StoredCard extends Omit<PageCard, 'blocks'> {
  readonly blocks: readonly StoredBlock[];
}

/** Takes the pictures and files out of a card. */
export function storeCard({ title, locale = 'en', trouble, blocks }: Card): {
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
  return { card: { title, locale, ...(trouble && { trouble }), blocks: blocks.map(keep) }, attachments };
}

/** The card as the page gets it; `address` of a message's attachment begins with `base`. */
export const pageCard = ({ blocks, ...card }: StoredCard, base: string): PageCard => ({
  ...card,
  blocks: blocks.map((block): PageBlock => {
    if (block.type !== 'picture' && block.type !== 'file') return block;
    const { hash, ...rest } = block;
    return { ...rest, url: `${base}/${encodeURIComponent(block.name)}?v=${hash}` } as PageBlock;
  }),
});

const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('base64url').slice(0, 16);

const size = ({ width, height }: Figure) => ({ width, height });

/** Of a PNG file of ours: its header stands at a fixed place. */
function pngSize(png: Uint8Array) {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}
