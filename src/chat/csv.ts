/** Rows as CSV (RFC 4180), so that a spreadsheet shows them and runs none of them. */

type Value = string | number;

/** What a spreadsheet would take for a formula (OWASP, CSV injection); a plain number is none. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?$/i;

function cell(value: Value): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const toCsv = (rows: readonly (readonly Value[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
