/** No terminal sees a control character that somebody else wrote: it would obey it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Block, Card } from '../../src/chat/card.ts';
import { questionOf } from '../../src/platforms/terminal/prompt.ts';
import { createTerminal } from '../../src/platforms/terminal/terminal.ts';
import { lineTyper } from '../../src/platforms/terminal/typed-line.ts';
import { checkQuiz } from '../../src/quiz/content/authoring.ts';
import { textIn } from '../../src/quiz/content/quiz.ts';

const characters = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');
/** C0, DEL and C1, and all marks that turn the direction of writing. */
const EVIL = `${characters(0, 0x1f)}${characters(0x7f, 0x9f)}\u061c\u200e\u200f${characters(0x202a, 0x202e)}${characters(0x2066, 0x2069)}`;
const FORBIDDEN = /(?!\n)[\p{Cc}\p{Bidi_Control}]/u;
/** A title of the window, a line deleted, a link; each between letters by which it is found again. */
const evil = (name: string) => `${name}(\u001b]0;owned\u0007\u001b[2K\u009b31m${EVIL})${name}`;

const fields = [
  {
    name: evil('name'),
    label: evil('label'),
    hint: evil('hint'),
    choices: [{ value: evil('value'), label: evil('picked') }],
  },
];
const figure = { config: {}, width: 1, height: 1 };
const blocks: Block[] = [
  { type: 'text', text: evil('text') },
  { type: 'fields', fields: [{ label: evil('left'), value: evil('right') }] },
  { type: 'table', columns: [{ label: evil('head') }], rows: [[evil('cell')]] },
  { type: 'picture', name: 'picture', alt: evil('alt'), figure },
  { type: 'file', name: 'file.csv', mediaType: 'text/csv', content: evil('content') },
  { type: 'progress', label: evil('progress'), done: 1, total: 2, left: evil('time') },
  { type: 'progress', label: evil('stopped'), done: 1, total: 2, paused: evil('reason') },
  { type: 'choices', choices: [{ id: evil('id'), label: evil('button') }] },
  { type: 'input', id: evil('form'), label: evil('send'), fields },
  { type: 'code', language: 'python', code: evil('code') },
  { type: 'divider' },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'augie-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a terminal gets to see of a card when it comes and when it changes; without what the terminal itself draws. */
async function seen(card: Card, json: boolean): Promise<string> {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const charts = { render: async () => new Uint8Array() };
  const terminal = createTerminal({
    charts,
    folder,
    json,
    print,
    complain: print,
    columns: 80,
    links: false,
    typed: lineTyper('augie', []),
  });
  const posted = await terminal.post({ platform: 'terminal', channel: 'c' }, card, undefined);
  await terminal.edit(posted, card);
  await terminal.edit(posted, { ...card, blocks: card.blocks.filter(({ type }) => type !== 'progress') });
  return printed.join('').replaceAll('\r\u001b[K', '');
}

it.each([false, true])('in any block of a card, as JSON: %s', async (json) => {
  const text = await seen({ title: evil('title'), blocks }, json);
  expect(text).not.toMatch(FORBIDDEN);
  for (const name of ['title', 'text', 'right', 'cell', 'alt', 'progress', 'button', 'send', 'code'])
    expect(text).toContain(`${name}(]0;owned[2K31m`);
});

it('in what is complained about', async () => {
  expect(await seen({ title: 'T', trouble: 'mistake', blocks }, false)).not.toMatch(FORBIDDEN);
});

it('in a question to whoever sits there', () => {
  expect(questionOf(fields[0]!)).not.toMatch(FORBIDDEN);
});

it('in a quiz: what its author pasted or planted is not kept', () => {
  const planted = '"a\\e]0;x\\ab\\u202Ec\\x9B\\rd"';
  const checked = checkQuiz(
    `title: ${planted}\nabout: A\nitems:\n  - {id: one, kind: text, ask: ${planted}, answer: {accept: [${planted}]}}\n`,
    () => false,
  );
  if (!('quiz' in checked)) throw new Error(JSON.stringify(checked.problems));
  const [item] = checked.quiz.items;
  expect(textIn(checked.quiz.title, 'en')).toBe('a]0;xbc\nd');
  expect(JSON.stringify(item)).not.toMatch(/\\u00|\u202e|\u009b/);
});
