/**
 * A card as a Discord message of components (their version 2). Embeds would show one picture each and all texts above
 * them; components keep the order of a card, give every picture its alt text, and put buttons where they belong.
 */
import {
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type RawFile,
} from 'discord.js';
import { type Block, type Card, type Choice, doneShare, pictureFile } from '../../chat/card.ts';
import { cardText, wrap } from '../../chat/card-text.ts';
import { boxed, listed } from '../../chat/table.ts';
import { within } from '../../chat/within.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { ChartRenderer } from '../../images/figure.ts';
import { inputId, menuId } from './custom-id.ts';
import { LIMITS } from './limits.ts';
import { type CommandIds, codeBox, escapeMarkdown, sentence } from './markdown.ts';

export interface RenderParts {
  readonly t: Translate;
  readonly charts: ChartRenderer;
  readonly commandIds: CommandIds;
}

/** The body of a request, and the files that go with it. */
export interface Rendered {
  readonly body: {
    readonly flags: number;
    readonly components: readonly object[];
    readonly attachments: readonly { id: string; filename: string; description?: string }[];
    readonly allowed_mentions: { readonly parse: readonly [] };
  };
  readonly files: RawFile[];
}

const COLOURS = { answer: 0x5865f2, mistake: 0xf0b232, fault: 0xda373c } as const;
/** Reserved for the sentence that says that something was left out. */
const RESERVE = 200;
/** The file with everything that did not fit. */
const WHOLE = 'augie.txt';
const WHOLE_WIDTH = 100;
const BAR = 20;
/** Characters of a title, or of a line's heading. */
const TITLE = 200;
/** Characters of markdown: with less room, a line is not shown at all. A title of command links is the longest. */
const LEAST = 1500;
const TONES = { plain: ['', ''], strong: ['**', '**'], quiet: ['-# ', ''] } as const;

/** A line, and how it becomes markdown: long lines are cut first, so that no markup stays open. */
interface Line {
  readonly text: string;
  readonly dress: (text: string) => string;
}
const asItIs = (text: string): Line => ({ text, dress: (line) => line });

/** The longest beginning of a line that is at most `most` long as markdown. */
function cutLine({ text, dress }: Line, most: number): string {
  let length = text.length;
  while (length > 1 && dress(within(text, length)).length > most)
    length = Math.min(length - 1, Math.floor((length * most) / dress(within(text, length)).length));
  return dress(within(text, length));
}

/** A unique file name, with letters that Discord does not change. */
function freeName(name: string, taken: readonly string[]): string {
  const plain = name.replace(/[^\w.-]/g, '_').replace(/^[.]+/, '');
  const [, base = '', ending = ''] = /^(.*?)(\.\w{1,10})?$/.exec(plain) ?? [];
  const stem = base.slice(0, 80) || 'file';
  for (let n = 1; ; n++) {
    const free = `${stem}${n === 1 ? '' : `-${n}`}${ending}`;
    if (!taken.includes(free)) return free;
  }
}

export async function renderCard(card: Card, { t, charts, commandIds }: RenderParts): Promise<Rendered> {
  const inner: APIComponentInContainer[] = [];
  const files: RawFile[] = [];
  const attachments: { filename: string; description?: string }[] = [];
  let room = LIMITS.text - RESERVE;
  let isShort = false;
  /** Files that did not fit into the message. */
  const crowded = new Set<Block>();
  const seen = new Set<string>();
  /** Discord accepts every id only once. */
  const isNew = (id: string): boolean => !seen.has(id) && seen.add(id).has(id);

  /** Attaches a file; undefined if there is no room for it. */
  function attach(name: string, data: Uint8Array | string, description?: string): string | undefined {
    // One place is reserved for the file with the whole text.
    if (attachments.length >= LIMITS.files - 1 || Buffer.byteLength(data) > LIMITS.file) return undefined;
    const filename = freeName(name, [WHOLE, ...attachments.map((other) => other.filename)]);
    attachments.push({
      filename,
      ...(description && { description: within(description, LIMITS.alt) }),
    });
    files.push({ name: filename, data: typeof data === 'string' ? data : Buffer.from(data) });
    return `attachment://${filename}`;
  }

  /** Consecutive texts are one component. */
  function say(markdown: string): void {
    const last = inner.at(-1);
    if (last?.type === ComponentType.TextDisplay) last.content += `\n${markdown}`;
    else inner.push({ type: ComponentType.TextDisplay, content: markdown });
    room -= markdown.length + 1;
  }

  /** Whole lines, as many as fit. `wrap` adds markup that must be closed. */
  function sayLines(lines: readonly Line[], wrap = (text: string) => text): void {
    const first = lines.find(({ text, dress }) => dress(text).trim() !== '');
    if (!first) return;
    const fixed = wrap('').length + 1;
    const dressed = lines.map(({ text, dress }) => dress(text));
    let kept = 0;
    for (let length = fixed; kept < lines.length; kept++) {
      length += (dressed[kept] as string).length + 1;
      if (length > room) break;
    }
    if (kept < lines.length) isShort = true;
    const whole = dressed.slice(0, kept).join('\n');
    if (whole.trim() !== '') say(wrap(whole));
    else if (room > fixed + LEAST) say(wrap(cutLine(first, room - fixed)));
  }

  const prose = (text: string, [before, after]: readonly [string, string] = ['', '']): Line[] =>
    text.split('\n').map((line) => ({
      text: line,
      dress: (part) => (part.trim() === '' ? '' : before + sentence(part, commandIds) + after),
    }));
  /** Bold text, with more text after it. */
  const entry = (name: string, text: string): Line[] => {
    const [first = '', ...more] = text.split('\n');
    if (name.length > TITLE) isShort = true;
    const bold = `**${sentence(within(name, TITLE), commandIds)}**`;
    return [
      { text: first, dress: (part) => `${bold} ${sentence(part, commandIds)}`.trimEnd() },
      ...prose(more.join('\n')).slice(more.length === 0 ? 1 : 0),
    ];
  };

  async function add(block: Block): Promise<void> {
    switch (block.type) {
      case 'text':
        return sayLines(prose(block.text, TONES[block.tone ?? 'plain']));
      case 'fields':
        if (block.details !== undefined)
          return sayLines(
            prose(block.fields.map(({ label, value }) => `${label}: ${value}`).join(' · '), TONES.quiet),
          );
        return sayLines(block.fields.flatMap(({ label, value }) => entry(label, value)));
      case 'table': {
        const box = boxed(block);
        if (box) return sayLines(box.map(asItIs), codeBox);
        return sayLines(
          listed(block).flatMap(({ name, text, rest }) => [
            ...entry(name, text),
            ...(rest === '' ? [] : prose(rest, TONES.quiet)),
          ]),
        );
      }
      case 'code':
        return sayLines(block.code.split('\n').map(asItIs), (code) => codeBox(code, block.language));
      case 'progress': {
        const share = doneShare(block);
        const full = Math.round(BAR * share);
        const left = block.paused ?? [t.percent(share, 0), block.left].filter(Boolean).join(' · ');
        const bar = `${'▰'.repeat(full)}${'▱'.repeat(BAR - full)} `;
        return sayLines([...prose(block.label), ...prose(left, [`-# ${bar}`, ''])]);
      }
      case 'picture': {
        const url = attach(`${block.name}.png`, await pictureFile(block, charts), block.alt);
        if (url === undefined) isShort = true;
        else
          inner.push({
            type: ComponentType.MediaGallery,
            items: [
              { media: { url }, ...(block.alt !== '' && { description: within(block.alt, LIMITS.alt) }) },
            ],
          });
        return;
      }
      case 'file': {
        const url = attach(block.name, block.content);
        if (url !== undefined) inner.push({ type: ComponentType.File, file: { url } });
        else if (Buffer.byteLength(block.content) > LIMITS.file)
          sayLines(prose(t('discord.fileTooLarge', { name: block.name })));
        else {
          isShort = true;
          crowded.add(block);
        }
        return;
      }
      case 'choices':
        return void inner.push(
          ...choiceRows(
            block.choices.filter(({ id }) => isNew(id)),
            t,
          ),
        );
      case 'input':
        if (!isNew(inputId(block.id))) return;
        return void inner.push({
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.Button,
              style: ButtonStyle.Primary,
              custom_id: inputId(block.id),
              label: within(block.label, LIMITS.label),
            },
          ],
        });
      case 'divider':
        return void inner.push({ type: ComponentType.Separator });
    }
  }

  say(`### ${sentence(within(card.title, TITLE), commandIds)}`);
  if (card.title.length > TITLE) isShort = true;
  for (const block of card.blocks) await add(block);
  // Only repeated blocks are too long for a message; the last ones are then in the file.
  while (count(inner) > LIMITS.components - 2) {
    // Nothing in a file can be pressed.
    const last = inner.findLastIndex(({ type }) => type !== ComponentType.ActionRow);
    inner.splice(last > 0 ? last : -1, 1);
    isShort = true;
  }
  if (isShort) {
    const whole = wholeText(card, crowded);
    attachments.push({ filename: WHOLE });
    files.push({ name: WHOLE, data: whole });
    inner.push(
      {
        type: ComponentType.TextDisplay,
        content: `-# ${escapeMarkdown(t('discord.shortened', { file: WHOLE }))}`,
      },
      { type: ComponentType.File, file: { url: `attachment://${WHOLE}` } },
    );
  }
  const kept = new Set(JSON.stringify(inner).match(/(?<="attachment:\/\/)[^"]+/g));
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: [
        { type: ComponentType.Container, accent_color: COLOURS[card.trouble ?? 'answer'], components: inner },
      ],
      // The id of an attachment is the place of its file among those that are sent.
      attachments: attachments
        .filter(({ filename }) => kept.has(filename))
        .map((attachment, place) => ({ id: String(place), ...attachment })),
      allowed_mentions: { parse: [] },
    },
    files: files.filter(({ name }) => kept.has(name)),
  };
}

/** The container and everything in it. */
const count = (inner: readonly APIComponentInContainer[]): number =>
  inner.reduce((sum, one) => sum + 1 + ('components' in one ? one.components.length : 0), 1);

const STYLES = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

/** Buttons; more than two rows become a menu. */
function choiceRows(choices: readonly Choice[], t: Translate): APIComponentInContainer[] {
  if (choices.length > 2 * LIMITS.buttonsInRow) {
    return inParts(choices, LIMITS.optionsInMenu).map((part, i) => ({
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: menuId(i, part[0]?.id ?? ''),
          placeholder: t('discord.choose'),
          options: part.map(({ id, label }) => ({ value: id, label: within(label, LIMITS.menuLabel) })),
        },
      ],
    }));
  }
  return inParts(choices, LIMITS.buttonsInRow).map((part) => ({
    type: ComponentType.ActionRow,
    components: part.map(
      ({ id, label, style }): APIButtonComponentWithCustomId => ({
        type: ComponentType.Button,
        style: style ? STYLES[style] : ButtonStyle.Secondary,
        custom_id: id,
        label: within(label, LIMITS.label),
      }),
    ),
  }));
}

const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** The card as a text file: pictures in words, files that did not fit, and no buttons. */
const wholeText = (card: Card, crowded: ReadonlySet<Block>): string =>
  cardText(card, WHOLE_WIDTH, (block) => {
    if (block.type === 'picture') return wrap(block.alt, WHOLE_WIDTH);
    if (block.type !== 'file' || !crowded.has(block)) return '';
    return `${wrap(block.name, WHOLE_WIDTH)}\n${block.content.replace(/^/gm, '    ')}`;
  });
