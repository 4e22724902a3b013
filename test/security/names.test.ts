/** Names that look alike are one name, above all those of Augie and of teachers. */
import { describe, expect, it } from 'vitest';
import { cleanName, looksLikeAugie, looksLikeOneOf } from '../../src/platforms/web/names.ts';

describe('for Augie', () => {
  it.each([
    'Augie',
    'AUGIE',
    'AUGlE', // a small L
    'Aug1e',
    'Аugie', // Cyrillic
    'Αugie', // Greek
    'Auɡie', // a small letter of phonetics
    'Augіе',
    'Ａｕｇｉｅ',
    '𝐀𝐮𝐠𝐢𝐞',
    'A u g i e',
    'A⠀ugie', // the pattern of Braille without a dot
    'Augie ✓',
    '🤖 Augie',
    'Augie (official)',
    'Augie.',
    'Augíe',
    'Augie Bot',
    'bot-augie',
    'Augie-Team',
  ])('nobody passes as %s', (name) => {
    expect(looksLikeAugie(cleanName(name))).toBe(true);
  });

  it.each([
    ['a joiner', '\u200d'],
    ['a variation selector', '\ufe0f'],
    ['another one', '\u{e0100}'],
    ['a tag', '\u{e0041}'],
    ['a joiner of graphemes', '\u034f'],
    ['a filler', '\u3164'],
    ['a soft hyphen', '\u00ad'],
    ['a mark of Mongolian', '\u180b'],
  ])('nobody passes by %s', (_, hidden) => {
    expect(cleanName(`Au${hidden}gie`)).toBe('Augie');
  });

  it.each(['August', 'Augusta', '아우기', 'Maugies', 'Kim', 'Augier'])('%s does not', (name) => {
    expect(looksLikeAugie(name)).toBe(false);
  });
});

const present = [
  { name: 'Ms Park', teacher: true },
  { name: 'Kim 1', teacher: false },
  { name: 'José', teacher: false },
  { name: '김민수', teacher: false },
];

describe('for somebody present', () => {
  it.each([
    'Ms. Park',
    'MS PARK ✔',
    'Ms Pаrk',
    'MsPark',
    'Ms Pàrk',
    'Kim l',
    'Кіm 1',
    'KIM I',
    'Jоsé',
    'Jose\u0301',
    '김민수',
    '김민수'.normalize('NFD'),
    '김 민수',
  ])('nobody passes as %s', (name) => expect(looksLikeOneOf(cleanName(name), present)).toBe(true));

  it.each([
    'Ms Parker',
    'Mr Park',
    'Kim 2',
    'Jose',
    '김민주',
    '김만수',
    'Łukasz',
    'Søren',
    'Мария',
    '田中',
    'علی‌رضا',
  ])('%s does not', (name) => expect(looksLikeOneOf(cleanName(name), present)).toBe(false));
});

it('people of one class who only share a letter are all let in', () => {
  const names = [
    'Łukasz',
    'Lukasz',
    'Søren',
    'Soren',
    'Müller',
    'Muller',
    'Мария',
    'Марія',
    '李',
    '이',
    '이서연',
    '이서현',
    'Eva',
    'Ева',
    'Ewa',
  ];
  const alike = names.flatMap((name, i) =>
    names
      .slice(0, i)
      .filter((other) => looksLikeOneOf(name, [{ name: other, teacher: false }]))
      .map((other) => [other, name]),
  );
  expect(alike).toEqual([]);
});
