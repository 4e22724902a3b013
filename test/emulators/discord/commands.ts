/** Application commands as Discord registers, keeps and lists them. */
import { commandFlaws } from './command-rules.ts';
import { flaw, invalidBody, Refusal, refusals } from './errors.ts';
import type { Json } from './types.ts';
import type { World } from './world.ts';

export const GLOBAL = 'global';

const kept = (world: World, scope: string): Json[] => world.commands.get(scope) ?? [];

const typeOf = (command: Json): number => command.type ?? 1;
const same = (one: Json, other: Json): boolean => one.name === other.name && typeOf(one) === typeOf(other);

/** Values equal to the name itself say nothing, so Discord forgets them. */
function localizations(given: Json, own: string | undefined): Json {
  const told = Object.entries(given ?? {}).filter(([, text]) => text !== own);
  return told.length > 0 ? Object.fromEntries(told) : null;
}

function optionAsKept(option: Json): Json {
  const { required, autocomplete, options, choices, name_localizations, description_localizations, ...rest } =
    option;
  const nested = (options ?? []).map(optionAsKept);
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== undefined)),
    name_localizations: localizations(name_localizations, option.name),
    description_localizations: localizations(description_localizations, option.description),
    ...(required ? { required } : {}),
    ...(autocomplete ? { autocomplete } : {}),
    ...(nested.length > 0 ? { options: nested } : {}),
    ...(choices?.length
      ? {
          choices: choices.map((choice: Json) => ({
            name: choice.name,
            name_localizations: localizations(choice.name_localizations, choice.name),
            value: choice.value,
          })),
        }
      : {}),
  };
}

function asKept(world: World, scope: string, given: Json, before: Json | undefined): Json {
  const command = {
    id: before?.id ?? world.newId(),
    application_id: world.applicationId,
    version: world.newId(),
    default_member_permissions:
      given.default_member_permissions == null ? null : String(given.default_member_permissions),
    type: typeOf(given),
    name: given.name,
    name_localizations: localizations(given.name_localizations, given.name),
    description: given.description ?? '',
    description_localizations: localizations(given.description_localizations, given.description),
    nsfw: given.nsfw ?? false,
    ...(scope === GLOBAL
      ? {
          dm_permission: given.dm_permission ?? given.contexts?.includes(1) ?? true,
          contexts: given.contexts ?? null,
          integration_types: given.integration_types ?? [0],
        }
      : { guild_id: scope }),
    ...(given.options?.length ? { options: given.options.map(optionAsKept) } : {}),
  };
  // What is as it was keeps its version too.
  const { version: _, ...now } = command;
  const { version, ...was } = before ?? {};
  return JSON.stringify(now) === JSON.stringify(was) ? { ...command, version } : command;
}

function checkScope(world: World, scope: string): void {
  if (scope !== GLOBAL && !world.guilds.has(scope)) throw refusals.noAccess();
}

function checkCounts(commands: readonly Json[]): void {
  for (const [type, most] of [
    [1, 100],
    [2, 15],
    [3, 15],
  ] as const)
    if (commands.filter((command) => typeOf(command) === type).length > most)
      throw new Refusal(400, 30032, `Maximum number of application commands reached (${most}).`);
}

export function overwrite(world: World, scope: string, body: Json): Json[] {
  checkScope(world, scope);
  if (!Array.isArray(body))
    throw invalidBody([flaw([], 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')]);
  const flaws = body.flatMap((command, index) =>
    commandFlaws('ApplicationCommandUpdateRequest', command, [index]),
  );
  for (const [index, command] of body.entries())
    if (body.findIndex((other) => same(other, command)) < index)
      flaws.push(
        flaw(
          [index, 'name'],
          'APPLICATION_COMMANDS_DUPLICATE_NAME',
          'Application command names must be unique',
        ),
      );
  if (flaws.length > 0) throw invalidBody(flaws);
  checkCounts(body);
  const before = kept(world, scope);
  const now = body.map((command) =>
    asKept(
      world,
      scope,
      command,
      before.find((one) => same(one, command)),
    ),
  );
  world.commands.set(scope, now);
  world.changed();
  return now;
}

export function create(world: World, scope: string, body: Json): { command: Json; isNew: boolean } {
  checkScope(world, scope);
  const flaws = commandFlaws('ApplicationCommandCreateRequest', body, []);
  if (flaws.length > 0) throw invalidBody(flaws);
  const before = kept(world, scope);
  const old = before.find((one) => same(one, body));
  const command = asKept(world, scope, body, old);
  const now = old ? before.map((one) => (one === old ? command : one)) : [...before, command];
  checkCounts(now);
  world.commands.set(scope, now);
  world.changed();
  return { command, isNew: !old };
}

function find(world: World, scope: string, id: string): Json {
  checkScope(world, scope);
  const found = kept(world, scope).find((command) => command.id === id);
  if (!found) throw refusals.unknownCommand();
  return found;
}

export function change(world: World, scope: string, id: string, body: Json): Json {
  const old = find(world, scope, id);
  const whole = { ...old, ...body };
  const flaws = commandFlaws('ApplicationCommandPatchRequestPartial', body, [], whole);
  if (flaws.length > 0) throw invalidBody(flaws);
  const command = asKept(world, scope, whole, old);
  world.commands.set(
    scope,
    kept(world, scope).map((one) => (one === old ? command : one)),
  );
  world.changed();
  return command;
}

export function drop(world: World, scope: string, id: string): void {
  const old = find(world, scope, id);
  world.commands.set(
    scope,
    kept(world, scope).filter((one) => one !== old),
  );
  world.changed();
}

function withoutLocalizations(command: Json): Json {
  const { name_localizations: _, description_localizations: __, options, choices, ...rest } = command;
  return {
    ...rest,
    ...(options ? { options: options.map(withoutLocalizations) } : {}),
    ...(choices ? { choices: choices.map(withoutLocalizations) } : {}),
  };
}

export function list(world: World, scope: string, withThem: boolean): Json[] {
  checkScope(world, scope);
  const commands = kept(world, scope);
  return withThem ? commands : commands.map(withoutLocalizations);
}

export const one = (world: World, scope: string, id: string): Json => find(world, scope, id);

/** What a person in that guild can choose from: the guild's own commands go before global ones of the name. */
export function offered(world: World, guildId: string): Json[] {
  const own = kept(world, guildId);
  return [...own, ...kept(world, GLOBAL).filter((command) => !own.some((other) => same(other, command)))];
}
