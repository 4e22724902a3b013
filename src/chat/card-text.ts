/** A card as plain text with a number of columns. Blocks that are not text are left to the platform. */
import { type Block, type Card, doneShare } from './card.ts';
import { cutToWords, textWidth } from './width.ts';

/** Blocks that are not text: each platform shows them in its own way. */
type Special = Extract<Block, { type: 'picture' | 'file' | 'choices' | 'input' }>;

/** `special`: the text for such a block; '' leaves it out. */
export function cardText(card: Card, width: number, special: (block: Special) => string): string {
  const parts = card.blocks.map((block) => blockText(block, width, special)).filter((part) => part !== '');
  const rule = '─'.repeat(Math.min(textWidth(card.title), width));
  return [wrap(card.title, width), rule, ...parts].join('\n');
}

function blockText(block: Block, width: number, special: (block: Special) => string): string {
  switch (block.type) {
    case 'text':
      return wrap(block.text, width);
    case 'fields':
      return fields(block.fields, width);
    case 'table':
      return table(block, width);
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

/** Row by row where all columns have no room beside each other: they would be broken within words. */
function table({ columns: heads, rows }: Extract<Block, { type: 'table' }>, width: number): string {
  const labels = heads.map(({ label }) => label);
  const whole = columns(
    [labels, ...rows],
    heads.map(({ align }) => align ?? 'left'),
  );
  if (fits(whole, width)) return whole;
  if (rows.length === 0) return wrap(labels.join(' · '), width);
  const records = rows.map((row) =>
    fields(
      labels.map((label, i) => ({ label, value: row[i] ?? '' })),
      width,
    ),
  );
  return records.join('\n\n');
}

/** Whether no line is wider than that. */
export const fits = (lines: string, width: number): boolean =>
  lines.split('\n').every((line) => textWidth(line) <= width);

type Fields = Extract<Block, { type: 'fields' }>['fields'];

/** Labels beside their values, or above them if a value has too little room. */
function fields(shown: Fields, width: number): string {
  const beside = columns(shown.map(({ label, value }) => [label, value]));
  if (fits(beside, width)) return beside;
  return shown.map(({ label, value }) => `${wrap(label, width)}\n${wrap(value, width, 4)}`).join('\n');
}

/** Columns of the bar; in a narrow window fewer, so that the label has room. */
const BAR = 20;

/** `[#####-----] label`, with the words of the label that fit into `width` columns. */
export function progressLine(block: Extract<Block, { type: 'progress' }>, width: number): string {
  const length = Math.min(BAR, Math.round(width / 4));
  const full = Math.round(length * doneShare(block));
  const bar = `[${'#'.repeat(full)}${'-'.repeat(length - full)}] `;
  return bar + cutToWords(block.label, width - bar.length);
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

/** Breaks lines between words; `indent` blanks are before each. */
export const wrap = (text: string, width: number, indent = 0): string =>
  text
    .split('\n')
    .map((line) => wrapLine(line, width - indent).replace(/^/gm, ' '.repeat(indent)))
    .join('\n');

function wrapLine(text: string, width: number): string {
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
