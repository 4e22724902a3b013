/** CSV that every spreadsheet reads alike and that none runs. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvFile, formFor, STANDARD, toCsv } from '../../src/chat/csv.ts';

/** A reader of RFC 4180. */
function read(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gs)) {
    if (end === '' && row.length === 0) break;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

it('gives back what was written', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab",\r\n 한;') });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      // What a spreadsheet would run is changed on purpose; below.
      const harmless = rows.map((row) => row.map((one) => one.replace(/^[\r\n]+/, '')));
      expect(read(toCsv(harmless))).toEqual(harmless);
    }),
  );
});

it.each([
  ['=1+1', "'=1+1"],
  ['+cmd', "'+cmd"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['\rx', `"'\rx"`],
  ['\nx', `"'\nx"`],
  ['＝1+1', "'＝1+1"],
  ['＋cmd', "'＋cmd"],
  ['－2+3', "'－2+3"],
  ['＠SUM(A1)', "'＠SUM(A1)"],
  ['﹦1', "'﹦1"],
  [' =1', "' =1"],
  ['\u200b=1', "'\u200b=1"],
  ['\ufeff@x', "'\ufeff@x"],
  ['a=1', 'a=1'],
  ['a;b', '"a;b"'],
  ['-0.5', '-0.5'],
  ['+3', '+3'],
  ['a,"b"', '"a,""b"""'],
])('%j is written as %j', (given, written) => {
  expect(toCsv([[given]])).toBe(`${written}\r\n`);
});

it('has the separator and the decimal sign that a spreadsheet in the language expects', () => {
  const rows = [
    ['policy', 'p', 'answer'],
    ['flip + shift(0.1, 0.2)', 0.85, '0.5'],
    ['a;b', -2.5e-7, '0,5'],
    ['=1', 3, ''],
  ];
  expect([formFor('en'), formFor('ko')]).toEqual([STANDARD, STANDARD]);
  expect(toCsv(rows, formFor('de')).split('\r\n')).toEqual([
    'policy;p;answer',
    '"flip + shift(0.1, 0.2)";0,85;0.5',
    '"a;b";-2,5e-7;"0,5"',
    "'=1;3;",
    '',
  ]);
});

it('is a file that Excel reads as UTF-8', () => {
  const file = csvFile('a.csv', toCsv([['이름', 'Größe']]));
  expect([...Buffer.from(file.content)].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(Buffer.from(file.content))).toBe('이름,Größe\r\n');
});
