/**
 * A card as a classroom keeps it: in every language that people read, with what its images are drawn from beside it. Images
 * and files are fetched by their address.
 */
import { createHash } from 'node:crypto';
import type { Block, Card, Open } from '../../chat/card.ts';
import { type Locale, locales } from '../../i18n/i18n.ts';
import { sheetSize } from '../../images/contact-sheet.ts';
import type { Figure } from '../../images/figure.ts';
import { type PackedSheet, packSheet } from './packed-sheet.ts';
import type { PageBlock, PageCard } from './protocol.ts';

export interface AttachmentInfo {
  readonly name: string;
  /** Of the content. */
  readonly hash: string;
  readonly mediaType: string;
}

/** Charts and contact sheets are kept as data, and drawn when somebody looks. */
export type Content =
  | { readonly figure: Figure }
  /** `pixels` are left out where they are the same as in the card's first language. */
  | { readonly sheet: PackedSheet; readonly pixels?: Uint8Array }
  | { readonly content: Uint8Array };
export type Attachment = AttachmentInfo & Content;

/** `file`: what its attachment is called, where that is not its name. */
export type StoredBlock =
  | Exclude<PageBlock, { type: 'picture' | 'file' }>
  | (Omit<Extract<PageBlock, { type: 'picture' }>, 'url'> & { readonly hash: string; readonly file?: string })
  | (Omit<Extract<PageBlock, { type: 'file' }>, 'url'> & { readonly hash: string; readonly file?: string });

interface OneLanguage extends Omit<PageCard, 'blocks' | 'open'> {
  /** `until`: milliseconds since 1970. */
  readonly open?: Omit<Open, 'left'> & { readonly until?: number };
  readonly blocks: readonly StoredBlock[];
}

export interface StoredCard extends OneLanguage {
  /** The same card in other languages. */
  readonly also?: readonly OneLanguage[];
}

export interface Kept {
  readonly card: StoredCard;
  readonly attachments: readonly Attachment[];
}

/** Draws a card in every language that it has, and takes the images and files out. `now`: milliseconds since 1970. */
export async function storeCard(card: Card, now: number): Promise<Kept> {
  const first = await takeOut(card, now);
  const also: OneLanguage[] = [];
  const attachments = new Map(first.attachments.map((one) => [one.name, one]));
  for (const locale of card.inLanguage ? locales : []) {
    if (locale === first.card.locale) continue;
    const other = await takeOut(await card.inLanguage!(locale), now);
    const blocks = other.card.blocks.map((block): StoredBlock => {
      if (block.type !== 'picture' && block.type !== 'file') return block;
      const same = attachments.get(block.name);
      if (same?.hash === block.hash) return block;
      const file = `${locale}/${block.name}`;
      const found = other.attachments.find(({ name }) => name === block.name)!;
      attachments.set(file, { ...withoutSame(found, same), name: file });
      return { ...block, file };
    });
    also.push({ ...other.card, blocks });
  }
  return {
    card: { ...first.card, ...(also.length > 0 && { also }) },
    attachments: [...attachments.values()],
  };
}

/** Languages differ in the words of a sheet, and hardly ever in its images. */
function withoutSame(found: Attachment, first: Attachment | undefined): Attachment {
  if (!('sheet' in found) || !first || !('sheet' in first)) return found;
  if (!found.pixels || !first.pixels || Buffer.compare(found.pixels, first.pixels) !== 0) return found;
  const { pixels: _, ...words } = found;
  return words;
}

async function takeOut(
  { title, locale = 'en', trouble, open, blocks }: Card,
  now: number,
): Promise<{
  readonly card: OneLanguage;
  readonly attachments: readonly Attachment[];
}> {
  const attachments: Attachment[] = [];
  async function keep(block: Block): Promise<StoredBlock> {
    if (block.type === 'picture') {
      const { type, name, alt } = block;
      const content = contentOf(block);
      const hash = hashOf(content);
      attachments.push({ name, hash, mediaType: 'image/png', ...content });
      return { type, name, alt, hash, ...(await sizeOf(block)) };
    }
    if (block.type !== 'file') return block;
    const { name, mediaType, content } = block;
    const file = { content: Buffer.from(content) };
    const hash = hashOf(file);
    attachments.push({ name, hash, mediaType, ...file });
    return { type: 'file', name, hash };
  }
  const kept: StoredBlock[] = [];
  for (const block of blocks) kept.push(await keep(block));
  const stored = { title, locale, ...(trouble && { trouble }), ...(open && { open: toStored(open, now) }) };
  return { card: { ...stored, blocks: kept }, attachments };
}

const toStored = ({ left, ...open }: Open, now: number) => ({
  ...open,
  ...(left !== undefined && { until: now + left }),
});

/** A card in the language of a reader. */
export const inLanguage = ({ also = [], ...first }: StoredCard, locale: Locale): OneLanguage =>
  also.find((one) => one.locale === locale) ?? first;

/** The card as a reader gets it; the address of a message's attachment begins with `base`. */
export const pageCard = (
  { blocks, open: _open, ...card }: OneLanguage,
  base: string,
  open?: PageCard['open'],
): PageCard => ({
  ...card,
  ...(open && { open }),
  blocks: blocks.map((block): PageBlock => {
    if (block.type !== 'picture' && block.type !== 'file') return block;
    const { hash, file = block.name, ...rest } = block;
    return { ...rest, url: `${base}/${encodeURIComponent(file)}?v=${hash}` } as PageBlock;
  }),
});

/** The words on a button or on a form's. */
export const labelIn = ({ blocks }: OneLanguage, action: string): string | undefined =>
  blocks
    .flatMap((block) => (block.type === 'choices' ? block.choices : block.type === 'input' ? [block] : []))
    .find(({ id }) => id === action)?.label;

type Picture = Extract<Block, { type: 'picture' }>;

function contentOf(picture: Picture): Content {
  if ('figure' in picture) return { figure: picture.figure };
  return 'sheet' in picture ? packSheet(picture.sheet) : { content: picture.png };
}

function hashOf(content: Content): string {
  const hash = createHash('sha256');
  if ('figure' in content) hash.update(JSON.stringify(content.figure));
  else if ('content' in content) hash.update(content.content);
  else hash.update(JSON.stringify(content.sheet)).update(content.pixels ?? '');
  return hash.digest('base64url').slice(0, 16);
}

async function sizeOf(picture: Picture) {
  if ('sheet' in picture) return sheetSize(picture.sheet);
  if ('png' in picture) return pngSize(picture.png);
  const { width, height } = picture.figure;
  return { width, height };
}

/** Of a PNG file of ours: its header stands at a fixed place. */
function pngSize(png: Uint8Array) {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}
