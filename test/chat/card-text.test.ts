/** Cards as text: every block that is text, columns that line up in Korean too, progress that fits the line. */
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Block, Card } from '../../src/chat/card.ts';
import { cardText, progressLine } from '../../src/chat/card-text.ts';

const figure = { config: {}, width: 1, height: 1 };
const every: Block[] = [
  { type: 'text', text: 'a sentence', tone: 'quiet' },
  { type: 'fields', fields: [{ label: 'field', value: 'value' }] },
  { type: 'table', columns: [{ label: 'column' }], rows: [['cell']] },
  { type: 'picture', name: 'curve', alt: 'what it shows', figure },
  { type: 'file', name: 'numbers.csv', mediaType: 'text/csv', content: 'a,b' },
  { type: 'progress', label: '1 of 2', done: 1, total: 2, left: 'a minute' },
  { type: 'progress', label: 'still', done: 1, total: 2, paused: 'make room' },
  { type: 'choices', choices: [{ id: 'a.b:1', label: 'press me' }] },
  {
    type: 'input',
    id: 'quiz.answer.submit:1',
    label: 'your answer',
    fields: [{ name: 'answer', label: 'it' }],
  },
  { type: 'code', language: 'python', code: 'x = 1' },
  { type: 'divider' },
];

const render = (blocks: readonly Block[], width = 80) => {
  const card: Card = { title: 'Title', blocks };
  return cardText(card, width, ({ type }) => (type === 'file' ? '' : `<${type}>`));
};

it('writes what is text, and leaves the rest to whoever asks', () => {
  const text = render(every);
  expect(text).not.toContain('numbers.csv');
  expect(text).not.toMatch(/\n\n/);
  for (const part of [
    'Title\n─────',
    'a sentence',
    'field  value',
    'column\ncell',
    '<picture>',
    '[##########----------] 1 of 2\na minute',
    '[##########----------] still\nmake room',
    '<choices>\n<input>',
    '    x = 1',
    '────────────────────────────────────────',
  ]) {
    expect(text).toContain(part);
  }
});

it('lines columns up, whatever the letters are', () => {
  const text = render([
    {
      type: 'table',
      columns: [{ label: '조건' }, { label: '정확도', align: 'right' }],
      rows: [
        ['증강 (20%)', '84.9%'],
        ['full', '9%'],
      ],
    },
  ]);
  const lines = text.split('\n').slice(2);
  expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
});

it('breaks long sentences at the width of the terminal', () => {
  const text = render([{ type: 'text', text: '증강은 도움이 됩니다 '.repeat(20).trim() }], 40);
  for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(40);
  expect(text.replace(/\s+/g, ' ')).toContain('됩니다 증강은');
});

describe('a line of progress', () => {
  const block = (done: number, label = '3 of 18') => ({ type: 'progress' as const, label, done, total: 18 });

  it('fills up', () => {
    expect(progressLine(block(0), 80)).toBe('[--------------------] 3 of 18');
    expect(progressLine(block(18), 80)).toBe('[####################] 3 of 18');
  });

  it('never is wider than the terminal, lest it be drawn twice', () => {
    for (const label of ['a'.repeat(200), '신경망'.repeat(50)]) {
      expect(stringWidth(progressLine(block(3, label), 59))).toBeLessThanOrEqual(59);
    }
  });
});
