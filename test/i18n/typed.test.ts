/** What was typed, shown again: nothing in it may act on a terminal, on a chat or on our own messages. */
import { describe, expect, it } from 'vitest';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { nearest } from '../../src/i18n/nearest.ts';
import { cut, harmless, plain, visible } from '../../src/i18n/typed.ts';

const echo = (given: string) => translate('en')('option.range', { name: 'x', given, min: 1, max: 2 });

describe('a message', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '[31mred[0m'],
    ['a\u009b2Jb\u0007\u0000\u007f', 'a2Jb'],
    ['one\r\ntwo\u2028three\u0085four\ttab', 'one two three four tab'],
    ['\u202egnp.exe\u2066\u200f', 'gnp.exe'],
    ['half \ud83d and \ude00', 'half  and '],
    ['a\u200bb\ufeffc\u00add\u3164', 'abcd'],
    ['👩‍👩‍👧 ❤️ 한글 ½', '👩‍👩‍👧 ❤️ 한글 ½'],
    ['10\u00a0%', '10\u00a0%'],
    ["$& $1 $' $$ $t(fault)", "$& $1 $' $$ $t(fault)"],
    ['{{min}} {{name}} {{- name}} {{nothing}}', '{{min}} {{name}} {{- name}} {{nothing}}'],
  ])('shows %j without harm', (given, shown) => {
    expect(echo(given)).toBe(`x cannot be “${shown}”. Choose a number from 1 to 2.`);
    expect(translate('en')('option.range', { name: given, given: 'g', min: 1, max: 2 })).toBe(
      `${shown} cannot be “g”. Choose a number from 1 to 2.`,
    );
  });

  it('shows a parameter that was forgotten, and a number that is no longer readable in short', () => {
    for (const locale of locales) {
      const text = translate(locale)('option.range', { name: 'x', given: 'y', min: -1e300 });
      expect(text).toContain('{{max}}');
      expect(text).toContain('-1e+300');
    }
  });
});

it('keeps line breaks in what was typed, but not in what is put into a sentence', () => {
  expect(visible('a\nb\u0000\tc')).toBe('a\nb\tc');
  expect(harmless('a\nb\u0000\tc')).toBe('a b c');
});

it('cuts between characters', () => {
  expect(cut('😀'.repeat(40))).toBe('😀'.repeat(40));
  expect(cut('😀'.repeat(41))).toBe(`${'😀'.repeat(39)}…`);
  expect(cut('abcdef', 3)).toBe('ab…');
});

it('reads what phones and East Asian keyboards type, place by place', () => {
  expect(plain('“ｅｐｏｃｈｓ：１０％”')).toBe('"epochs:10%"');
  expect(plain('−0.1 – ½ ㎏ 한')).toBe('-0.1 - ½ ㎏ 한');
  const everything = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join('');
  expect(plain(everything)).toHaveLength(everything.length);
});

it('takes for meant what is a slip of the fingers away, and nothing else', () => {
  expect(nearest('rnu', ['list', 'run'])).toBe('run');
  expect(nearest('EPOCS', ['seeds', 'epochs'])).toBe('epochs');
  expect(nearest('hat', ['Coat', 'Bag'])).toBeUndefined();
  expect(nearest('x', ['id', 'for'])).toBeUndefined();
  expect(nearest('', ['id'])).toBeUndefined();
});
