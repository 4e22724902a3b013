/** Makes cards safe for a terminal, which would obey control characters in them. */
import type { Block, Card } from '../../chat/card.ts';
import { visible } from '../../i18n/typed.ts';

/** Without control characters except line breaks, and without marks that change the writing direction. */
export const printable = (text: string): string =>
  visible(text.replace(/\r\n?/g, '\n').replaceAll('\t', '    '));

/** The card with all its texts made printable; images and contents of files are not printed and stay as they are. */
export const printableCard = (card: Card): Card => ({
  ...card,
  title: printable(card.title),
  blocks: card.blocks.map(printableBlock),
});

function printableBlock(block: Block): Block {
  if (block.type === 'picture') return { ...block, name: printable(block.name), alt: printable(block.alt) };
  if (block.type === 'file') return { ...block, name: printable(block.name) };
  return inAllTexts(block);
}

/** Plain data, with `printable` applied to every text in it. */
function inAllTexts<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map(inAllTexts) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inAllTexts(part)])) as T;
}
