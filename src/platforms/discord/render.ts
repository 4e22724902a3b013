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
import { type Block, type Card, type Choice, pictureFile } from '../../chat/card.ts';
import { cardToText, columns } from '../../chat/card-text.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { cut } from '../../i18n/typed.ts';
import type { ChartRenderer } from '../../pictures/figure.ts';
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
/** Left free for the sentence that says that something was left out. */
const RESERVE = 200;
/** The file with everything that had no room. */
const WHOLE = 'augie.txt';
const WHOLE_WIDTH = 100;
const BAR = 20;

export async function renderCard(card: Card, { t, charts, commandIds }: RenderParts): Promise<Rendered> {
  const inner: APIComponentInContainer[] = [];
  const files: RawFile[] = [];
  const attachments: { id: string; filename: string; description?: string }[] = [];
  let room = LIMITS.text - RESERVE;
  let isShort = false;

  function attach(given: string, data: Uint8Array | string, description?: string): string | undefined {
    const name = given.replace(/[^\w.-]+/g, '_'); // as Discord would, and then not find it
    // One place is kept for the whole text.
    if (attachments.length >= LIMITS.files - 1 || Buffer.byteLength(data) > LIMITS.file) return undefined;
    attachments.push({
      id: String(files.length),
      filename: name,
      ...(description !== undefined && { description: cut(description, LIMITS.alt) }),
    });
    files.push({ name, data: typeof data === 'string' ? data : Buffer.from(data) });
    return `attachment://${name}`;
  }

  /** Texts that follow each other are one component. */
  function say(markdown: string): void {
    const last = inner.at(-1);
    if (last?.type === ComponentType.TextDisplay) last.content += `\n${markdown}`;
    else inner.push({ type: ComponentType.TextDisplay, content: markdown });
    room -= markdown.length + 1;
  }

  /** Whole lines, as many as there is room for. `wrap` puts them into something that must be closed. */
  function sayLines(lines: readonly string[], wrap = (text: string) => text): void {
    const fixed = wrap('').length + 1;
    let kept = 0;
    for (let length = fixed; kept < lines.length; kept++) {
      length += (lines[kept] as string).length + 1;
      if (length > room) break;
    }
    if (kept < lines.length) isShort = true;
    if (kept > 0) say(wrap(lines.slice(0, kept).join('\n')));
    else if (room > fixed + 100) say(wrap(cut(lines[0] as string, room - fixed)));
  }

  const escaped = (text: string) => sentence(text, commandIds).split('\n');

  async function add(block: Block): Promise<void> {
    switch (block.type) {
      case 'text': {
        const tones = { plain: ['', ''], strong: ['**', '**'], quiet: ['-# ', ''] } as const;
        const [before, after] = tones[block.tone ?? 'plain'];
        return sayLines(escaped(block.text).map((line) => (line === '' ? line : before + line + after)));
      }
      case 'fields':
        return sayLines(
          block.fields.flatMap(({ label, value }) => {
            const [first = '', ...more] = escaped(value);
            return [`**${sentence(label, commandIds)}** ${first}`.trimEnd(), ...more];
          }),
        );
      case 'table': {
        const rows = [block.columns.map(({ label }) => label), ...block.rows];
        const align = block.columns.map((column) => column.align ?? 'left');
        return sayLines(columns(rows, align).split('\n'), codeBox);
      }
      case 'code':
        return sayLines(block.code.split('\n'), (code) => codeBox(code, block.language));
      case 'progress': {
        const share = block.done / Math.max(1, block.total);
        const full = Math.round(BAR * share);
        const left = block.paused ?? [t.percent(share, 0), block.left].filter(Boolean).join(' · ');
        return sayLines([
          escapeMarkdown(block.label),
          `-# ${'▰'.repeat(full)}${'▱'.repeat(BAR - full)} ${escapeMarkdown(left)}`,
        ]);
      }
      case 'picture': {
        const url = attach(`${block.name}.png`, await pictureFile(block, charts), block.alt);
        if (url === undefined) isShort = true;
        else
          inner.push({
            type: ComponentType.MediaGallery,
            items: [{ media: { url }, description: cut(block.alt, LIMITS.alt) }],
          });
        return;
      }
      case 'file': {
        const url = attach(block.name, block.content);
        if (url === undefined) sayLines(escaped(t('discord.fileTooLarge', { name: block.name })));
        else inner.push({ type: ComponentType.File, file: { url } });
        return;
      }
      case 'choices':
        return void inner.push(...choiceRows(block.choices, t));
      case 'input':
        return void inner.push({
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.Button,
              style: ButtonStyle.Primary,
              custom_id: inputId(block),
              label: cut(block.label, LIMITS.label),
            },
          ],
        });
      case 'divider':
        return void inner.push({ type: ComponentType.Separator });
    }
  }

  say(`### ${sentence(cut(card.title, 200), commandIds)}`);
  for (const block of card.blocks) await add(block);
  // A list that is too long for a message is one of blocks that repeat; what comes last is then in the file.
  while (count(inner) > LIMITS.components - 3) {
    inner.pop();
    isShort = true;
  }
  if (isShort) {
    const whole = wholeText(card, t);
    attachments.push({ id: String(files.length), filename: WHOLE });
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
      attachments: attachments.filter(({ filename }) => kept.has(filename)),
      allowed_mentions: { parse: [] },
    },
    files: files.filter(({ name }) => kept.has(name)),
  };
}

/** The container and everything in it. */
const count = (inner: readonly APIComponentInContainer[]): number =>
  inner.reduce((sum, one) => sum + 1 + ('components' in one ? one.components.length : 0), 1);

const STYLES = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

/** Buttons; more than two rows of them are easier to find in a menu. */
function choiceRows(choices: readonly Choice[], t: Translate): APIComponentInContainer[] {
  if (choices.length > 2 * LIMITS.buttonsInRow) {
    return inParts(choices, LIMITS.optionsInMenu).map((part, i) => ({
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: menuId(i, part[0]?.id ?? ''),
          placeholder: t('discord.choose'),
          options: part.map(({ id, label }) => ({ value: id, label: cut(label, LIMITS.menuLabel) })),
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
        label: cut(label, LIMITS.label),
      }),
    ),
  }));
}

const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** The card as a text file: pictures in words, and without what is pressed. */
function wholeText(card: Card, t: Translate): string {
  const blocks = card.blocks.flatMap((block): Block[] => {
    if (block.type === 'picture') return [{ type: 'text', text: block.alt }];
    return block.type === 'choices' || block.type === 'input' ? [] : [block];
  });
  return cardToText({ ...card, blocks }, { t, width: WHOLE_WIDTH, paths: new Map() });
}
