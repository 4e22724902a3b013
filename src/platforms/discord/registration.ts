/** Registers commands with Discord: makes them from their definitions, and sends them only if Discord has other ones. */
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  PermissionFlagsBits,
  type REST,
  type RESTGetAPIApplicationCommandsResult,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
  Locale as Tag,
} from 'discord.js';
import { type NamedCommand, optionKey } from '../../chat/command.ts';
import { summaryOf } from '../../chat/describe.ts';
import type { Option } from '../../chat/option.ts';
import { within } from '../../chat/within.ts';
import {
  type Locale,
  locales,
  type MessageKey,
  pickedAs,
  type Translate,
  translate,
} from '../../i18n/i18n.ts';
import { LIMITS } from './limits.ts';
import type { CommandIds } from './markdown.ts';

type CommandBody = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** English is the default for all other languages. */
const TRANSLATED = locales.filter((locale) => locale !== 'en');

/** The definitions in Discord's format: one command for each first word, with the second words as subcommands. */
export function commandBodies<S>(commands: readonly NamedCommand<S>[]): CommandBody[] {
  const words = [...new Set(commands.map(({ name }) => firstWord(name)))];
  return words.map((word): CommandBody => {
    const members = commands.filter(({ name }) => firstWord(name) === word);
    const [only] = members;
    const alone = only?.name === word ? only : undefined;
    return {
      ...named(word),
      ...described((t) => (alone ? summaryOf(t, alone.command) : t(`groups.${word}` as MessageKey))),
      options: alone
        ? optionsOf(alone)
        : members.map((member) => ({
            type: ApplicationCommandOptionType.Subcommand,
            ...named(member.name.slice(word.length + 1)),
            ...described((t) => summaryOf(t, member.command)),
            options: optionsOf(member),
          })),
      default_member_permissions: members.every(({ command }) => command.who === 'teacher')
        ? String(PermissionFlagsBits.ManageGuild)
        : null,
      contexts: [InteractionContextType.Guild],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    };
  });
}

const firstWord = (name: string) => name.split(' ')[0] as string;

const named = (word: string) => localized('name', (locale) => pickedAs(locale, 'words', word));

const described = (text: (t: Translate) => string) =>
  localized('description', (locale) => within(text(translate(locale)), LIMITS.description));

/** All of Discord's tags for one of our languages: pt-BR for pt, es-ES and es-419 for es. */
const tagsOf = (locale: Locale) =>
  Object.values(Tag).filter((tag) => tag === locale || tag.startsWith(`${locale}-`));

/** Discord drops translations that equal the text, so sending them would look like a change at every start. */
function localized<K extends 'name' | 'description'>(kind: K, text: (locale: Locale) => string) {
  const english = text('en');
  const found = TRANSLATED.flatMap((locale) => {
    const translated = text(locale);
    return translated === english ? [] : tagsOf(locale).map((tag) => [tag, translated] as const);
  });
  const map: LocalizationMap = Object.fromEntries(found);
  return { [kind]: english, ...(found.length > 0 && { [`${kind}_localizations`]: map }) } as {
    [P in K]: string;
  } & { [P in `${K}_localizations`]?: LocalizationMap };
}

/** Discord wants required options first. */
function optionsOf<S>({ name, command }: NamedCommand<S>): APIApplicationCommandBasicOption[] {
  return Object.entries<Option<unknown>>(command.options)
    .sort(([, a], [, b]) => Number(b.required ?? false) - Number(a.required ?? false))
    .map(
      ([key, declared]) =>
        ({
          ...named(key),
          ...described((t) => t(optionKey(name, key))),
          ...(declared.required && { required: true }),
          ...typeOf(declared),
        }) as APIApplicationCommandBasicOption,
    );
}

function typeOf({ kind, min, max, choices = [] }: Option<unknown>) {
  const range = {
    ...(min !== undefined && { min_value: min }),
    ...(max !== undefined && { max_value: max }),
  };
  const length = max === undefined ? {} : { max_length: max };
  switch (kind) {
    case 'number':
      return { type: ApplicationCommandOptionType.Number, ...range };
    case 'integer':
      return { type: ApplicationCommandOptionType.Integer, ...range };
    case 'choice':
      return {
        type: ApplicationCommandOptionType.String,
        choices: choices.map((value) => ({
          value,
          ...localized('name', (locale) => pickedAs(locale, 'choices', value)),
        })),
      };
    case 'text':
      return { type: ApplicationCommandOptionType.String, ...length };
    case 'dataset':
    case 'policy':
    case 'experiment':
    case 'quiz':
    case 'label':
      return { type: ApplicationCommandOptionType.String, autocomplete: true, ...length };
    case 'picture':
    case 'file':
      return { type: ApplicationCommandOptionType.Attachment };
    case 'member':
      return { type: ApplicationCommandOptionType.Mentionable };
  }
}

/** Registers the commands if Discord has other ones; resolves with the ids for mentioning them. */
export async function registerCommands<S>(
  rest: REST,
  application: string,
  commands: readonly NamedCommand<S>[],
): Promise<{ readonly changed: boolean; readonly ids: CommandIds }> {
  const route = Routes.applicationCommands(application);
  const ours = commandBodies(commands);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const known = (await rest.get(route, { query })) as RESTGetAPIApplicationCommandsResult;
  const changed = canonical(ours) !== canonical(known);
  const registered = changed
    ? ((await rest.put(route, { body: ours })) as RESTGetAPIApplicationCommandsResult)
    : known;
  const byWord = new Map(registered.map(({ name, id }) => [name, id]));
  return {
    changed,
    ids: new Map(commands.map(({ name }) => [name, byWord.get(firstWord(name)) ?? '0'])),
  };
}

/** Fields that Discord adds to a command, and defaults that it leaves out. */
const ADDED = new Set(['id', 'application_id', 'version', 'guild_id', 'dm_permission', 'nsfw', 'handler']);

/** A canonical text of commands: equal texts mean equal commands. */
function canonical(commands: readonly object[]): string {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value)
      .filter(([key, one]) => !ADDED.has(key) && one !== null && one !== undefined && one !== false)
      .map(([key, one]) => [key, plain(one)] as const)
      .filter(([key, one]) => JSON.stringify(one) !== '[]' && !(key === 'type' && one === 1))
      .sort(([a], [b]) => a.localeCompare(b));
    return Object.fromEntries(kept);
  };
  return [...commands]
    .map((command) => JSON.stringify(plain(command)))
    .sort()
    .join('\n');
}
