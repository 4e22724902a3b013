/** Every kind of block, and what is too long, as Slack gets it: within its limits, and as a file to read. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Block, type Card, text } from '../../../src/chat/card.ts';
import { translate } from '../../../src/i18n/i18n.ts';
import { renderCard } from '../../../src/platforms/slack/render.ts';
import { messageFlaws } from '../../emulators/slack/blocks.ts';
import { textOf } from '../../emulators/slack/read.ts';
import type { Json } from '../../emulators/slack/types.ts';
import { expectGolden } from '../golden.ts';

const render = (card: Card) =>
  renderCard(card, {
    t: translate(card.locale ?? 'en'),
    commands: { names: ['help', 'experiment run'], prefix: '' },
    upload: async () => 'F0123456789',
  });

const choices = (count: number): Block => ({
  type: 'choices',
  choices: Array.from({ length: count }, (_, i) => ({
    id: `augment.show.pick:${i + 1}`,
    label: `Choice ${i + 1}`,
    ...(i === 0 && { style: 'primary' as const }),
  })),
});
const table = (rows: number, cell = 'x'): Block => ({
  type: 'table',
  columns: [{ label: 'Arm' }, { label: 'Accuracy', align: 'right' }],
  rows: Array.from({ length: rows }, () => ['Full', cell]),
});

const kinds: Readonly<Record<string, readonly Block[]>> = {
  'text plain': [
    text('One *line* of `it`.\nType /experiment run and see https://example.org/a_b_c, please.'),
  ],
  'text strong': [text('It helps.', 'strong')],
  'text quiet': [text('Small print <@U1> <!here>.', 'quiet')],
  fields: [
    {
      type: 'fields',
      fields: [
        { label: 'Policy', value: 'flip + rotate(0.04)@0.5' },
        { label: '/help', value: '' },
      ],
    },
  ],
  'two tables': [table(2, '85.1%'), table(1, '')],
  picture: [{ type: 'picture', name: 'dot', alt: 'A dot', png: new Uint8Array() }],
  file: [{ type: 'file', name: 'numbers.csv', mediaType: 'text/csv', content: 'arm,accuracy\n' }],
  progress: [{ type: 'progress', label: '3 of 9 networks', done: 3, total: 9, left: 'about 2 min' }],
  '3 choices': [choices(3)],
  '11 choices': [choices(11)],
  'a form': [{ type: 'input', id: 'quiz.answer.submit:1', label: 'Answer', fields: [] }],
  code: [{ type: 'code', language: 'js', code: 'const a = `b`;' }],
  divider: [{ type: 'divider' }],
  'too long': [
    text(Array.from({ length: 400 }, (_, i) => `Line ${i + 1} of a text that has no end.`).join('\n')),
    choices(2),
  ],
};

/** Blocks with all that they have, one a line. */
const drawn = ({ text: notified, blocks, files }: Awaited<ReturnType<typeof render>>): string =>
  [
    `notification: ${notified}`,
    ...blocks.map((block) => {
      const line = JSON.stringify(block);
      return line.length > 400 ? `${line.slice(0, 400)}… (${line.length} characters)` : line;
    }),
    ...files.map(({ name, content }) => `file ${name}: ${content.split('\n').length} lines`),
  ].join('\n');

it('sends every kind of block as in the golden file, and nothing that Slack refuses', async () => {
  const parts: string[] = [];
  for (const [title, blocks] of Object.entries(kinds)) {
    const rendered = await render({ title, blocks });
    expect([title, messageFlaws(rendered.blocks as Json)]).toEqual([title, undefined]);
    parts.push(`======== ${title}\n${drawn(rendered)}\n`);
  }
  expectGolden('slack/kinds.txt', parts.join('\n'));
});

const word = fc.string({ unit: 'grapheme', maxLength: 200 });
const any: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    type: fc.constant('text' as const),
    text: fc.oneof(
      word,
      word.map((one) => one.repeat(40)),
    ),
    tone: fc.constantFrom('plain' as const, 'strong' as const, 'quiet' as const),
  }),
  fc.record({
    type: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: word, value: word }), { maxLength: 60 }),
  }),
  fc.record({
    type: fc.constant('table' as const),
    columns: fc.constant([{ label: 'a' }, { label: '' }]),
    rows: fc.array(fc.tuple(word, word), { maxLength: 150 }),
  }),
  fc.record({
    type: fc.constant('picture' as const),
    name: fc.constant('p'),
    alt: word,
    png: fc.constant(new Uint8Array()),
  }),
  fc.record({
    type: fc.constant('code' as const),
    language: fc.constant('js'),
    code: word.map((one) => one.repeat(30)),
  }),
  fc.record({
    type: fc.constant('file' as const),
    name: fc.constant('a.csv'),
    mediaType: fc.constant('text/csv'),
    content: word,
  }),
  fc.nat({ max: 250 }).map(choices),
  fc.constant({ type: 'divider' as const }),
);

it('is never refused, whatever is on a card, and loses none of its text', async () => {
  await fc.assert(
    fc.asyncProperty(word, fc.array(any, { maxLength: 70 }), async (title, blocks) => {
      const rendered = await render({ title, blocks });
      expect(messageFlaws(rendered.blocks as Json)).toBeUndefined();
      const all = [textOf(rendered as never), ...rendered.files.map(({ content }) => content)]
        .join('\n')
        .replace(/\s+/g, '');
      for (const block of blocks)
        if (block.type === 'text') expect(all).toContain(block.text.replace(/\s+/g, ''));
    }),
    { numRuns: 60 },
  );
});
