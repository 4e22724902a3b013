/** What stands behind buttons, menus and forms: ids of actions as they are, and two kinds of our own around them. */
import { LIMITS } from './limits.ts';

/** Of the button that opens the form of an action. */
export const inputId = (action: string): string => `input ${action}`;

/** The action whose form a button opens; undefined for any other button. */
export const parseInputId = (customId: string): string | undefined => /^input (\S+)$/.exec(customId)?.[1];

/** Of the `n`th menu whose first choice is `id`: what was chosen is in the menu's values. */
export const menuId = (n: number, id: string): string => `menu ${n} ${id}`.slice(0, LIMITS.customId);
