/** What a person does in front of Discord's client: commands, buttons, selects, modals, as their client would send them. */

import { type Answer, answerOf } from './answer.ts';
import { offered } from './commands.ts';
import { each, Type } from './components.ts';
import { announce, type Interaction, Kind, open } from './interactions.ts';
import { messageJson, newMessage, store, UPLOAD_LIMIT } from './messages.ts';
import { type OptionValues, optionsFor } from './options.ts';
import { actingMemberJson, partialChannelJson } from './people.ts';
import { botMay, holds, memberMay } from './permissions.ts';
import type { Json, Message, Upload } from './types.ts';
import type { Channel, Guild, Member, StoredMessage, World } from './world.ts';

export interface ChannelRef {
  readonly id: string;
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Runs a slash command, e.g. `experiment run`, as the person's client would let them. */
  command(channel: ChannelRef, name: string, options?: OptionValues): Promise<Answer>;
  /** The choices that the bot offers for the option being typed. */
  autocomplete(channel: ChannelRef, name: string, options: OptionValues, focused: string): Promise<Choice[]>;
  /** Presses the button with that custom id or label. */
  press(message: Message, button: string): Promise<Answer>;
  /** Chooses in the select with that custom id or placeholder; the values or labels of its options. */
  choose(message: Message, select: string, values: readonly string[]): Promise<Answer>;
  /** Sends a modal off; a value for each custom id or label. */
  submit(
    modal: Modal | undefined,
    values: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<Answer>;
  /** Writes a message by hand. */
  say(channel: ChannelRef, content: string, files?: readonly Upload[]): Promise<Message>;
  /** What this person sees in the channel: everybody's messages and the ephemeral ones for them. */
  sees(channel: ChannelRef): readonly Message[];
  /** Whether the client shows them the command. */
  mayUse(name: string): boolean;
  set(changes: {
    readonly locale?: string;
    readonly permissions?: bigint;
    readonly roles?: readonly string[];
  }): void;
}

export interface Modal {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly Json[];
  readonly interactionId: string;
}

/** Messages of a channel as that person sees them, or as everybody does. */
export const seenIn = (world: World, channelId: string, userId?: string): readonly StoredMessage[] =>
  [...world.messages.values()].filter(
    (message) =>
      message.channelId === channelId &&
      !message.deleted &&
      (message.onlyFor === undefined || message.onlyFor === userId),
  );

function base(world: World, guild: Guild, channel: Channel, member: Member): Json {
  return {
    application_id: world.applicationId,
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    channel_id: channel.id,
    channel: partialChannelJson(channel, world.bot),
    member: actingMemberJson(member),
    version: 1,
    app_permissions: String(botMay(channel)),
    locale: member.locale,
    guild_locale: guild.locale,
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: { '0': guild.id },
    context: 0,
    attachment_size_limit: UPLOAD_LIMIT,
  };
}

export function personOf(world: World, guild: Guild, member: Member): Person {
  const { user } = member;

  function start(
    channelRef: ChannelRef,
    type: number,
    data: Json,
    more: { message?: StoredMessage | undefined; payload?: Json; focusedType?: number } = {},
  ): Interaction {
    const channel = world.channels.get(channelRef.id);
    if (!channel) throw new Error(`There is no channel ${channelRef.id} any more.`);
    const opened = {
      type,
      userId: user.id,
      guildId: guild.id,
      channelId: channel.id,
      source: more.message,
      ...(more.focusedType === undefined ? {} : { focusedType: more.focusedType }),
    };
    return open(world, opened, (id, token) => ({
      ...base(world, guild, channel, member),
      ...(more.payload ?? {}),
      id,
      token,
      type,
      data,
    }));
  }

  const mayUse = (command: Json): boolean => {
    const needed = command.default_member_permissions;
    if (needed === null) return true;
    return holds(memberMay(member), needed === '0' ? 1n << 3n : BigInt(needed));
  };

  function chosen(name: string): Json {
    const first = name.split(' ')[0];
    const command = offered(world, guild.id).find((one) => one.type === 1 && one.name === first);
    if (!command) {
      const names = offered(world, guild.id).map((one) => `/${one.name}`);
      throw new Error(`There is no command /${first}. Registered: ${names.join(', ') || 'none'}.`);
    }
    if (!mayUse(command))
      throw new Error(
        `${user.name} is not shown /${first}: it needs permissions ${command.default_member_permissions}.`,
      );
    return command;
  }

  const commandData = (command: Json): Json => ({
    id: command.id,
    name: command.name,
    type: 1,
    ...(command.guild_id ? { guild_id: command.guild_id } : {}),
  });

  /** A button or select of a message that this person sees and that is not greyed out. */
  function component(message: Message, types: readonly number[], by: string): Json {
    if (message.deleted) throw new Error('The message is deleted.');
    if (message.onlyFor !== undefined && message.onlyFor !== user.id)
      throw new Error(`${user.name} does not see this message.`);
    const there = [...each(message.components)]
      .map((placed) => placed.component)
      .filter(({ type }) => types.includes(type));
    const found =
      there.find(({ custom_id }) => custom_id === by) ??
      there.find(({ label, placeholder }) => label === by || placeholder === by);
    if (!found) {
      const names = there.map((one) => `${one.label ?? one.placeholder ?? ''} (${one.custom_id ?? one.url})`);
      throw new Error(`The message has no "${by}". It has: ${names.join(', ') || 'none of the kind'}.`);
    }
    if (found.disabled) throw new Error(`"${by}" is disabled.`);
    if (found.style === 5) throw new Error(`"${by}" is a link.`);
    return found;
  }

  const stored = (message: Message): StoredMessage => {
    const found = world.messages.get(message.id);
    if (!found) throw new Error('There is no such message.');
    return found;
  };

  return {
    id: user.id,
    name: user.name,
    async command(channel, name, values = {}) {
      const command = chosen(name);
      const { options, resolved } = await optionsFor(world, guild, command, name, values, {
        member,
        channelId: channel.id,
      });
      const data = { ...commandData(command), options, ...(resolved ? { resolved } : {}) };
      return answerOf(world, start(channel, Kind.Command, data));
    },
    async autocomplete(channel, name, values, focused) {
      const command = chosen(name);
      const { options, focusedType } = await optionsFor(world, guild, command, name, values, {
        member,
        channelId: channel.id,
        focused,
      });
      const data = { ...commandData(command), options };
      const interaction = start(channel, Kind.Autocomplete, data, { focusedType: focusedType as number });
      const { data: given } = await answerOf(world, interaction).acknowledged;
      return (given.choices ?? []).map((choice: Json) => ({
        name: choice.name_localizations?.[member.locale] ?? choice.name,
        value: choice.value,
      }));
    },
    async press(message, by) {
      const button = component(message, [Type.Button], by);
      const source = stored(message);
      const data = { component_type: Type.Button, custom_id: button.custom_id, id: button.id };
      return answerOf(
        world,
        start({ id: source.channelId }, Kind.Component, data, {
          message: source,
          payload: { message: messageJson(world, source) },
        }),
      );
    },
    async choose(message, by, labels) {
      const select = component(message, [Type.StringSelect], by);
      const source = stored(message);
      const values = labels.map((label) => {
        const option =
          select.options.find((one: Json) => one.value === label) ??
          select.options.find((one: Json) => one.label === label);
        if (!option)
          throw new Error(
            `"${by}" has no option "${label}". It has: ${select.options.map((one: Json) => one.label).join(', ')}.`,
          );
        return option.value;
      });
      if (values.length < (select.min_values ?? 1) || values.length > (select.max_values ?? 1))
        throw new Error(
          `"${by}" takes ${select.min_values ?? 1} to ${select.max_values ?? 1} of its options.`,
        );
      const data = { component_type: Type.StringSelect, custom_id: select.custom_id, id: select.id, values };
      return answerOf(
        world,
        start({ id: source.channelId }, Kind.Component, data, {
          message: source,
          payload: { message: messageJson(world, source) },
        }),
      );
    },
    async submit(modal, values) {
      if (!modal) throw new Error('No modal was opened.');
      const opener = world.interactions.get(modal.interactionId) as Interaction;
      const data = { custom_id: modal.customId, components: submitted(modal, values) };
      const source = opener.source;
      return answerOf(
        world,
        start({ id: opener.channelId }, Kind.Modal, data, {
          message: source,
          payload: source ? { message: messageJson(world, source) } : {},
        }),
      );
    },
    async say(channel, content, files = []) {
      const attachments = [];
      for (const file of files) attachments.push(await store(world, channel.id, file));
      const version = { at: world.clock.now(), content, flags: 0, embeds: [], components: [], attachments };
      const where = { channelId: channel.id, author: user, type: 0, mayFlag: 0 };
      const message = newMessage(world, version, where, { everyone: false, users: [], roles: [] }, {});
      world.messages.set(message.id, message);
      announce(world, 'MESSAGE_CREATE', message);
      world.changed();
      return message;
    },
    sees: (channel) => seenIn(world, channel.id, user.id),
    mayUse: (name) => offered(world, guild.id).some((one) => one.name === name && mayUse(one)),
    set({ locale, permissions, roles }) {
      if (locale !== undefined) member.locale = locale;
      if (permissions !== undefined) member.permissions = permissions;
      if (roles !== undefined) member.roles = [...roles];
    },
  };
}

/** What a modal's client sends back: a value for each field, checked as the client does. */
function submitted(modal: Modal, values: Readonly<Record<string, string | readonly string[]>>): Json[] {
  const used = new Set<string>();
  const fill = (field: Json, label: string): Json => {
    const key = field.custom_id in values ? field.custom_id : label;
    const given = values[key];
    if (given !== undefined) used.add(key);
    const required = field.required ?? true;
    if (field.type === Type.TextInput) {
      const value = String(given ?? field.value ?? '');
      if (value === '' && required) throw new Error(`The field "${label}" must be filled in.`);
      if (
        value !== '' &&
        (value.length < (field.min_length ?? 0) || value.length > (field.max_length ?? 4000))
      )
        throw new Error(
          `The field "${label}" takes ${field.min_length ?? 0} to ${field.max_length ?? 4000} characters.`,
        );
      return { type: field.type, id: field.id, custom_id: field.custom_id, value };
    }
    const chosen = given === undefined ? [] : [given].flat();
    if (chosen.length === 0 && required) throw new Error(`The field "${label}" must be filled in.`);
    for (const value of chosen)
      if (field.options && !field.options.some((option: Json) => option.value === value))
        throw new Error(`The field "${label}" has no "${value}".`);
    if (field.type === 21)
      return { type: 21, id: field.id, custom_id: field.custom_id, value: chosen[0] ?? null };
    if (field.type === 23)
      return { type: 23, id: field.id, custom_id: field.custom_id, value: chosen[0] === 'true' };
    return { type: field.type, id: field.id, custom_id: field.custom_id, values: chosen };
  };
  const components = modal.components.map((component): Json => {
    if (component.type === Type.Label)
      return { type: Type.Label, id: component.id, component: fill(component.component, component.label) };
    if (component.type === Type.ActionRow)
      return {
        type: 1,
        id: component.id,
        components: component.components.map((field: Json) => fill(field, field.label)),
      };
    return { type: component.type, id: component.id };
  });
  const unknown = Object.keys(values).filter((key) => !used.has(key));
  if (unknown.length > 0) throw new Error(`The modal has no ${unknown.join(', ')}.`);
  return components;
}
