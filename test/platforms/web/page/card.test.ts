/** Parts of cards and messages: links, tables to paste, QR codes, initials, days, and what is read out. */
import { describe, expect, it } from 'vitest';
import { parts } from '../../../../src/platforms/web/page/card/links.ts';
import { tsv } from '../../../../src/platforms/web/page/card/tsv.ts';
import { qrPath } from '../../../../src/platforms/web/page/dialogs/qr.ts';
import { announcement } from '../../../../src/platforms/web/page/messages/announce.ts';
import { hue, initials } from '../../../../src/platforms/web/page/messages/initials.ts';
import { rows } from '../../../../src/platforms/web/page/messages/rows.ts';
import type { Message, PageBlock } from '../../../../src/platforms/web/protocol.ts';

describe('links', () => {
  const urls = (text: string) => parts(text).flatMap(({ url }) => url ?? []);
  it.each([
    ['see https://a.org/x, or http://b.org.', ['https://a.org/x', 'http://b.org']],
    ['(https://a.org/x_(y))', ['https://a.org/x_(y)']],
    ['„https://a.org“', ['https://a.org']],
    ['javascript:alert(1) data:text/html,x www.a.org https://', []],
    ['/help', []],
  ])('in %j', (text, expected) => {
    expect(urls(text)).toEqual(expected);
    expect(
      parts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});

it('copies a table as spreadsheets paste it', () => {
  const table = tsv({ columns: [{ label: 'Arm' }, { label: 'Mean' }], rows: [['a\tb\nc', '1']] });
  expect(table).toBe('Arm\tMean\na b c\t1');
});

it('draws a QR code with its margin, neighbours in one go', () => {
  expect(qrPath(['101', '110'], 4)).toBe('M4 4h1v1h-1zM6 4h1v1h-1zM4 5h2v1h-2z');
});

it('makes initials of any name', () => {
  const names = ['kim', 'Ms Park', 'anna-maria von der Au', '김민지', '', '😀 x'];
  expect(names.map(initials)).toEqual(['K', 'MP', 'AA', '김', '?', '😀X']);
  const hues = names.map(hue);
  for (const one of hues) expect([0, 1, 2, 3, 4, 5, 6, 7]).toContain(one);
  expect(new Set(hues).size).toBeGreaterThan(2);
});

const message = (more: Partial<Message>): Message => ({ id: 1, revision: 1, at: 0, private: false, ...more });
const card = (...blocks: PageBlock[]) => ({ title: 'Experiment 1', locale: 'en', blocks });
const progress: PageBlock = { type: 'progress', label: '1 of 9', done: 1, total: 9 };

describe('a screen reader', () => {
  it('hears of words, and of a card its title and its verdict', () => {
    const by = { id: 'web:1', name: 'kim' };
    expect(announcement(message({ said: 'Hello', by }), undefined, 'web:2')).toBe('kim: Hello');
    expect(announcement(message({ said: 'Hello', by }), undefined, 'web:1')).toBeUndefined();
    const verdict = card(
      { type: 'text', text: 'A note' },
      { type: 'text', text: 'It helped.', tone: 'strong' },
    );
    expect(announcement(message({ card: verdict }), undefined, 'web:1')).toBe(
      'Augie: Experiment 1. It helped.',
    );
  });

  it('hears nothing of progress, and once of its end', () => {
    const [before, step] = [
      message({ card: card(progress) }),
      message({ card: card(progress), revision: 2 }),
    ];
    const end = message({ card: card({ type: 'text', text: 'Done.' }), revision: 3 });
    expect(announcement(step, before, 'web:1')).toBeUndefined();
    expect(announcement(end, step, 'web:1')).toBe('Augie: Experiment 1. Done.');
    expect(announcement({ ...end, revision: 4 }, end, 'web:1')).toBeUndefined();
  });

  it('is not kept with long texts', () => {
    const told = announcement(message({ said: 'x'.repeat(5000) }), undefined, 'web:1');
    expect(told?.length).toBeLessThan(210);
  });
});

it('names who talks once, and again after a pause, a card, or a new day', () => {
  const noon = new Date(2026, 10, 24, 12).getTime();
  const said = (id: number, minutes: number, who = 'web:1', more: Partial<Message> = {}) =>
    message({ id, at: noon + minutes * 60_000, by: { id: who, name: who }, said: 'x', ...more });
  const listed = rows([
    said(1, 0),
    said(2, 1),
    said(3, 2, 'web:2'),
    said(4, 3, 'web:2', { card: card() }),
    said(5, 4, 'web:2'),
    said(6, 20, 'web:2'),
    said(7, 24 * 60, 'web:2'),
  ]);
  expect(listed.map(({ continued }) => continued)).toEqual([false, true, false, false, false, false, false]);
  expect(listed.map(({ newDay }) => newDay)).toEqual([true, false, false, false, false, false, true]);
});
