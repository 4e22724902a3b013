/** A command's options as a form, and the form's values as options. */
import { pickedAs } from '../i18n/i18n.ts';
import type { Field, FormValues } from './card.ts';
import { type NamedCommand, optionKey } from './command.ts';
import { rangeOf } from './describe.ts';
import type { KindContext, Kinds } from './kind.ts';
import { rightValues } from './option.ts';
import type { RawOptions } from './place.ts';

export interface FormParts {
  readonly kinds: Kinds;
  /** For whom, where, and in which language. */
  readonly who: Pick<KindContext, 'person' | 'classroom' | 't'>;
  /** Options that are already given: initial values of their fields. Values of other options may depend on them. */
  readonly given?: RawOptions;
  /** With more values than this an option is typed, not picked. */
  readonly mostChoices?: number | undefined;
}

/** Longer texts get several lines. In characters. */
const ONE_LINE = 200;

/** One field for each option, in the order of declaration, with the option's name. */
export function formOfOptions<S>(
  { name: commandName, command: { options } }: NamedCommand<S>,
  { kinds, who, given = {}, mostChoices = Number.POSITIVE_INFINITY }: FormParts,
): Field[] {
  const { t } = who;
  const values = rightValues(options, given);
  return Object.entries(options).map(([name, option]): Field => {
    const { kind, max, required } = option;
    const hint = rangeOf(t, option);
    const value = given[name] ?? option.default;
    const choices =
      option.choices?.map((choice) => ({ value: choice, label: pickedAs(t.locale, 'choices', choice) })) ??
      kinds[kind]?.values?.({ ...who, option, values })?.map(({ label, detail }) => ({
        value: label,
        label: detail === undefined ? label : `${label} · ${detail}`,
      })) ??
      [];
    const isTyped = choices.length === 0 || choices.length > mostChoices;
    const isNumber = kind === 'number' || kind === 'integer';
    return {
      name,
      label: t(optionKey(commandName, name)),
      ...(hint !== undefined && { hint }),
      ...(!isTyped && { choices }),
      ...(isTyped && !isNumber && max !== undefined && { max }),
      ...(kind === 'text' && max !== undefined && max > ONE_LINE && { multiline: true }),
      ...(value !== undefined && { value: String(value) }),
      ...(!required && { optional: true }),
    };
  });
}

/** The form's values as options. An empty field is an option that is not given. */
export const optionsOfForm = (values: FormValues): RawOptions =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
