/** A card as the shell prints it: pictures and files by their paths, buttons and forms as commands to type. */
import { pathToFileURL } from 'node:url';
import type { Block, Card, Choice, Field } from '../../chat/card.ts';
import { cardText, columns, fits, wrap } from '../../chat/card-text.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { harmless } from '../../i18n/typed.ts';
import type { TypeLine } from './typed-line.ts';

export interface RenderOptions {
  readonly t: Translate;
  /** Columns. */
  readonly width: number;
  /** The paths of the card's pictures and files, by their names. */
  readonly paths: ReadonlyMap<string, string>;
  readonly typed: TypeLine;
  /** Whether paths become links (OSC 8). */
  readonly links: boolean;
}

/** A path that a terminal opens on a click. */
const linked = (path: string): string =>
  `\u001b]8;;${pathToFileURL(path).href}\u001b\\${harmless(path)}\u001b]8;;\u001b\\`;

export function cardToText(card: Card, { t, width, paths, typed, links }: RenderOptions): string {
  // Sentences lose control characters, so the link is added afterwards.
  const shownAs = (key: 'shell.picture' | 'shell.file', path: string) =>
    `${t(key)} ${links ? linked(path) : harmless(path)}`;
  return cardText({ ...card, blocks: card.blocks.map((block) => toPaste(block, typed)) }, width, (block) => {
    switch (block.type) {
      case 'picture': {
        const path = paths.get(block.name);
        return path === undefined ? '' : `${wrap(block.alt, width)}\n${shownAs('shell.picture', path)}`;
      }
      case 'file': {
        const path = paths.get(block.name);
        return path === undefined ? '' : shownAs('shell.file', path);
      }
      case 'choices':
        return [`${t('shell.button')}:`, choices(block.choices, width, typed)].join('\n');
      case 'input':
        return form(block, width, t, typed);
    }
  });
}

/** A command at the end of a sentence becomes a line to paste: `Find out: augie '/experiment run …'`. */
export const sentenceToPaste = (text: string, typed: TypeLine): string =>
  text.replace(/(?<=[:：] )\/[a-z]+ [a-z]+( [^\n]*)?$/, (line) => typed([line]));

/** A command that other platforms can press is a line to paste here. */
function toPaste(block: Block, typed: TypeLine): Block {
  if (block.type === 'text') return { ...block, text: sentenceToPaste(block.text, typed) };
  if (block.type !== 'fields') return block;
  const fields = block.fields.map((field) =>
    field.line === undefined ? field : { ...field, label: typed([field.line]) },
  );
  return { ...block, fields };
}

/** Each with the line to type, beside it, or below it if there is no room. A line to paste is never broken. */
function choices(shown: readonly Choice[], width: number, typed: TypeLine): string {
  const rows = shown.map(
    ({ id, label, line, who }) => [label, typed([line ?? id], who === 'teacher')] as const,
  );
  const beside = columns(rows.map(([label, line]) => [`  ${label}`, line]));
  if (fits(beside, width)) return beside;
  return rows.map(([label, line]) => `${wrap(label, width, 2)}\n    ${line}`).join('\n');
}

/** People type choices here, so the value is shown unless the label begins with it. */
const toBeTyped = ({ value, label }: { value: string; label: string }) =>
  label.startsWith(value) ? label : `${value}: ${label}`;

/** The choices of a field, each on a line of its own. */
export const choiceLines = ({ choices = [] }: Field): string[] =>
  choices.map((choice) => `    ${toBeTyped(choice)}`);

/** The fields of a form, and the command that fills it in. */
function form(
  { id, label, fields }: Extract<Block, { type: 'input' }>,
  width: number,
  t: Translate,
  typed: TypeLine,
): string {
  const lines = fields.flatMap((field) => [
    wrap(`${field.label}: ____`, width, 2),
    ...choiceLines(field).map((line) => wrap(line.trimStart(), width, 4)),
  ]);
  const given = fields.map(({ name }) => (fields.length === 1 ? '…' : `${name}=…`));
  const send = `${t('shell.form')} ${typed([id, ...given])}`;
  return [wrap(`${label}:`, width), ...lines, send].join('\n');
}
