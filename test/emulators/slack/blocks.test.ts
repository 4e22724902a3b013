/** Blocks and views that Slack refuses are refused, each for its own reason, and what it takes is taken. */
import { expect, it } from 'vitest';
import { messageFlaws, viewFlaws } from './blocks.ts';
import { worded } from './rules.ts';
import type { Json } from './types.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (more: object) => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: 'a', text: plain('Go'), ...more }],
});
const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const rich = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const table = (rows: number, columns = 2, text = 'x') => ({
  type: 'table',
  rows: many(rows, () => many(columns, () => ({ type: 'raw_text', text }))),
});
const select = (count: number, more: object = {}) => ({
  type: 'actions',
  elements: [
    {
      type: 'static_select',
      action_id: 'm',
      options: many(count, (i) => ({ text: plain(`${i}`), value: `${i}` })),
      ...more,
    },
  ],
});

const right: readonly Json[] = [
  section('x'.repeat(3000)),
  { type: 'header', text: { ...plain('x'.repeat(150)), emoji: false } },
  button({ style: 'danger', value: 'x'.repeat(2000) }),
  select(100),
  table(100, 20),
  rich({ type: 'text', text: 'x', style: { bold: true } }, { type: 'link', url: 'https://example.org' }),
  { type: 'image', alt_text: 'A', slack_file: { id: 'F0123456789' } },
  { type: 'context', elements: many(10, () => ({ type: 'mrkdwn', text: 'x' })) },
  { type: 'divider', block_id: 'x' },
];
it.each(right.map((block) => [block.type, block] as const))('takes %s', (_, block) => {
  expect(messageFlaws([block])).toBeUndefined();
});

it.each<[string, readonly Json[], string, string]>([
  [
    '51 blocks',
    many(51, () => ({ type: 'divider' })),
    'invalid_blocks',
    '[ERROR] no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'too long a section',
    [section('x'.repeat(3001))],
    'invalid_blocks',
    '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'an empty section',
    [section('')],
    'invalid_blocks',
    '[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'too long a header',
    [{ type: 'header', text: plain('x'.repeat(151)) }],
    'invalid_blocks',
    'less than 151',
  ],
  [
    'a header of mrkdwn',
    [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
    'invalid_blocks',
    'must be plain_text',
  ],
  [
    'an unknown field',
    [{ type: 'divider', colour: 'red' }],
    'invalid_blocks',
    '[ERROR] unknown field "colour" [json-pointer:/blocks/0/colour]',
  ],
  [
    'an unknown block',
    [{ type: 'chart' }],
    'invalid_blocks',
    '[ERROR] unsupported type: chart [json-pointer:/blocks/0/type]',
  ],
  [
    'an input in a message',
    [{ type: 'input', label: plain('x'), element: { type: 'plain_text_input', action_id: 'a' } }],
    'invalid_blocks',
    'unsupported type: input',
  ],
  [
    '26 buttons',
    [
      {
        type: 'actions',
        elements: many(26, (i) => ({ type: 'button', action_id: `${i}`, text: plain('x') })),
      },
    ],
    'invalid_blocks',
    'no more than 25',
  ],
  ['too long a label', [button({ text: plain('x'.repeat(76)) })], 'invalid_blocks', 'less than 76'],
  ['too long a value', [button({ value: 'x'.repeat(2001) })], 'invalid_blocks', 'less than 2001'],
  ['too long an id', [button({ action_id: 'x'.repeat(256) })], 'invalid_blocks', 'less than 256'],
  ['a green button', [button({ style: 'green' })], 'invalid_blocks', 'must be one of primary, danger'],
  [
    'one action twice',
    [{ type: 'actions', elements: many(2, () => ({ type: 'button', action_id: 'a', text: plain('x') })) }],
    'invalid_blocks',
    'already exists',
  ],
  [
    'one block id twice',
    many(2, () => ({ type: 'divider', block_id: 'x' })),
    'invalid_blocks',
    'block_id x already exists',
  ],
  ['101 options', [select(101)], 'invalid_blocks', 'no more than 100'],
  [
    'a first option of its own',
    [select(2, { initial_option: { text: plain('9'), value: '9' } })],
    'invalid_blocks',
    'initial_option was not found',
  ],
  [
    'an image without words',
    [{ type: 'image', slack_file: { id: 'F0123456789' } }],
    'invalid_blocks',
    'missing required field: alt_text',
  ],
  [
    'a strange file id',
    [{ type: 'image', alt_text: 'A', slack_file: { id: 'f1' } }],
    'invalid_blocks',
    '[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file/id]',
  ],
  ['101 rows', [table(101)], 'invalid_blocks', 'no more than 100'],
  ['21 columns', [table(1, 21)], 'invalid_blocks', 'no more than 20'],
  ['an empty cell', [table(1, 1, '')], 'invalid_blocks', 'must be more than 0 characters'],
  [
    'uneven rows',
    [{ type: 'table', rows: [...table(1, 2).rows, ...table(1, 3).rows] }],
    'invalid_blocks',
    'same number of cells',
  ],
  ['two tables', [table(1), table(1)], 'invalid_attachments', 'only one table'],
  ['a table of too many characters', [table(100, 2, 'x'.repeat(51))], 'invalid_blocks', 'less than 10001'],
  ['too much together', many(5, () => section('x'.repeat(2700))), 'msg_blocks_too_long', 'too long'],
  ['an empty rich text', [rich()], 'invalid_blocks', 'no fewer than 1'],
  [
    'a rich text of nothing',
    [rich({ type: 'text', text: '' })],
    'invalid_blocks',
    'must be more than 0 characters',
  ],
])('refuses %s', (_, blocks, error, message) => {
  const found = messageFlaws(blocks);
  expect(found?.error).toBe(error);
  expect(found?.flaws.map(worded).join('\n')).toContain(message);
});

const input = (element: object, more: object = {}) => ({
  type: 'input',
  block_id: 'f',
  label: plain('Field'),
  element: { action_id: 'a', ...element },
  ...more,
});
const modal = (blocks: readonly Json[], more: object = {}) => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Send'),
  blocks,
  ...more,
});
const text = input({ type: 'plain_text_input' });

it.each<[string, Json]>([
  ['a text', modal([text])],
  ['a number', modal([input({ type: 'number_input', is_decimal_allowed: true, min_value: '0.001' })])],
  ['a menu of the app', modal([input({ type: 'external_select', min_query_length: 0 })])],
  ['a person', modal([input({ type: 'users_select' })])],
  ['a file', modal([input({ type: 'file_input', filetypes: ['png'], max_files: 1 })])],
])('takes a modal with %s', (_, view) => {
  expect(viewFlaws(view)).toEqual([]);
});

it.each<[string, Json, string]>([
  ['too long a title', modal([text], { title: plain('x'.repeat(25)) }), 'less than 25'],
  ['no way to send it', modal([text], { submit: undefined }), 'must be an object'],
  [
    'fields and no button',
    { type: 'modal', title: plain('T'), blocks: [text] },
    'missing required field: submit',
  ],
  ['101 blocks', modal(many(101, () => ({ type: 'divider' }))), 'no more than 100'],
  ['too much beside it', modal([text], { private_metadata: 'x'.repeat(3001) }), 'less than 3001'],
  ['a table', modal([table(1)]), 'unsupported type: table'],
  [
    'a number that is none',
    modal([input({ type: 'number_input', is_decimal_allowed: true, initial_value: '1e-3' })]),
    'must be a number',
  ],
  [
    'a number of a JSON number',
    modal([input({ type: 'number_input', is_decimal_allowed: true, initial_value: 5 })]),
    'must be a number',
  ],
  ['11 files', modal([input({ type: 'file_input', max_files: 11 })]), 'from 1 to 10'],
  ['one field twice', modal([text, text]), 'block_id f already exists'],
])('refuses a modal with %s', (_, view, message) => {
  expect(viewFlaws(view).map(worded).join('\n')).toContain(message);
});
