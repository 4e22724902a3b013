/** Tables for platforms that have none: a narrow one becomes a code block, a wide one a list. */
import type { Block } from './card.ts';
import { columns } from './card-text.ts';
import { textWidth } from './width.ts';

type Table = Pick<Extract<Block, { type: 'table' }>, 'columns' | 'rows'>;

/** A wider code block wraps its lines, and columns are lost. */
const WIDEST = 60;

/** A row of the list: its heading, its main value, and the rest in small print. */
export interface Entry {
  readonly name: string;
  readonly text: string;
  readonly rest: string;
}

/** The lines of a code block; undefined if they would be too wide. */
export function boxed(table: Table): string[] | undefined {
  const { columns: heads, rows } = table;
  if (rows.some((row) => row.some((cell) => cell.length > 2 * WIDEST))) return undefined;
  // A few rows of numbers can also be columns.
  const canTurn = rows.length < heads.length && heads.slice(1).every(({ align }) => align === 'right');
  const ways = canTurn ? [table, turned(table)] : [table];
  const [found] = [...ways.map((way) => inLines(way)), ...ways.map((way) => inLines(way, brokenAt))].filter(
    (lines) => lines.every((line) => textWidth(line) <= WIDEST),
  );
  return found;
}

export function listed({ columns: heads, rows }: Table): Entry[] {
  const width = (i: number) => Math.max(...rows.map((row) => row[i]?.length ?? 0));
  const [most] = heads
    .map((_, i) => i)
    .slice(1)
    .sort((a, b) => width(b) - width(a));
  return rows.map(([first = '', ...others]) => ({
    // A number alone says little.
    name: /^\d+$/.test(first) ? `${heads[0]?.label} ${first}` : first,
    text: most === undefined ? '' : (others[most - 1] ?? ''),
    rest: others
      .map((cell, i) => (cell === '' || i + 1 === most ? '' : `${heads[i + 1]?.label}: ${cell}`))
      .filter((part) => part !== '')
      .join(' · '),
  }));
}

/** `broken`: the lines of a column's label. */
function inLines(
  { columns: heads, rows }: Table,
  broken = (label: string, _: string[]) => [label],
): string[] {
  const align = heads.map((head) => head.align ?? 'left');
  const labels = heads.map(({ label }, i) =>
    broken(
      label,
      rows.map((row) => row[i] ?? ''),
    ),
  );
  const height = Math.max(1, ...labels.map(({ length }) => length));
  // A label with fewer lines than others is directly above its cells.
  const head = Array.from({ length: height }, (_, line) =>
    labels.map((lines) => lines[line - height + lines.length] ?? ''),
  );
  return columns([...head, ...rows], align).split('\n');
}

/** A column's label, broken at words into lines that are no wider than its cells if possible. */
function brokenAt(label: string, cells: readonly string[]): string[] {
  const words = label.split(' ');
  const most = Math.max(...[...words, ...cells].map((text) => textWidth(text)));
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1) as string;
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > most) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function turned({ columns: [corner, ...heads], rows }: Table): Table {
  return {
    columns: [
      { label: corner?.label ?? '' },
      ...rows.map(([name = '']) => ({ label: name, align: 'right' as const })),
    ],
    rows: heads.map(({ label }, i) => [label, ...rows.map((row) => row[i + 1] ?? '')]),
  };
}
