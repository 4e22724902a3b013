/** Texts without an end: refused where they are written, and drawn in a time that grows with their length alone. */
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/chat/card.ts';
import { cardText, progressLine, wrap } from '../../src/chat/card-text.ts';
import { textWidth } from '../../src/chat/width.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { checkQuiz } from '../../src/quiz/content/authoring.ts';
import { EXAMPLE } from '../../src/quiz/content/example.ts';
import { bounded } from '../bounded.ts';

const check = (source: string) => checkQuiz(source, () => true);

describe('a text is drawn in time', () => {
  // Measured as a whole, each of them takes many seconds.
  const texts = {
    words: 'word '.repeat(18_000),
    'Korean words': '증강 '.repeat(30_000),
    'one word': '가'.repeat(90_000),
    'words in other letters': 'größe '.repeat(3000),
    emoji: '👩‍👩‍👧 '.repeat(1000),
    'marks upon marks': `a${'\u0301'.repeat(90_000)}`,
    nothing: ' '.repeat(90_000),
    lines: '증\n'.repeat(9000),
  };
  it.each(Object.entries(texts))('%s', (_, text) => {
    const label = text;
    const blocks: Block[] = [
      { type: 'text', text },
      { type: 'fields', fields: [{ label, value: text }] },
      { type: 'table', columns: [{ label }], rows: [[text]] },
      { type: 'progress', label, done: 1, total: 2, left: text },
      { type: 'code', language: 'text', code: text },
    ];
    bounded(600, () => cardText({ title: text, blocks }, 80, () => ''));
    bounded(50, () => progressLine({ type: 'progress', label, done: 1, total: 2 }, 80));
  });

  it('and measured as the library measures it', () => {
    for (const text of [
      '',
      'plain text',
      '증강은 도움이 됩니다',
      'e\u0301 👩‍👩‍👧 1️⃣ ｗｉｄｅ',
      `${'가나 '.repeat(30)}x`,
    ])
      expect(textWidth(text)).toBe(stringWidth(text));
  });

  it('and keeps its words and their order', () => {
    const text = ' a  b 증강은 도움이\n 됩니다   x ';
    expect(wrap(text, 80)).toBe('a  b 증강은 도움이\n됩니다   x ');
    expect(wrap('aa bb cc', 5)).toBe('aa bb\ncc');
  });
});

describe('a quiz is refused', () => {
  const long = 'x'.repeat(90_000);
  const item = (more: string) => `title: T\nabout: A\nitems:\n  - {id: one, ${more}}\n`;
  it.each([
    ['a title', `title: ${long}\nabout: A\nitems: []\n`],
    ['a question', item(`kind: text, ask: ${long}, answer: {accept: [a]}`)],
    [
      'a question in one of its languages',
      item(`kind: text, ask: {en: a, ko: ${long}}, answer: {accept: [a]}`),
    ],
    ['an explanation', item(`kind: text, ask: a, why: ${long}, answer: {accept: [a]}`)],
    ['an answer', item(`kind: text, ask: a, answer: {accept: [${long}]}`)],
    ['a wrong answer', item(`kind: text, ask: a, answer: {accept: [a], wrong: [{is: ${long}, why: a}]}`)],
    ['an option', item(`kind: choice, ask: a, options: [{text: ${long}, right: true}, {text: b}]`)],
    ['a line', item(`kind: order, ask: a, lines: [a, b, ${long}]`)],
    [
      'code',
      item(`kind: blanks, ask: a, language: python, code: "${long}{[p]}", blanks: {p: {accept: [a]}}`),
    ],
  ])('for %s that is too long', (_, source) => {
    const checked = bounded(1000, () => check(source));
    if (!('problems' in checked)) throw new Error('it was taken');
    const texts = checked.problems.map(({ key, params }) => translate('en')(key, params));
    expect(texts.join('\n')).toMatch(/may have at most [\d,]+ characters/);
    expect(texts.join('\n').length).toBeLessThan(2000);
  });

  // Read to the end, they use up the stack; the first one ended the process.
  it.each([
    '['.repeat(40_000) + ']'.repeat(40_000),
    '- '.repeat(40_000),
    '{a: '.repeat(20_000),
    '? '.repeat(30_000),
  ])('for being too deep: %#', (deep) => {
    const checked = bounded(500, () => check(`title: T\nabout:\n  ${deep}\n`));
    expect(checked).toEqual({ problems: [{ line: 3, key: 'quiz.author.tooDeep', params: {} }] });
    for (const locale of locales) expect(translate(locale)('quiz.author.tooDeep', {})).not.toContain('quiz.');
  });

  it('but not for what the example has', () => {
    expect(check(EXAMPLE)).toHaveProperty('quiz');
  });
});
