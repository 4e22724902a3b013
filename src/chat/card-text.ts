/** A card as plain text of some columns: what every platform writes alike, and the rest as the platform writes it. */
import stringWidth from 'string-width';
import { type Block, type Card, doneShare } from './card.ts';

/** What is no text: each platform has its own way to show it. */
type Special = Extract<Block, { type: 'picture' | 'file' | 'choices' | 'input' }>;

/** `special`: what is written for such a block; '' leaves it out. */
export function cardText(card: Card, width: number, special: (block: Special) => string): string {
  const parts = card.blocks.map((block) => blockText(block, width, special)).filter((part) => part !== '');
  return [card.title, '─'.repeat(Math.min(stringWidth(card.title), width)), ...parts].join('\n');
}

function blockText(block: Block, width: number, special: (block: Special) => string): string {
  switch (block.type) {
    case 'text':
      return wrap(block.text, width);
    case 'fields':
      return fields(block.fields, width);
    case 'table':
      return columns(
        [block.columns.map(({ label }) => label), ...block.rows],
        block.columns.map(({ align }) => align ?? 'left'),
      );
    case 'progress':
      return [progressLine(block, width), wrap(block.paused ?? block.left ?? '', width)].join('\n').trimEnd();
    case 'code':
      return block.code.replace(/^/gm, '    ');
    case 'divider':
      return '─'.repeat(Math.min(width, 40));
    case 'picture':
    case 'file':
    case 'choices':
    case 'input':
      return special(block);
  }
}

type Fields = Extract<Block, { type: 'fields' }>['fields'];

/** Labels beside their values; where a value has too little room then, below them. */
function fields(shown: Fields, width: number): string {
  const beside = columns(shown.map(({ label, value }) => [label, value]));
  if (beside.split('\n').every((line) => stringWidth(line) <= width)) return beside;
  const indented = (value: string) => wrap(value, width - 4).replace(/^/gm, '    ');
  return shown.map(({ label, value }) => `${label}\n${indented(value)}`).join('\n');
}

const BAR = 20;

/** `[#####-----] label`, cut off at `width` columns. */
export function progressLine(block: Extract<Block, { type: 'progress' }>, width: number): string {
  const full = Math.round(BAR * doneShare(block));
  let line = `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] `;
  for (const letter of block.label) {
    if (stringWidth(line + letter) > width) break;
    line += letter;
  }
  return line;
}

/** Korean letters take two columns each, so lengths are measured as they are drawn. */
export function columns(
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[] = [],
): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => stringWidth(row[i] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((cell, i) => {
          const gap = ' '.repeat((widths[i] ?? 0) - stringWidth(cell));
          return align[i] === 'right' ? gap + cell : cell + gap;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Breaks lines between words. */
export function wrap(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line !== '' && stringWidth(`${line} ${word}`) > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
