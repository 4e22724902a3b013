/** Rows as CSV (RFC 4180), so that a spreadsheet shows them and runs none of them. */
import type { Block } from './card.ts';

type Value = string | number;

/**
 * What a spreadsheet would read as a formula (OWASP, CSV injection), also in the wide and small letters of East Asian
 * keyboards, and after invisible characters; a plain number is not a formula.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;
const NUMBER = /^[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?$/i;
/** Tells Excel that the file is UTF-8; otherwise it reads Korean and German letters in the computer's old character set. */
const BYTE_ORDER_MARK = '\ufeff';

/** A cell as it is, in quotes where it needs them: a semicolon is a comma to Excel in German. */
export const quoted = (text: string): string =>
  /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function cell(value: Value): string {
  if (typeof value === 'number') return String(value);
  return quoted(FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value);
}

export const toCsv = (rows: readonly (readonly Value[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

/** CSV, its first row the header, as a file that spreadsheets open. */
export const csvFile = (name: string, csv: string): Extract<Block, { type: 'file' }> => ({
  type: 'file',
  name,
  mediaType: 'text/csv; charset=utf-8; header=present',
  content: BYTE_ORDER_MARK + csv,
});
