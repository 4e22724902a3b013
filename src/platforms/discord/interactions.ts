/** From an interaction to its answer: acknowledged first, answered once, in private if needed. */
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteractionDataOption,
  type APIAttachment,
  type APIChatInputApplicationCommandInteraction,
  type APIGuildInteraction,
  type APIInteraction,
  type APIMessage,
  type APIMessageComponentInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  type RESTPostAPIInteractionCallbackWithResponseResult,
  Routes,
} from 'discord.js';
import type { Field, FormValues } from '../../chat/card.ts';
import { parseActionId } from '../../chat/command.ts';
import { localeOf } from '../../chat/dispatch.ts';
import type { Input, Invocation, RawOptions } from '../../chat/place.ts';
import type { Dispatch, Lookup, Respond, Visibility } from '../../chat/ports.ts';
import type { ServiceParts } from '../../chat/service-parts.ts';
import { mistakeCard } from '../../chat/trouble.ts';
import { within } from '../../chat/within.ts';
import { translate } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';
import { wait } from '../../time/wait.ts';
import { autocompleted, type Filled } from './autocomplete.ts';
import { parseInputId } from './custom-id.ts';
import { ACKNOWLEDGE_MS, LIMITS, TOKEN_MS } from './limits.ts';

import type { Messages } from './messages.ts';
import { filledIn, modalField } from './modal.ts';
import { DISCORD, lacking, namedOf, personOf } from './person.ts';
import type { Reachable } from './reachable.ts';
import { hasCode, isPassing, type Requests } from './requests.ts';
import { readAttachment } from './uploads.ts';

export interface InteractionsParts extends Omit<ServiceParts, 'charts' | 'say' | 't'> {
  readonly requests: Requests;
  readonly messages: Messages;
  readonly reachable: Reachable;
  readonly dispatch: Dispatch;
  /** Where attachments are, if not at Discord's own hosts. */
  readonly cdn: string | undefined;
}

/** What somebody did, and who will see the answer. */
interface Request {
  readonly input: Input;
  readonly visibility: Visibility;
  readonly lookup: Lookup;
}

/** An acknowledgement that arrived. */
interface Acknowledged {
  /** The message for the answer, if Discord's response to the acknowledgement arrived. */
  readonly message?: string | undefined;
}

/** How often a failed acknowledgement is tried again. */
const AGAIN_MS = 200;

/** Answers interactions; its promises never reject. */
export function createInteractions(parts: InteractionsParts): (interaction: APIInteraction) => Promise<void> {
  const { clock, requests, messages } = parts;
  /** Interactions that have already come: a resumed gateway sends them again. */
  const seen = new Map<string, number>();

  function isNew(id: string): boolean {
    const now = clock.elapsed();
    for (const [old, at] of seen) {
      if (now - at < TOKEN_MS) break;
      seen.delete(old);
    }
    if (seen.has(id)) return false;
    seen.set(id, now);
    return true;
  }

  const place = ({ channel }: APIGuildInteraction) => ({ platform: DISCORD, channel: channel?.id ?? '' });
  const whoOf = (interaction: APIGuildInteraction) => ({
    person: personOf(interaction.member, parts.classroomOf(place(interaction)), parts.teachers),
    place: place(interaction),
    localeTag: interaction.locale,
  });

  /**
   * The first answer; undefined if another process gave it, or if it came too late: then nothing else must happen. A
   * failed attempt may have arrived, so "acknowledged already" can mean our own attempt.
   */
  async function acknowledge({ id, token }: APIInteraction, body: object): Promise<Acknowledged | undefined> {
    const began = clock.elapsed();
    for (let uncertain = false; ; ) {
      try {
        const answer = (await requests.hooks.post(Routes.interactionCallback(id, token), {
          auth: false,
          body,
          query: new URLSearchParams({ with_response: 'true' }),
        })) as RESTPostAPIInteractionCallbackWithResponseResult;
        return { message: answer.interaction.response_message_id };
      } catch (error) {
        if (uncertain && hasCode(error, 'acknowledged')) return {};
        if (!isPassing(error) || clock.elapsed() - began > ACKNOWLEDGE_MS) {
          parts.log('an interaction could not be acknowledged', { err: error, id });
          return undefined;
        }
        uncertain = true;
        await wait(clock, AGAIN_MS);
      }
    }
  }

  /** One private sentence as the first answer. */
  async function refuse(interaction: APIInteraction, error: UserError, locale: string): Promise<void> {
    const { body } = await messages.render(mistakeCard(translate(locale), error));
    await acknowledge(interaction, {
      type: InteractionResponseType.ChannelMessageWithSource,
      data: { ...body, flags: body.flags | MessageFlags.Ephemeral },
    });
  }

  async function answer(
    interaction: APIGuildInteraction,
    { input, visibility, lookup }: Request,
  ): Promise<void> {
    const who = whoOf(interaction);
    const isPrivate = visibility === 'asker';
    const missing = isPrivate ? [] : lacking(interaction);
    if (missing.length > 0) {
      const locale = localeOf(who, parts);
      const names = missing.map((one) => translate(locale)(`discord.permissions.${one}`));
      return refuse(
        interaction,
        new UserError('discord.cannotPost', { permissions: names.join(', ') }),
        locale,
      );
    }
    const acknowledged = await acknowledge(interaction, {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      data: { flags: isPrivate ? MessageFlags.Ephemeral : 0 },
    });
    if (!acknowledged) return;
    parts.reachable.remember(who.place.channel, who.person.id, interaction);

    const reply =
      acknowledged.message === undefined || isPrivate
        ? undefined
        : messages.reserved(who.place, acknowledged.message, interaction);
    const respond: Respond = (card, seenBy, nonce) =>
      seenBy === 'asker' && !isPrivate
        ? messages.replyInPrivate(who.place, interaction, card)
        : messages.reply(who.place, interaction, card, nonce);
    const invocation: Invocation = { ...who, input, ...(reply && { reply }) };
    await parts.dispatch(invocation, respond, lookup);
  }

  function commandRequest({ data }: APIChatInputApplicationCommandInteraction): Request {
    const { name, options } = filledOf(data);
    const command = parts.commands.find((one) => one.name === name)?.command;
    const attachments: Readonly<Record<string, APIAttachment>> = data.resolved?.attachments ?? {};
    const lookup: Lookup = {
      async readPicture(reference) {
        const attachment = attachments[reference];
        if (!attachment) throw new UserError('discord.strangePicture');
        return readAttachment(attachment, parts.cdn);
      },
      async readFile(reference) {
        const attachment = attachments[reference];
        if (!attachment) throw new UserError('file.notHere');
        return readAttachment(attachment, parts.cdn, 'file');
      },
      async readMember(reference) {
        const named = namedOf(reference, data.resolved ?? {});
        if (!named) throw new UserError('option.missing', { name: 'who' });
        return named;
      },
    };
    const raw: RawOptions = Object.fromEntries(options.map((one) => [one.name, one.value]));
    return { input: { command: name, options: raw }, visibility: command?.visibility ?? 'asker', lookup };
  }

  function actionRequest(action: string, values?: FormValues): Request {
    const name = parseActionId(action)?.command;
    const command = parts.commands.find((one) => one.name === name)?.command;
    const input = { action, ...(values && { values }) };
    return { input, visibility: command?.visibility ?? 'asker', lookup: {} };
  }

  async function pressed(interaction: APIGuildInteraction & APIMessageComponentInteraction): Promise<void> {
    const { data, message } = interaction;
    const asked = parseInputId(data.custom_id);
    if (asked === undefined) {
      const action = data.component_type === ComponentType.StringSelect ? data.values[0] : data.custom_id;
      return answer(interaction, actionRequest(action ?? ''));
    }
    const who = whoOf(interaction);
    const locale = localeOf(who, parts);
    const title = labelOf(message, data.custom_id) ?? translate(locale)('discord.answer');
    let fields: readonly Field[];
    try {
      fields = parts.form({ ...who, input: { action: asked } });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return refuse(interaction, error, locale);
    }
    await acknowledge(interaction, {
      type: InteractionResponseType.Modal,
      data: { custom_id: asked, title: within(title, LIMITS.modalTitle), components: fields.map(modalField) },
    });
  }

  async function complete(
    interaction: APIGuildInteraction & APIApplicationCommandAutocompleteInteraction,
  ): Promise<void> {
    const { name, options } = filledOf(interaction.data);
    const who = whoOf(interaction);
    const locale = localeOf(who, parts);
    const choices = autocompleted(name, options, parts.assist, { ...who, locale });
    await acknowledge(interaction, {
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices },
    });
  }

  async function handle(interaction: APIInteraction): Promise<void> {
    if (!isNew(interaction.id)) return;
    if (!isInServer(interaction)) {
      const { locale } = interaction as { locale?: string };
      return refuse(interaction, new UserError('discord.noServer'), locale ?? 'en');
    }
    switch (interaction.type) {
      case InteractionType.ApplicationCommandAutocomplete:
        return complete(interaction);
      case InteractionType.MessageComponent:
        return pressed(interaction);
      case InteractionType.ModalSubmit:
        return answer(interaction, actionRequest(interaction.data.custom_id, filledIn(interaction)));
      case InteractionType.ApplicationCommand:
        if (interaction.data.type !== ApplicationCommandType.ChatInput) return;
        return answer(interaction, commandRequest(interaction as APIChatInputApplicationCommandInteraction));
    }
  }

  return (interaction) =>
    handle(interaction).catch((error: unknown) =>
      parts.log('an interaction could not be answered', { err: error, id: interaction.id }),
    );
}

const isInServer = (interaction: APIInteraction): interaction is APIGuildInteraction =>
  interaction.guild_id !== undefined;

/** A command's name with its second word, and the given options. */
function filledOf({
  name,
  options = [],
}: {
  readonly name: string;
  readonly options?: readonly APIApplicationCommandInteractionDataOption<InteractionType>[] | undefined;
}): { name: string; options: readonly Filled[] } {
  const [first] = options;
  return first?.type === ApplicationCommandOptionType.Subcommand
    ? { name: `${name} ${first.name}`, options: (first.options ?? []) as readonly Filled[] }
    : { name, options: options as readonly Filled[] };
}

/** The label of the pressed button. */
function labelOf({ components = [] }: APIMessage, customId: string): string | undefined {
  const find = (all: readonly object[]): string | undefined => {
    for (const one of all as readonly {
      custom_id?: string;
      label?: string;
      components?: readonly object[];
    }[]) {
      if (one.custom_id === customId) return one.label;
      const found = find(one.components ?? []);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(components);
}
