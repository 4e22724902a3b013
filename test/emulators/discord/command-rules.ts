/** The rules for application commands that the published schemas do not say. */
import { type Flaw, flaw } from './errors.ts';
import type { Json } from './types.ts';
import { flawsOf } from './validate.ts';

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** https://discord.com/developers/docs/reference#locales */
const locales = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  ),
);

const nameFlaws = (name: unknown, path: Flaw['path']): Flaw[] =>
  typeof name === 'string' && (!NAME.test(name) || name !== name.toLowerCase())
    ? [flaw(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')]
    : [];

function localeFlaws(thing: Json, path: Flaw['path'], isName: boolean): Flaw[] {
  return ['name_localizations', 'description_localizations'].flatMap((key) =>
    Object.entries(thing[key] ?? {}).flatMap(([locale, text]) => [
      ...(locales.has(locale)
        ? []
        : [flaw([...path, key, locale], 'ENUM_TYPE_COERCE', `Value "${locale}" is not a valid enum value.`)]),
      ...(isName && key === 'name_localizations' ? nameFlaws(text, [...path, key, locale]) : []),
    ]),
  );
}

function optionFlaws(options: readonly Json[], path: Flaw['path']): Flaw[] {
  const flaws: Flaw[] = [];
  const names = new Set<string>();
  let optional = false;
  for (const [index, option] of options.entries()) {
    const here = [...path, index];
    const says = (key: string, code: string, message: string): void =>
      void flaws.push(flaw([...here, key], code, message));
    flaws.push(...nameFlaws(option.name, [...here, 'name']), ...localeFlaws(option, here, true));
    if (names.has(option.name))
      says(
        'name',
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        `Option name ${option.name} already exists`,
      );
    names.add(option.name);
    if (!option.description) says('description', 'BASE_TYPE_REQUIRED', 'This field is required');
    if (option.type <= 2 !== options[0].type <= 2)
      says(
        'type',
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      );
    if (option.required && optional)
      says(
        'required',
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    if (option.type > 2 && !option.required) optional = true;
    if (option.autocomplete && option.choices?.length)
      says(
        'choices',
        'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE',
        'An option with autocomplete cannot have choices',
      );
    if (option.autocomplete && ![3, 4, 10].includes(option.type))
      says(
        'autocomplete',
        'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_TYPE',
        'Only strings, integers and numbers have autocomplete',
      );
    if ((option.min_value ?? -Infinity) > (option.max_value ?? Infinity))
      says('min_value', 'NUMBER_TYPE_MAX', 'min_value must not be above max_value');
    flaws.push(...choiceFlaws(option, here), ...optionFlaws(option.options ?? [], [...here, 'options']));
  }
  return flaws;
}

function choiceFlaws(option: Json, path: Flaw['path']): Flaw[] {
  const choices: Json[] = option.choices ?? [];
  return choices.flatMap((choice, index) => {
    const here = [...path, 'choices', index];
    const twice = (key: string): Flaw[] =>
      choices.findIndex((other) => other[key] === choice[key]) < index
        ? [
            flaw(
              [...here, key],
              'APPLICATION_COMMAND_OPTIONS_CHOICES_DUPLICATED',
              `Option choice ${key}s must be unique`,
            ),
          ]
        : [];
    const long =
      typeof choice.value === 'string' && (choice.value.length > 100 || choice.value.length < 1)
        ? [flaw([...here, 'value'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.')]
        : [];
    return [...twice('name'), ...twice('value'), ...long, ...localeFlaws(choice, here, false)];
  });
}

/** Names, descriptions and values of the whole command; of the localisations only the longest counts. */
export function sizeOf(thing: Json): number {
  const longest = (own: string | undefined, others: Json): number =>
    Math.max(own?.length ?? 0, ...Object.values(others ?? {}).map((text) => String(text).length));
  return (
    longest(thing.name, thing.name_localizations) +
    longest(thing.description, thing.description_localizations) +
    (typeof thing.value === 'string' ? thing.value.length : 0) +
    [...(thing.options ?? []), ...(thing.choices ?? [])].reduce(
      (sum: number, inner) => sum + sizeOf(inner),
      0,
    )
  );
}

/** What Discord refuses about a command; `whole` is what would be of it after a change of some fields. */
export function commandFlaws(
  schema: string,
  command: Json,
  path: Flaw['path'],
  whole: Json = command,
): Flaw[] {
  const flaws = flawsOf(schema, asSpecified(command), path);
  if (flaws.length > 0) return flaws;
  const isChat = (whole.type ?? 1) === 1;
  if (isChat) flaws.push(...nameFlaws(whole.name, [...path, 'name']));
  if (isChat && !whole.description)
    flaws.push(flaw([...path, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required'));
  if (!isChat && (whole.description || whole.options?.length))
    flaws.push(
      flaw(
        [...path, 'description'],
        'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_CANNOT_BE_SET',
        'Context menu commands cannot have description',
      ),
    );
  flaws.push(...localeFlaws(whole, path, isChat), ...optionFlaws(whole.options ?? [], [...path, 'options']));
  if (sizeOf(whole) > 8000)
    flaws.push(flaw(path, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)'));
  return flaws;
}

/** The specification calls permissions a number and knows no `nsfw`; the documentation says a string, and knows it. */
function asSpecified(command: Json): Json {
  if (typeof command !== 'object' || command === null) return command;
  const { nsfw: _, ...rest } = command;
  const permissions = rest.default_member_permissions;
  return typeof permissions === 'string' && /^\d+$/.test(permissions)
    ? { ...rest, default_member_permissions: Number(permissions) }
    : rest;
}
