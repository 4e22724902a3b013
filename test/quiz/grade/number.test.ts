/** Numbers, however people write them. */
import { cases } from '../cases.ts';
import { numeric } from '../items.ts';

const exact = numeric(0.2);
cases('a number, however it is written', exact, [
  ['0.2', 'right number'],
  ['.2', 'right number'],
  ['0,2', 'right number'],
  [',2', 'right number'],
  ['0.20', 'right number'],
  ['+0.2', 'right number'],
  ['20%', 'right number'],
  ['20 %', 'right number'],
  ['20,0 %', 'right number'],
  ['1/5', 'right number'],
  ['1 / 5', 'right number'],
  ['2e-1', 'right number'],
  ['2E-1', 'right number'],
  ['０．２', 'right number'],
  ['= 0.2', 'right number'],
  ['`0.2`', 'right number'],
  ['0.2 %', 'wrong none'],
  ['0.21', 'wrong none'],
  ['2', 'wrong none'],
  ['-0.2', 'wrong none'],
  ['1/0', 'invalid number'],
  ['1/2/3', 'invalid number'],
  ['1e999', 'invalid number'],
  ['one fifth', 'invalid number'],
  ['0.2.3', 'invalid number'],
  ['NaN', 'invalid number'],
  ['Infinity', 'invalid number'],
  ['0x10', 'invalid number'],
  ['--2', 'invalid number'],
]);
cases('thousands', numeric(48000), [
  ['48000', 'right number'],
  ['48,000', 'right number'],
  ['48.000', 'right number'],
  ['48 000', 'right number'],
  ['48\u202f000', 'right number'],
  ["48'000", 'right number'],
  ['48’000', 'right number'],
  ['48_000', 'right number'],
  ['48,000.0', 'right number'],
  ['48.000,0', 'right number'],
  ['4.8e4', 'right number'],
  ['48,00', 'wrong none'],
  ['4,8000', 'wrong none'],
  ['48,000,00', 'invalid number'],
  ['48 00', 'invalid number'],
]);
cases('a comma of decimals is none of thousands', numeric(0.125), [
  ['0,125', 'right number'],
  ['12,5 %', 'right number'],
  ['1/8', 'right number'],
  ['125', 'wrong none'],
]);
cases('percent, where percent is asked for', numeric(85), [
  ['85', 'right number'],
  ['85 %', 'right number'],
  ['0.85', 'wrong none'],
]);
cases('negative numbers, with any minus', numeric(-14.4), [
  ['-14.4', 'right number'],
  ['−14.4', 'right number'],
  ['–14,4°', 'right number'],
  ['14.4', 'wrong none'],
]);
cases('as far from it as is allowed', numeric(0.3, { abs: 0.1 }), [
  ['0.4', 'right number'],
  ['0.2', 'right number'],
  ['0.41', 'wrong none'],
  ['0.19999', 'wrong none'],
]);
cases('as a share of it', numeric(200, { rel: 0.05 }), [
  ['210', 'right number'],
  ['190', 'right number'],
  ['211', 'wrong none'],
]);
cases('nothing is near 0 but 0', numeric(0), [
  ['0', 'right number'],
  ['-0', 'right number'],
  ['1e-12', 'wrong none'],
]);
const degrees = numeric(
  0.04,
  {},
  {
    wrong: [
      { is: '14.4', why: 'A share of a turn.' },
      { is: 'half', why: 'Half?' },
    ],
  },
);
cases('a known wrong number, however it is written', degrees, [
  ['14,40', 'wrong known'],
  ['1.44e1', 'wrong known'],
  ['half', 'wrong known'],
  ['quarter', 'invalid number'],
]);
cases('a number or a word', numeric(2, {}, { accept: ['two'] }), [
  ['2.0', 'right number'],
  ['two', 'right equal'],
  ['tow', 'wrong none'],
  ['three', 'wrong none'],
]);
