/** A card as plain text of `width` columns: in a terminal, or as a file where a chat has too little room. */
import stringWidth from 'string-width';
import type { Translate } from '../i18n/i18n.ts';
import type { Block, Card } from './card.ts';

export interface RenderOptions {
  readonly t: Translate;
  /** Columns. */
  readonly width: number;
  /** Where the card's pictures and files were written, by their names. */
  readonly paths: ReadonlyMap<string, string>;
}

export function cardToText(card: Card, options: RenderOptions): string {
  const parts = card.blocks.map((block) => blockToText(block, options)).filter((part) => part !== '');
  return [card.title, '─'.repeat(Math.min(stringWidth(card.title), options.width)), ...parts].join('\n');
}

function blockToText(block: Block, options: RenderOptions): string {
  const { t, width, paths } = options;
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
    case 'picture': {
      const path = paths.get(block.name);
      return path === undefined ? '' : `${wrap(block.alt, width)}\n${t('shell.picture', { path })}`;
    }
    case 'file': {
      const path = paths.get(block.name);
      return path === undefined ? '' : t('shell.file', { path });
    }
    case 'progress':
      return [progressLine(block, width), wrap(block.paused ?? block.left ?? '', width)].join('\n').trimEnd();
    case 'choices':
      return [
        `${t('shell.button')}:`,
        columns(block.choices.map(({ id, label }) => [`  ${label}`, `augie ${id}`])),
      ].join('\n');
    case 'input':
      return form(block, options);
    case 'code':
      return block.code.replace(/^/gm, '    ');
    case 'divider':
      return '─'.repeat(Math.min(width, 40));
  }
}

/** In a shell a choice is typed, so its value is shown where the label does not begin with it. */
const toBeTyped = ({ value, label }: { value: string; label: string }) =>
  label.startsWith(value) ? label : `${value}: ${label}`;

/** What a form asks for, and the command that fills it in. */
function form({ id, label, fields: asked }: Extract<Block, { type: 'input' }>, { t }: RenderOptions): string {
  const lines = asked.map((field) => {
    const offered = field.choices?.map((choice) => `    ${toBeTyped(choice)}`) ?? [];
    return [`  ${field.label}: ____`, ...offered].join('\n');
  });
  const given = asked.map(({ name }) => (asked.length === 1 ? '…' : `${name}=…`)).join('" "');
  return [`${label}:`, ...lines, t('shell.form', { command: `augie ${id} "${given}"` })].join('\n');
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
  const share = Math.min(1, Math.max(0, block.done / Math.max(1, block.total)));
  const full = Math.round(BAR * share);
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

function wrap(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line !== '' && stringWidth(`${line} ${word}`) > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
