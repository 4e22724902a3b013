/** Cards of any size with any text, checked against Discord's limits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, type Card, text } from '../../../src/chat/card.ts';
import { translate } from '../../../src/i18n/i18n.ts';
import { LIMITS } from '../../../src/platforms/discord/limits.ts';
import { escapeMarkdown, sentence } from '../../../src/platforms/discord/markdown.ts';
import { type Rendered, renderCard } from '../../../src/platforms/discord/render.ts';
import { draftFlaws } from '../../emulators/discord/component-rules.ts';
import { each, mediaOf, referenced, Type } from '../../emulators/discord/components.ts';
import type { Json } from '../../emulators/discord/index.ts';
import { flawsOf } from '../../emulators/discord/validate.ts';

const t = translate('en');
const commandIds = new Map([
  ['help', '12'],
  ['experiment run', '34'],
  ['experiment', '56'],
]);
const PNG = new Uint8Array(60);
const render = (blocks: readonly Block[], more: Partial<Card> = {}): Promise<Rendered> =>
  renderCard({ title: 'Title', blocks, ...more }, { t, charts: { render: async () => PNG }, commandIds });

const componentsOf = ({ body }: Rendered): readonly Json[] => body.components;
const markdownOf = (rendered: Rendered): string =>
  [...each(componentsOf(rendered))]
    .filter(({ component }) => component.type === Type.TextDisplay)
    .map(({ component }) => component.content)
    .join('\n');
const wholeOf = ({ files }: Rendered): string | undefined =>
  files.find(({ name }) => name === 'augie.txt')?.data as string;

/** Long texts take long to be made smaller. */
const QUICK = { endOnFailure: true };

/** What a reader sees of markdown without any markup in it but commands to press. */
const unescaped = (markdown: string): string =>
  markdown.replace(
    /(https?:\/\/[^\s<>]+?(?=\\[<>]|[\s<>]|$))|\\([^0-9A-Za-z\s])|<(\/[^:<>]+):\d+>/gu,
    (_, address?: string, letter?: string, command?: string) => address ?? letter ?? command ?? '',
  );

/** What Discord would show as a mention, an emoji, a time or a command. */
const CALLS =
  /<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|<id:\w+>|<\/[^:<>]+:\d+>|(?<!\\)@(?:everyone|here)/;

const HOSTILE = [
  '**bold** _it_ __u__ ~~gone~~ ||secret||',
  '# big',
  '-# small',
  '- one',
  '1. one',
  '> said',
  '>>> all said',
  '`code` ``` code',
  '[here](https://example.org)',
  '@everyone',
  '@here',
  '<@1>',
  '<@!1>',
  '<@&1>',
  '<#1>',
  '<:e:1>',
  '<a:e:1>',
  '</x:1>',
  '<t:0:R>',
  '<id:customize>',
  'https://example.org/a_b_c*d*?e=__f__',
  'https://example.org<@1>',
  'https://example.org\\<#1>',
  '/help',
  '/experiment run',
  '/experiment',
  'x/help',
  '\\',
  '\\\\*',
  '\u200b',
  '\u202eabc\u202c',
  '🎓',
  '👩‍🏫',
  '가나다',
  '한글과 English',
  'flip + rotate(0.04)@0.5',
  '24.11.2026',
  '-0.3',
  '\n',
  ' ',
  '',
];
const piece = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }).filter((s) => !/\p{Cs}|\r/u.test(s)),
);
const short = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(' '));
const long = fc
  .tuple(
    fc.constantFrom(...HOSTILE.filter((one) => one !== ''), 'x', 'word '),
    fc.integer({ min: 1, max: 5000 }),
  )
  .map(([part, most]) => part.repeat(Math.ceil(most / part.length)));
const anyText = fc.oneof({ weight: 6, arbitrary: short }, { weight: 1, arbitrary: long });
const oneLine = anyText.map((value) => value.replace(/\s+/g, ' '));
const cell = short.map((value) => value.replace(/\s+/g, ' '));
const label = cell.map((value) => `a${value}`);

const id = fc.integer({ min: 0, max: 200 }).map((n) => `quiz.ask.pick:${n}`);
const fileName = fc.oneof(
  fc.constantFrom('a.csv', 'a.csv', 'augie.txt', 'b c.txt', '시험.csv', '../x'),
  oneLine,
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    type: fc.constant('text' as const),
    text: anyText,
    tone: fc.constantFrom('plain' as const, 'strong' as const, 'quiet' as const),
  }),
  fc.record({
    type: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: oneLine, value: anyText }), { maxLength: 8 }),
  }),
  fc.integer({ min: 1, max: 6 }).chain((width) =>
    fc.record({
      type: fc.constant('table' as const),
      columns: fc.array(
        fc.record({ label: cell, align: fc.constantFrom('left' as const, 'right' as const) }),
        { minLength: width, maxLength: width },
      ),
      rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 30 }),
    }),
  ),
  fc.record({ type: fc.constant('picture' as const), name: fileName, alt: anyText, png: fc.constant(PNG) }),
  fc.record({
    type: fc.constant('file' as const),
    name: fileName,
    mediaType: fc.constant('text/plain'),
    content: anyText,
  }),
  fc.record(
    {
      type: fc.constant('progress' as const),
      label: oneLine,
      done: fc.integer({ min: -1, max: 50 }),
      total: fc.integer({ min: 0, max: 40 }),
      left: oneLine,
      paused: oneLine,
    },
    { requiredKeys: ['type', 'label', 'done', 'total'] },
  ),
  fc.record({
    type: fc.constant('choices' as const),
    choices: fc.array(fc.record({ id, label }), { maxLength: 70 }),
  }),
  fc.record({
    type: fc.constant('input' as const),
    id,
    label,
    fields: fc.array(fc.record({ name: id, label, multiline: fc.boolean() }), { maxLength: 5 }),
  }),
  fc.record({ type: fc.constant('code' as const), language: fc.constantFrom('', 'js'), code: anyText }),
  fc.constant({ type: 'divider' as const }),
);
const card = fc.record({
  title: label,
  blocks: fc.array(block, { maxLength: 50 }),
});

it('takes any card without breaking a limit', async () => {
  await fc.assert(
    fc.asyncProperty(card, async (any) => {
      const rendered = await render(any.blocks, any);
      const { body, files } = rendered;
      const names = files.map(({ name }) => name);
      expect(flawsOf('MessageCreateRequest', body)).toEqual([]);
      expect(
        draftFlaws({
          content: '',
          flags: body.flags,
          embeds: [],
          components: componentsOf(rendered),
          files: names,
        }),
      ).toEqual([]);
      expect(files.length).toBeLessThanOrEqual(LIMITS.files);
      expect(new Set(names).size).toBe(names.length);
      expect(body.attachments.map(({ filename }) => filename)).toEqual(names);
      // The id of an attachment is the place of its file.
      expect(body.attachments.map(({ id: place }) => place)).toEqual(names.map((_, i) => String(i)));
      const shown = [...mediaOf(componentsOf(rendered))].map(({ media }) => referenced(media.url));
      expect([...shown].sort()).toEqual([...names].sort());
      for (const { description = '' } of body.attachments)
        expect(description.length).toBeLessThanOrEqual(LIMITS.alt);
      expect(markdownOf(rendered).length).toBeLessThanOrEqual(LIMITS.text);
    }),
    { numRuns: 60, ...QUICK },
  );
});

it('numbers the files that are sent, where a picture had to be left out', async () => {
  const divider = { type: 'divider' as const };
  const png = new Uint8Array([1]);
  const picture = { type: 'picture' as const, name: 'left-out', alt: '', png };
  const { body, files } = await render([...Array.from({ length: 45 }, () => divider), picture]);
  expect(files.map(({ name }) => name)).toHaveLength(1);
  expect(body.attachments).toEqual([{ id: '0', filename: files[0]?.name }]);
});

it('calls nobody, whatever people write', async () => {
  await fc.assert(
    fc.asyncProperty(card, async (any) => {
      const rendered = await render(any.blocks, any);
      expect(rendered.body.allowed_mentions).toEqual({ parse: [] });
      const ours = [...commandIds].map(([name, number]) => `</${name}:${number}>`);
      const outside = markdownOf(rendered).replace(/```[\s\S]*?\n```/g, '');
      const left = ours.reduce((markdown, mention) => markdown.replaceAll(mention, ''), outside);
      expect(left).not.toMatch(CALLS);
    }),
    { numRuns: 100, ...QUICK },
  );
});

it('shows a text as it was put in', () => {
  fc.assert(
    fc.property(anyText, (any) => {
      expect(unescaped(escapeMarkdown(any))).toBe(any);
      expect(unescaped(sentence(any, commandIds))).toBe(any);
    }),
    { numRuns: 1000 },
  );
});

it('shows the texts of a card as they were put in, in their order', async () => {
  const few = fc.array(fc.tuple(short, fc.constantFrom('plain' as const, 'quiet' as const)), {
    minLength: 1,
    maxLength: 5,
  });
  const lines = (value: string) =>
    value
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  await fc.assert(
    fc.asyncProperty(few, async (texts) => {
      const rendered = await render(texts.map(([value, tone]) => text(value, tone)));
      fc.pre(wholeOf(rendered) === undefined);
      const shown = markdownOf(rendered)
        .split('\n')
        .map((line) => line.replace(/^-# /, ''));
      expect(lines(unescaped(shown.join('\n')).replace(/^### Title/, ''))).toEqual(
        texts.flatMap(([value]) => lines(value)),
      );
    }),
  );
});

describe('what has no room', () => {
  const squeezed = (value: string) => value.replace(/\s+/g, '');
  /** All text of a block, without buttons. */
  const readable = (one: Block): string[] => {
    switch (one.type) {
      case 'text':
        return [one.text];
      case 'fields':
        return one.fields.flatMap((field) => [field.label, field.value]);
      case 'table':
        return [...one.columns.map((column) => column.label), ...one.rows.flat()];
      case 'code':
        return [one.code];
      case 'progress':
        return [one.paused ?? one.left ?? ''];
      default:
        return [];
    }
  };

  it('is all in a file, and the card says so', async () => {
    const texts = fc.array(
      block.filter(({ type }) => !['picture', 'file'].includes(type)),
      { minLength: 1, maxLength: 12 },
    );
    let shortened = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (blocks) => {
        const rendered = await render(blocks);
        const whole = wholeOf(rendered);
        const markdown = markdownOf(rendered);
        if (whole === undefined) {
          const shown = squeezed(unescaped(markdown));
          for (const part of blocks.filter(({ type }) => type === 'text').flatMap(readable))
            for (const line of part.split('\n')) expect(shown).toContain(squeezed(line));
          return;
        }
        shortened++;
        expect(unescaped(markdown)).toContain(t('discord.shortened', { file: 'augie.txt' }));
        const all = squeezed(whole);
        for (const part of blocks.flatMap(readable)) expect(all).toContain(squeezed(part));
      }),
      { numRuns: 40, ...QUICK },
    );
    expect(shortened).toBeGreaterThan(5);
  });

  it('is cut where it is one line, with what makes it bold closed', async () => {
    for (const line of ['x'.repeat(10_000), '*'.repeat(10_000), '🎓'.repeat(5000), '/help '.repeat(2000)]) {
      const rendered = await render([text(line, 'strong'), text('The end.')]);
      const [title, first, ...rest] = markdownOf(rendered).split('\n');
      expect(title).toBe('### Title');
      expect(first).toMatch(/^\*\*[\s\S]+…\*\*$/);
      expect(line.startsWith(unescaped((first as string).slice(2, -3)))).toBe(true);
      expect((first as string).length).toBeGreaterThan(3000);
      expect(rest.at(-1)).toContain('augie.txt');
      expect(wholeOf(rendered)).toContain('The end.');
    }
  });

  it('leaves no text behind of which only the empty lines had room', async () => {
    const { body } = await render([{ type: 'text', text: `\n\n${'x'.repeat(5000)}` }, { type: 'divider' }]);
    expect(flawsOf('MessageCreateRequest', body)).toEqual([]);
    const tight = await render([
      { type: 'text', text: 'y'.repeat(3200) },
      { type: 'divider' },
      { type: 'text', text: `\n${'x'.repeat(5000)}` },
    ]);
    expect(flawsOf('MessageCreateRequest', tight.body)).toEqual([]);
  });

  it('leaves buttons where there are too many parts', async () => {
    const many = Array.from({ length: 40 }, (_, i): Block[] => [
      text(`Part ${i}`),
      { type: 'divider' },
    ]).flat();
    const rendered = await render([
      ...many,
      { type: 'choices', choices: [{ id: 'quiz.ask.pick:1', label: 'Pick' }] },
    ]);
    expect(JSON.stringify(rendered.body.components)).toContain('quiz.ask.pick:1');
    expect(wholeOf(rendered)).toContain('Part 39');
  });

  it('are files beyond ten: they are in the file instead', async () => {
    const rendered = await render(
      Array.from({ length: 12 }, (_, i) => ({
        type: 'file' as const,
        name: `${i}.csv`,
        mediaType: 'text/csv',
        content: `numbers of ${i}`,
      })),
    );
    expect(rendered.files.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 9 }, (_, i) => `${i}.csv`),
      'augie.txt',
    ]);
    expect(wholeOf(rendered)).toMatch(/9\.csv[\s\S]*numbers of 9[\s\S]*11\.csv[\s\S]*numbers of 11/);
  });

  it('is said of a file that is too large', async () => {
    const content = 'x'.repeat(LIMITS.file + 1);
    const rendered = await render([{ type: 'file', name: 'all.csv', mediaType: 'text/csv', content }]);
    expect(rendered.files).toEqual([]);
    expect(unescaped(markdownOf(rendered))).toContain(t('discord.fileTooLarge', { name: 'all.csv' }));
  });
});
