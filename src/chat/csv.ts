/** Rows as CSV (RFC 4180, or with semicolons), so that a spreadsheet shows them and runs none of them. */
import type { Block } from './card.ts';

type Value = string | number;

/** How cells are separated, and the decimal sign of numbers. */
export interface CsvForm {
  readonly separator: ',' | ';';
  readonly decimal: '.' | ',';
}

/** RFC 4180, which every program reads. */
export const STANDARD: CsvForm = { separator: ',', decimal: '.' };

/**
 * What a spreadsheet in a language opens as a table. Excel goes by the decimal sign: where that is a comma, as in German, it puts a
 * line with commas into one cell, and takes 0.85 for a text or a date.
 */
export const formFor = (locale: string): CsvForm =>
  new Intl.NumberFormat(locale).format(0.5).includes(',') ? { separator: ';', decimal: ',' } : STANDARD;

/**
 * What a spreadsheet would read as a formula (OWASP, CSV injection), also in the wide and small letters of East Asian
 * keyboards, and after invisible characters; a plain number is not a formula.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;
const NUMBER = /^[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?$/i;
/** Tells Excel that the file is UTF-8; otherwise it reads Korean and German letters in the computer's old character set. */
const BYTE_ORDER_MARK = '\ufeff';

/** A cell as it is, in quotes where it needs them in any form. */
export const quoted = (text: string): string =>
  /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function cell(value: Value, { decimal }: CsvForm): string {
  if (typeof value === 'number') return String(value).replace('.', decimal);
  return quoted(FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value);
}

export const toCsv = (rows: readonly (readonly Value[])[], form = STANDARD): string =>
  rows.map((row) => `${row.map((value) => cell(value, form)).join(form.separator)}\r\n`).join('');

/** CSV, its first row the header, as a file that spreadsheets open. */
export const csvFile = (name: string, csv: string): Extract<Block, { type: 'file' }> => ({
  type: 'file',
  name,
  mediaType: 'text/csv; charset=utf-8; header=present',
  content: BYTE_ORDER_MARK + csv,
});
