/** Ids of buttons, menus and forms: ids of actions, and two kinds of our own that wrap them. */
import { LIMITS } from './limits.ts';

/** The id of the button that opens an action's form. */
export const inputId = (action: string): string => `input ${action}`;

/** The action whose form a button opens; undefined for any other button. */
export const parseInputId = (customId: string): string | undefined => /^input (\S+)$/.exec(customId)?.[1];

/** The id of the `n`th menu, whose first choice is `id`: the chosen action is in the menu's values. */
export const menuId = (n: number, id: string): string => `menu ${n} ${id}`.slice(0, LIMITS.customId);
