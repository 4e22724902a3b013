/** CSV that every spreadsheet reads alike and that none runs. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvFile, toCsv } from '../../src/chat/csv.ts';

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

it('is a file that Excel reads as UTF-8', () => {
  const file = csvFile('a.csv', toCsv([['이름', 'Größe']]));
  expect([...Buffer.from(file.content)].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(Buffer.from(file.content))).toBe('이름,Größe\r\n');
});
