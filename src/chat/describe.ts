/** Commands and options in words: for /help and for typing help. */
import type { Translate } from '../i18n/i18n.ts';
import { type Command, optionKey } from './command.ts';
import type { Option } from './option.ts';

/** What a command does, and whether it is for teachers. */
export const summaryOf = <S>(t: Translate, { summary, who }: Command<S>): string =>
  who === 'teacher' ? t('help.teachersOnly', { summary: t(summary) }) : t(summary);

const show = (t: Translate, value: unknown): string =>
  typeof value === 'number' ? t.number(value, { maximumFractionDigits: 6 }) : String(value);

/** The range of a number; undefined for an option without one. */
export const rangeOf = (t: Translate, { min, max }: Option<unknown>): string | undefined =>
  min === undefined || max === undefined
    ? undefined
    : t('help.range', { min: show(t, min), max: show(t, max) });

/** What an option accepts: choices, range, default, and whether it is required. */
export function takes(t: Translate, declared: Option<unknown>): string {
  return [
    declared.choices?.join(' | '),
    rangeOf(t, declared),
    declared.default === undefined ? undefined : t('help.default', { value: show(t, declared.default) }),
    declared.required ? t('help.required') : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** What an option means, and what it accepts in brackets. */
export function describeOption(
  t: Translate,
  command: string,
  name: string,
  declared: Option<unknown>,
): string {
  const [meaning, values] = [t(optionKey(command, name)), takes(t, declared)];
  return values === '' ? meaning : `${meaning} (${values})`;
}
