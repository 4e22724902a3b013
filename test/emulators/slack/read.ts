/** Messages as people read them: what the blocks say, what can be pressed, and the files in their thread. */
import type { Json, Message, SlackFile } from './types.ts';

/** mrkdwn as Slack's program shows it. */
const asRead = (text: string): string =>
  text
    .replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, target, label) => label ?? target)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const richText = ({ elements }: Json): string =>
  elements.map((one: Json) => (one.elements ? richText(one) : (one.text ?? one.url ?? ''))).join('');

const textObject = ({ type, text }: Json): string => (type === 'mrkdwn' ? asRead(text) : text);

function blockText(block: Json): string[] {
  switch (block.type) {
    case 'header':
      return [textObject(block.text)];
    case 'section':
      return [block.text, ...(block.fields ?? [])].filter(Boolean).map(textObject);
    case 'context':
      return block.elements.map(textObject);
    case 'rich_text':
      return block.elements.map(richText);
    case 'table':
      return block.rows.map((row: Json) =>
        row.map((cell: Json) => (cell.type === 'rich_text' ? richText(cell) : cell.text)).join('  '),
      );
    case 'image':
      return [block.alt_text];
    default:
      return [];
  }
}

/** Every word of it, images by their alternative text, without the buttons. */
export const textOf = ({ text, blocks }: Pick<Message, 'text' | 'blocks'>): string =>
  blocks.length === 0 ? asRead(text) : blocks.flatMap(blockText).join('\n');

/** Buttons, and what menus offer. */
export const buttonsOf = ({ blocks }: Pick<Message, 'blocks'>): { id: string; label: string }[] =>
  blocks
    .flatMap(({ type, elements, accessory }) =>
      type === 'actions' ? elements : accessory ? [accessory] : [],
    )
    .flatMap((element: Json) =>
      element.type === 'button'
        ? [{ id: element.action_id, label: element.text.text }]
        : (element.options ?? []).map(({ text, value }: Json) => ({ id: value, label: text.text })),
    );

/** The files that were shared in the thread of a message. */
export const filesBehind = (all: readonly Message[], { channel, ts }: Message): readonly SlackFile[] =>
  all.filter((one) => one.channel === channel && one.threadTs === ts).flatMap(({ files }) => files);

/** Files that a message says are in its thread. */
export const promisedFiles = (message: Pick<Message, 'text' | 'blocks'>): readonly string[] =>
  /^📎 (.+)$/m.exec(textOf(message))?.[1]?.split(', ') ?? [];
