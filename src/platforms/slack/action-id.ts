/** What a button, a menu or a modal of ours is called: ids of actions as they are, and a few kinds around them. */
import { LIMITS } from './limits.ts';

/** Of the button that opens the form of an action. */
export const inputId = (action: string): string => `input ${action}`;

/** The action whose form a button opens; undefined for any other button. */
export const parseInputId = (id: string): string | undefined => /^input (\S+)$/.exec(id)?.[1];

/** Of the `n`th menu whose first choice is `id`: what was chosen is the menu's value. */
export const menuId = (n: number, id: string): string => `menu ${n} ${id}`.slice(0, LIMITS.actionId);

/** Of the button that opens the form of a command's options. */
export const optionsId = (command: string): string => `options ${command}`;
export const parseOptionsId = (id: string): string | undefined => /^options (.+)$/.exec(id)?.[1];

/** Of the button that shows the rest of a form. */
export const MORE_ID = 'more';
/** Of the shortcut that shows what one does first. */
export const MENU_ID = 'augie_menu';
