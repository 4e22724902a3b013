/** A card as a message of blocks. What has no room is in a file beside it, so that Slack refuses no message. */
import type { types } from '@slack/bolt';
import { type Block, type Card, type Choice, doneShare, type Picture } from '../../chat/card.ts';
import { cardText, wrap } from '../../chat/card-text.ts';
import { boxed, listed } from '../../chat/table.ts';
import { within } from '../../chat/within.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { inputId, menuId } from './action-id.ts';
import { LIMITS } from './limits.ts';
import {
  type CommandNames,
  escapeText,
  lengthOf,
  type Part,
  partsOf,
  preformatted,
  type RichElement,
  sectionsOf,
} from './rich.ts';

export interface RenderParts {
  readonly t: Translate;
  readonly commands: CommandNames;
  /** Sends an image to Slack; resolves with its id, or undefined where that did not work. */
  readonly upload: (picture: Picture) => Promise<string | undefined>;
}

export interface SharedFile {
  readonly name: string;
  readonly content: string;
}

export interface Rendered {
  /** What notifications show, in Slack's markup. */
  readonly text: string;
  readonly blocks: readonly types.KnownBlock[];
  /** Shared behind the message, in its thread. */
  readonly files: readonly SharedFile[];
}

/** The file with everything that had no room. */
const WHOLE = 'augie.txt';
const WHOLE_WIDTH = 100;
const BAR = 20;
const NOTICE = 200;
/** Before the names of the files in the thread. */
const IN_THREAD = '📎';
/** More buttons than this are easier to find in a menu. */
const MOST_BUTTONS = 10;
const plain = (text: string, most: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: within(text.trim() === '' ? '–' : text, most),
  emoji: false,
});

export async function renderCard(card: Card, { t, commands, upload }: RenderParts): Promise<Rendered> {
  const blocks: types.KnownBlock[] = [];
  const files: SharedFile[] = [];
  const seen = new Set<string>();
  let [room, isShort, hasTable]: [number, boolean, boolean] = [LIMITS.message, false, false];
  const isNew = (id: string): boolean => !seen.has(id) && seen.add(id).has(id);
  /** Takes the room for a text. Without room for all of it, it is left to the file. */
  function take(length: number): boolean {
    if (length > room) {
      isShort = true;
      return false;
    }
    room -= length;
    return true;
  }

  /** Texts that follow each other are one block, as long as it is not too long. */
  function say(...elements: readonly RichElement[]): void {
    for (const element of elements) {
      const length = lengthOf(element.elements as Part[]);
      if (length === 0) continue;
      if (!take(length)) continue;
      const last = blocks.at(-1);
      const isRich = last?.type === 'rich_text';
      const taken = isRich
        ? last.elements.reduce((sum, one) => sum + lengthOf(one.elements as Part[]), 0)
        : 0;
      if (isRich && taken + length <= LIMITS.text && last.elements.length < 50) last.elements.push(element);
      else blocks.push({ type: 'rich_text', elements: [element] });
    }
  }
  const sayText = (text: string, isBold = false) => say(...sectionsOf(partsOf(text, commands, isBold)));

  function sayQuiet(text: string): void {
    for (let from = 0; from < text.length; from += LIMITS.text) {
      const piece = text.slice(from, from + LIMITS.text);
      if (piece.trim() !== '' && take(piece.length))
        blocks.push({ type: 'context', elements: [plain(piece, LIMITS.text)] });
    }
  }

  function addTable(table: Extract<Block, { type: 'table' }>): void {
    const { columns, rows } = table;
    const all = [columns.map(({ label }) => label), ...rows];
    const length = all.flat().reduce((sum, cell) => sum + Math.max(1, cell.length), 0);
    const fits =
      all.length <= LIMITS.tableRows && columns.length <= LIMITS.tableColumns && length <= LIMITS.tableText;
    if (!hasTable && fits && length <= room) {
      hasTable = true;
      room -= length;
      blocks.push({
        type: 'table',
        column_settings: columns.map(({ align = 'left' }) => ({ align, is_wrapped: true })),
        // An empty cell is refused.
        rows: all.map((row) => row.map((cell) => ({ type: 'raw_text', text: cell === '' ? ' ' : cell }))),
      });
      return;
    }
    const box = boxed(table)?.join('\n');
    if (box !== undefined && box.length <= LIMITS.text) {
      say(preformatted(box));
      return;
    }
    for (const { name, text, rest } of listed(table)) {
      sayText(name, true);
      sayText([text, rest].filter(Boolean).join('\n'));
    }
  }

  async function add(block: Block): Promise<void> {
    switch (block.type) {
      case 'text':
        return block.tone === 'quiet' ? sayQuiet(block.text) : sayText(block.text, block.tone === 'strong');
      case 'fields':
        for (const { label, value } of block.fields)
          say(...sectionsOf([...partsOf(label, commands, true), ...partsOf(` ${value}`, commands)]));
        return;
      case 'table':
        return addTable(block);
      case 'code':
        return block.code.length > LIMITS.text
          ? void files.push({ name: `code.${block.language || 'txt'}`, content: block.code })
          : say(preformatted(block.code));
      case 'progress': {
        const share = doneShare(block);
        const full = Math.round(BAR * share);
        const left = block.paused ?? [t.percent(share, 0), block.left].filter(Boolean).join(' · ');
        sayText(block.label);
        return sayQuiet(`${'▰'.repeat(full)}${'▱'.repeat(BAR - full)} ${left}`);
      }
      case 'picture': {
        const id = await upload(block);
        const alt = within(block.alt.trim() === '' ? block.name : block.alt, LIMITS.alt);
        // In words, where it could not be sent.
        if (id === undefined) return sayQuiet(alt);
        if (take(alt.length)) blocks.push({ type: 'image', alt_text: alt, slack_file: { id } });
        return;
      }
      case 'file':
        return void files.push({ name: block.name, content: block.content });
      case 'choices':
        return void blocks.push(
          ...choiceBlocks(
            block.choices.filter(({ id }) => isNew(id)),
            t,
          ),
        );
      case 'input':
        if (isNew(inputId(block.id)))
          blocks.push(buttons([{ id: inputId(block.id), label: block.label, style: 'primary' }]));
        return;
      case 'divider':
        return void blocks.push({ type: 'divider' });
    }
  }

  blocks.push({ type: 'header', text: plain(card.title, LIMITS.header) });
  if (card.title.length > LIMITS.header) isShort = true;
  for (const block of card.blocks) await add(block);
  while (blocks.length > LIMITS.blocks - 2) {
    // A file cannot be pressed.
    const last = blocks.findLastIndex(({ type }) => type !== 'actions');
    blocks.splice(last > 0 ? last : -1, 1);
    isShort = true;
  }
  if (isShort) {
    files.push({ name: WHOLE, content: wholeText(card) });
    blocks.push({ type: 'context', elements: [plain(t('slack.shortened', { file: WHOLE }), NOTICE)] });
  }
  if (files.length > 0) {
    const names = files.map(({ name }) => name).join(', ');
    blocks.push({ type: 'context', elements: [plain(`${IN_THREAD} ${names}`, LIMITS.text)] });
  }
  const [first] = card.blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  return { text: escapeText(within([card.title, first].filter(Boolean).join(': '), 300)), blocks, files };
}

/** A row of buttons. */
export const buttons = (choices: readonly Choice[]): types.ActionsBlock => ({
  type: 'actions',
  elements: choices.map(({ id, label, style }) => ({
    type: 'button',
    action_id: id,
    text: plain(label, LIMITS.button),
    ...(style && { style }),
  })),
});

/** Buttons, or menus where there are many. */
function choiceBlocks(choices: readonly Choice[], t: Translate): types.ActionsBlock[] {
  if (choices.length === 0) return [];
  if (choices.length <= MOST_BUTTONS) return [buttons(choices)];
  const parts = Array.from({ length: Math.ceil(choices.length / LIMITS.options) }, (_, i) =>
    choices.slice(i * LIMITS.options, (i + 1) * LIMITS.options),
  );
  return parts.map((part, i) => ({
    type: 'actions',
    elements: [
      {
        type: 'static_select',
        action_id: menuId(i, part[0]?.id ?? ''),
        placeholder: plain(t('slack.choose'), LIMITS.button),
        options: part.map(({ id, label }) => ({ text: plain(label, LIMITS.optionText), value: id })),
      },
    ],
  }));
}

/** The card as a text file: images in words, and nothing of what is pressed or has a file of its own. */
const wholeText = (card: Card): string =>
  cardText(card, WHOLE_WIDTH, (block) => (block.type === 'picture' ? wrap(block.alt, WHOLE_WIDTH) : ''));
