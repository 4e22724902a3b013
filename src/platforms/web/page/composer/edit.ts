/** What becomes of the text in the composer. Pure. */
import type { Assistance } from '../../../../chat/assist.ts';
import type { Suggestion } from '../../../../chat/kind.ts';

export interface Edited {
  readonly text: string;
  readonly cursor: number;
}

/** With a suggestion in the place of what was the beginning of it. */
export function take(text: string, { replace }: Assistance, { insert }: Suggestion): Edited {
  const [from, to] = replace;
  return { text: text.slice(0, from) + insert + text.slice(to), cursor: from + insert.length };
}

/** East Asian keyboards have a wide slash. */
export const isCommand = (text: string): boolean => /^\s*[/／]/u.test(text);

/** What Enter does. `active` is the suggestion that is marked, -1 for none; it is none where the list is closed. */
export function onEnter(help: Assistance | undefined, active: number): 'take' | 'refuse' | 'send' {
  if (help !== undefined && active >= 0 && active < help.suggestions.length) return 'take';
  return help?.problem !== undefined ? 'refuse' : 'send';
}

/** The suggestion that is marked at first: the one that Enter takes, and none where Enter sends. */
export const firstActive = (help: Assistance): number =>
  help.unfinished && help.suggestions.length > 0 ? 0 : -1;

/** The next one up (-1) or down (1), round the ends. */
export const move = (active: number, by: -1 | 1, count: number): number =>
  active < 0 ? (by === 1 ? 0 : count - 1) : (active + by + count) % count;
