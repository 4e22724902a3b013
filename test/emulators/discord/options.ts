/** A command's options as a client sends them: nested, typed by what is registered, and refused where a client refuses. */
import { attachmentJson, store } from './messages.ts';
import { actingMemberJson, partialChannelJson, roleJson, userJson } from './people.ts';
import type { Json, Upload } from './types.ts';
import type { Guild, Member, World } from './world.ts';

/** A person, role or channel goes by its id or as the thing itself. */
export type OptionValue = string | number | boolean | Upload | { readonly id: string };
export type OptionValues = Readonly<Record<string, OptionValue | undefined>>;

interface Setting {
  readonly member: Member;
  readonly channelId: string;
  /** For autocomplete: the option being typed. */
  readonly focused?: string;
}

interface Sent {
  readonly options: Json[];
  readonly resolved: Json | undefined;
  readonly focusedType: number | undefined;
}

const OptionType = {
  Subcommand: 1,
  Group: 2,
  Text: 3,
  Integer: 4,
  Boolean: 5,
  User: 6,
  Channel: 7,
  Role: 8,
  Mentionable: 9,
  Number: 10,
  File: 11,
};

/** `experiment run` -> the registered option list of it, and how to wrap what is sent. */
function leaf(command: Json, name: string): { takes: Json[]; wrap: (options: Json[]) => Json[] } {
  const [, ...rest] = name.split(' ');
  let at = command;
  let wrap = (options: Json[]): Json[] => options;
  for (const part of rest) {
    const next = (at.options ?? []).find(
      (option: Json) => option.name === part && option.type <= OptionType.Group,
    );
    if (!next) {
      const there = (at.options ?? [])
        .filter((option: Json) => option.type <= 2)
        .map((option: Json) => option.name);
      throw new Error(`/${at.name} has no subcommand "${part}". It has: ${there.join(', ') || 'none'}.`);
    }
    const outer = wrap;
    wrap = (options) => outer([{ type: next.type, name: next.name, options }]);
    at = next;
  }
  const takes: Json[] = at.options ?? [];
  if (takes.some((option) => option.type <= OptionType.Group))
    throw new Error(
      `/${name} needs one of its subcommands: ${takes.map((option) => option.name).join(', ')}.`,
    );
  return { takes, wrap };
}

export async function optionsFor(
  world: World,
  guild: Guild,
  command: Json,
  name: string,
  values: OptionValues,
  setting: Setting,
): Promise<Sent> {
  const { takes, wrap } = leaf(command, name);
  const given = Object.entries(values).filter(([, value]) => value !== undefined) as [string, OptionValue][];
  for (const [key] of given)
    if (!takes.some((option) => option.name === key))
      throw new Error(
        `/${name} has no option "${key}". It has: ${takes.map((option) => option.name).join(', ') || 'none'}.`,
      );
  const { focused } = setting;
  if (focused !== undefined && !takes.find((option) => option.name === focused)?.autocomplete)
    throw new Error(`The option "${focused}" of /${name} has no autocomplete.`);
  for (const option of takes)
    if (option.required && focused === undefined && !given.some(([key]) => key === option.name))
      throw new Error(`/${name} needs the option "${option.name}".`);
  const resolved: Record<string, Record<string, Json>> = {};
  const options: Json[] = [];
  for (const [key, value] of given) {
    const option = takes.find((one) => one.name === key) as Json;
    const said = { type: option.type, name: option.name };
    if (key === focused) options.push({ ...said, value: String(value), focused: true });
    else options.push({ ...said, value: await sentAs(world, guild, option, value, setting, resolved) });
  }
  if (focused !== undefined && !given.some(([key]) => key === focused))
    options.push({
      type: takes.find((one) => one.name === focused).type,
      name: focused,
      value: '',
      focused: true,
    });
  return {
    options: wrap(options),
    resolved: Object.keys(resolved).length > 0 ? resolved : undefined,
    focusedType: takes.find((one) => one.name === focused)?.type,
  };
}

const idOf = (value: OptionValue): string =>
  typeof value === 'object' && 'id' in value ? value.id : String(value);

async function sentAs(
  world: World,
  guild: Guild,
  option: Json,
  value: OptionValue,
  setting: Setting,
  resolved: Record<string, Record<string, Json>>,
): Promise<Json> {
  const bad = (why: string): Error =>
    new Error(`The option "${option.name}" does not take ${JSON.stringify(value)}: ${why}.`);
  const put = (kind: string, id: string, json: Json): void => {
    resolved[kind] = { ...resolved[kind], [id]: json };
  };
  const person = (id: string): boolean => {
    const member = guild.members.get(id);
    if (!member) return false;
    const { user: _, deaf: __, mute: ___, ...rest } = actingMemberJson(member);
    put('users', id, userJson(member.user));
    put('members', id, rest);
    return true;
  };
  const role = (id: string): boolean => {
    const found = guild.roles.find((one) => one.id === id);
    if (found) put('roles', id, roleJson(found, guild));
    return found !== undefined;
  };
  switch (option.type) {
    case OptionType.Text:
    case OptionType.Integer:
    case OptionType.Number:
      return plain(option, value, bad);
    case OptionType.Boolean:
      if (typeof value !== 'boolean') throw bad('it is true or false');
      return value;
    case OptionType.User:
      if (!person(idOf(value))) throw bad('there is no such member');
      return idOf(value);
    case OptionType.Role:
      if (!role(idOf(value))) throw bad('there is no such role');
      return idOf(value);
    case OptionType.Mentionable:
      if (!person(idOf(value)) && !role(idOf(value))) throw bad('there is no such member or role');
      return idOf(value);
    case OptionType.Channel: {
      const channel = world.channels.get(idOf(value));
      if (!channel) throw bad('there is no such channel');
      put('channels', channel.id, partialChannelJson(channel, world.bot));
      return channel.id;
    }
    default: {
      if (typeof value !== 'object' || !('bytes' in value)) throw bad('it is a file');
      const attachment = await store(world, setting.channelId, value);
      put('attachments', attachment.id, { ...attachmentJson(attachment), ephemeral: true });
      return attachment.id;
    }
  }
}

/** Text and numbers: choices, ranges and lengths as the client enforces them. */
function plain(option: Json, value: OptionValue, bad: (why: string) => Error): string | number {
  if (option.choices) {
    const choice =
      option.choices.find((one: Json) => one.value === value) ??
      option.choices.find(
        (one: Json) => one.name === value || Object.values(one.name_localizations ?? {}).includes(value),
      );
    if (!choice) throw bad(`its choices are ${option.choices.map((one: Json) => one.value).join(', ')}`);
    return choice.value;
  }
  if (option.type === OptionType.Text) {
    if (typeof value !== 'string' || value === '') throw bad('it is text');
    if (value.length < (option.min_length ?? 0)) throw bad(`it has ${option.min_length} characters or more`);
    if (value.length > (option.max_length ?? 6000))
      throw bad(`it has ${option.max_length ?? 6000} characters or fewer`);
    return value;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) throw bad('it is a number');
  if (option.type === OptionType.Integer && !Number.isSafeInteger(value)) throw bad('it is a whole number');
  if (value < (option.min_value ?? -Infinity)) throw bad(`it is ${option.min_value} or more`);
  if (value > (option.max_value ?? Infinity)) throw bad(`it is ${option.max_value} or less`);
  return value;
}
