/** What could stand in an option that somebody is filling in, as Discord lists it. */
import type { APIApplicationCommandOptionChoice } from 'discord.js';
import type { Assist, Typing } from '../../chat/assist.ts';
import { choicesFor, type Filled } from '../../chat/choices.ts';
import { within } from '../../chat/within.ts';
import { LIMITS } from './limits.ts';

export type { Filled };

/** `who`: all of a Typing but the text. Values that Discord has no room for are left out. */
export const autocompleted = (
  command: string,
  options: readonly Filled[],
  assist: Assist,
  who: Omit<Typing, 'text' | 'cursor'>,
): APIApplicationCommandOptionChoice<string>[] =>
  choicesFor(command, options, assist, who, { choices: LIMITS.choices, value: LIMITS.choice }).map(
    ({ value, label }) => ({ value, name: within(label, LIMITS.choice) }),
  );
