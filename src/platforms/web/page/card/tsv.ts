/** A table as spreadsheets paste it. Pure. */
import type { PageBlock } from '../../protocol.ts';

export type TableBlock = Extract<PageBlock, { type: 'table' }>;

/** Columns apart by tabs; what is in a cell stays in one. */
export const tsv = ({ columns, rows }: Pick<TableBlock, 'columns' | 'rows'>): string =>
  [columns.map(({ label }) => label), ...rows]
    .map((row) => row.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t'))
    .join('\n');
