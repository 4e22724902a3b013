/** A card as the shell prints it: pictures and files by their paths, buttons and forms as what is typed instead. */
import type { Block, Card, Field } from '../../chat/card.ts';
import { cardText, columns, wrap } from '../../chat/card-text.ts';
import type { Translate } from '../../i18n/i18n.ts';

export interface RenderOptions {
  readonly t: Translate;
  /** Columns. */
  readonly width: number;
  /** Where the card's pictures and files were written, by their names. */
  readonly paths: ReadonlyMap<string, string>;
}

export const cardToText = (card: Card, { t, width, paths }: RenderOptions): string =>
  cardText(card, width, (block) => {
    switch (block.type) {
      case 'picture': {
        const path = paths.get(block.name);
        return path === undefined ? '' : `${wrap(block.alt, width)}\n${t('shell.picture', { path })}`;
      }
      case 'file': {
        const path = paths.get(block.name);
        return path === undefined ? '' : t('shell.file', { path });
      }
      case 'choices':
        return [
          `${t('shell.button')}:`,
          columns(block.choices.map(({ id, label }) => [`  ${label}`, `augie ${id}`])),
        ].join('\n');
      case 'input':
        return form(block, t);
    }
  });

/** A choice is typed here, so its value is shown where the label does not begin with it. */
const toBeTyped = ({ value, label }: { value: string; label: string }) =>
  label.startsWith(value) ? label : `${value}: ${label}`;

/** The choices of a field, each on a line of its own. */
export const choiceLines = ({ choices = [] }: Field): string[] =>
  choices.map((choice) => `    ${toBeTyped(choice)}`);

/** What a form asks for, and the command that fills it in. */
function form({ id, label, fields }: Extract<Block, { type: 'input' }>, t: Translate): string {
  const lines = fields.flatMap((field) => [`  ${field.label}: ____`, ...choiceLines(field)]);
  const given = fields.map(({ name }) => (fields.length === 1 ? '…' : `${name}=…`)).join('" "');
  return [`${label}:`, ...lines, t('shell.form', { command: `augie ${id} "${given}"` })].join('\n');
}
