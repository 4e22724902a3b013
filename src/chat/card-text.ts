/** A card as plain text with a number of columns. Blocks that are not text are left to the platform. */
import { type Block, type Card, doneShare } from './card.ts';
import { cutToWidth, textWidth } from './width.ts';

/** Blocks that are not text: each platform shows them in its own way. */
type Special = Extract<Block, { type: 'picture' | 'file' | 'choices' | 'input' }>;

/** `special`: the text for such a block; '' leaves it out. */
export function cardText(card: Card, width: number, special: (block: Special) => string): string {
  const parts = card.blocks.map((block) => blockText(block, width, special)).filter((part) => part !== '');
  return [card.title, '─'.repeat(Math.min(textWidth(card.title), width)), ...parts].join('\n');
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

/** Labels beside their values, or above them if a value has too little room. */
function fields(shown: Fields, width: number): string {
  const beside = columns(shown.map(({ label, value }) => [label, value]));
  if (beside.split('\n').every((line) => textWidth(line) <= width)) return beside;
  const indented = (value: string) => wrap(value, width - 4).replace(/^/gm, '    ');
  return shown.map(({ label, value }) => `${label}\n${indented(value)}`).join('\n');
}

const BAR = 20;

/** `[#####-----] label`, cut off at `width` columns. */
export function progressLine(block: Extract<Block, { type: 'progress' }>, width: number): string {
  const full = Math.round(BAR * doneShare(block));
  const bar = `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] `;
  return bar + cutToWidth(block.label, width - bar.length);
}

/** Lengths are columns on the screen: Korean letters take two each. */
export function columns(
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[] = [],
): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => textWidth(row[i] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((cell, i) => {
          const gap = ' '.repeat((widths[i] ?? 0) - textWidth(cell));
          return align[i] === 'right' ? gap + cell : cell + gap;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Breaks lines between words. */
export function wrap(text: string, width: number): string {
  let wrapped = '';
  let taken = 0;
  let empty = true;
  for (const word of text.split(' ')) {
    const wide = textWidth(word);
    const fits: boolean = empty || taken + 1 + wide <= width;
    wrapped += empty ? word : `${fits ? ' ' : '\n'}${word}`;
    taken = empty || !fits ? wide : taken + 1 + wide;
    empty = (empty || !fits) && word === '';
  }
  return wrapped;
}
