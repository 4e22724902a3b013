/** What stands behind buttons, menus and forms: ids of actions as they are, and two kinds of our own around them. */
import type { Block } from '../../chat/card.ts';
import { LIMITS } from './limits.ts';

type InputBlock = Extract<Block, { type: 'input' }>;

/** Of the button that opens a form for an input. */
export const inputId = ({ id, multiline }: InputBlock): string =>
  `input ${multiline ? 'lines' : 'line'} ${id}`;

/** What an input's button asks for; undefined for any other id. */
export function parseInputId(customId: string): Pick<InputBlock, 'id' | 'multiline'> | undefined {
  const [, size, id] = /^input (lines?) (\S+)$/.exec(customId) ?? [];
  return id === undefined ? undefined : { id, multiline: size === 'lines' };
}

/** Of the `n`th menu whose first choice is `id`: what was chosen is in the menu's values. */
export const menuId = (n: number, id: string): string => `menu ${n} ${id}`.slice(0, LIMITS.customId);
