/** Interactions: their three seconds and fifteen minutes, and what an application may answer to each. */
import { modalFlaws } from './component-rules.ts';
import { Flag } from './components.ts';
import { type Flaw, flaw, invalidBody, refusals } from './errors.ts';
import { messageJson } from './message-json.ts';
import { compose, edit } from './messages.ts';
import type { Json, Upload } from './types.ts';
import { flawsOf } from './validate.ts';
import type { StoredMessage, World } from './world.ts';

export const ANSWER_WITHIN_MS = 3_000;
export const TOKEN_LASTS_MS = 15 * 60_000;

export const Kind = { Command: 2, Component: 3, Autocomplete: 4, Modal: 5 } as const;

export interface Callback {
  readonly type: number;
  readonly data: Json;
}

export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly userId: string;
  readonly guildId: string;
  readonly channelId: string;
  /** What the gateway sent. */
  readonly payload: Json;
  /** By `clock.elapsed()`. */
  readonly startedAt: number;
  /** The message of a pressed button, or of the button that opened the modal. */
  readonly source: StoredMessage | undefined;
  /** For an autocomplete: the type of the focused option. */
  readonly focusedType?: number;
  callback: Callback | undefined;
  acknowledgedAt: number | undefined;
  /** The message to a person when no answer comes. */
  failed: string | undefined;
  original: StoredMessage | undefined;
  /** A type 5 defer of which nothing has come yet: the first follow-up becomes the original. */
  deferred: boolean;
  readonly followUps: StoredMessage[];
}

export type Opened = Pick<Interaction, 'type' | 'userId' | 'guildId' | 'channelId' | 'source'> & {
  readonly focusedType?: number;
};

const NO_ANSWER = 'The application did not respond';

/** Starts the clocks of an interaction and sends it to the application. */
export function open(
  world: World,
  opened: Opened,
  payload: (id: string, token: string) => Json,
): Interaction {
  const { clock } = world;
  const id = world.newId();
  const token = `aW50ZXJhY3Rpb246${Buffer.from(`${id}:for a person of the emulator`).toString('base64url')}`;
  const interaction: Interaction = {
    ...opened,
    id,
    token,
    payload: payload(id, token),
    startedAt: clock.elapsed(),
    callback: undefined,
    acknowledgedAt: undefined,
    failed: undefined,
    original: undefined,
    deferred: false,
    followUps: [],
  };
  world.interactions.set(id, interaction);
  clock.after(ANSWER_WITHIN_MS, () => {
    if (interaction.callback) return;
    interaction.failed = opened.source ? 'This interaction failed' : NO_ANSWER;
    world.changed();
  });
  clock.after(TOKEN_LASTS_MS, () => {
    if (interaction.original?.thinking && !interaction.original.deleted) interaction.failed = NO_ANSWER;
    world.changed();
  });
  world.dispatch('INTERACTION_CREATE', interaction.payload);
  world.changed();
  return interaction;
}

export const lateness = (world: World, { startedAt }: Interaction): number =>
  world.clock.elapsed() - startedAt;

/** Which callbacks may answer which interaction. */
function mayAnswer({ type, source }: Interaction, callback: number): boolean {
  if (type === Kind.Autocomplete) return callback === 8;
  if (callback === 4 || callback === 5) return true;
  if (callback === 6 || callback === 7) return source !== undefined;
  return callback === 9 && type !== Kind.Modal;
}

const schemaOf: Record<number, string> = {
  4: 'IncomingWebhookInteractionRequest',
  5: 'IncomingWebhookInteractionRequest',
  6: 'IncomingWebhookUpdateForInteractionCallbackRequestPartial',
  7: 'IncomingWebhookUpdateForInteractionCallbackRequestPartial',
  9: 'ModalInteractionCallbackRequestData',
};

/** discord.js says so in every body, also where Discord's specification has no such key. */
export function withoutNonceRule(body: Json): Json {
  if (typeof body !== 'object' || body === null) return body;
  const { enforce_nonce: _, ...rest } = body;
  return rest;
}

export function refuseFlaws(flaws: readonly Flaw[]): void {
  if (flaws.length > 0) throw invalidBody(flaws);
}

/** `POST /interactions/:id/:token/callback`; what it returns is the answer to `with_response=true`. */
export async function callBack(
  world: World,
  id: string,
  token: string,
  body: Json,
  files: ReadonlyMap<string, Upload>,
): Promise<Json> {
  const interaction = world.interactions.get(id);
  if (!interaction || interaction.token !== token) throw refusals.unknownInteraction();
  if (interaction.callback) throw refusals.alreadyAcknowledged();
  if (lateness(world, interaction) >= ANSWER_WITHIN_MS) throw refusals.unknownInteraction();
  const type: number = body?.type;
  if (typeof type !== 'number' || !mayAnswer(interaction, type))
    refuseFlaws([
      flaw(
        ['type'],
        'INTERACTION_CALLBACK_TYPE_INVALID',
        `Callback ${type} cannot answer interaction type ${interaction.type}.`,
      ),
    ]);
  const unknown = Object.keys(withoutNonceRule(body)).filter((key) => key !== 'type' && key !== 'data');
  refuseFlaws(
    unknown.map((key) =>
      flaw([key], 'UNKNOWN_KEY', `Discord knows no "${key}" here and would pass over it.`),
    ),
  );
  const data = withoutNonceRule(body.data ?? {});
  if (type === 8) refuseFlaws(choiceFlaws(data, interaction.focusedType ?? 3));
  else refuseFlaws(flawsOf(schemaOf[type] as string, type < 6 ? data : withoutTts(data), ['data']));

  // From here on a second callback is one too many, also while files of this one are being stored.
  interaction.callback = { type, data };
  try {
    await doCallback(world, interaction, type, data, files);
  } catch (error) {
    interaction.callback = undefined;
    throw error;
  }
  interaction.acknowledgedAt = world.clock.elapsed();
  world.changed();
  return responseOf(world, interaction, type);
}

async function doCallback(
  world: World,
  interaction: Interaction,
  type: number,
  data: Json,
  files: ReadonlyMap<string, Upload>,
): Promise<void> {
  const ephemeral = ((data.flags ?? 0) & Flag.Ephemeral) !== 0;
  const where = {
    channelId: interaction.channelId,
    author: world.bot,
    type: interaction.type === Kind.Command ? 20 : interaction.source ? 19 : 0,
    interactionId: interaction.id,
    onlyFor: ephemeral ? interaction.userId : undefined,
  };
  if (type === 4)
    interaction.original = await compose(world, data, files, { ...where, mayFlag: ANSWER_FLAGS });
  if (type === 5) {
    interaction.original = await compose(world, { flags: data.flags }, new Map(), {
      ...where,
      mayFlag: Flag.Ephemeral,
      loading: true,
    });
    interaction.deferred = true;
  }
  if (type === 6 || type === 7) interaction.original = interaction.source as StoredMessage;
  if (type === 7) {
    await edit(world, interaction.source as StoredMessage, data, files);
    announce(world, 'MESSAGE_UPDATE', interaction.source as StoredMessage);
  }
  if (type === 9) refuseFlaws(modalFlaws(data).map((one) => ({ ...one, path: ['data', ...one.path] })));
  if ((type === 4 || type === 5) && interaction.original) {
    world.messages.set(interaction.original.id, interaction.original);
    announce(world, 'MESSAGE_CREATE', interaction.original);
  }
}

export const ANSWER_FLAGS =
  Flag.Ephemeral | Flag.SuppressEmbeds | Flag.SuppressNotifications | Flag.ComponentsV2;

function responseOf(world: World, interaction: Interaction, type: number): Json {
  const { original } = interaction;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: interaction.channelId,
      guild_id: interaction.guildId,
      ...(original
        ? {
            response_message_id: original.id,
            response_message_loading: original.thinking,
            response_message_ephemeral: original.onlyFor !== undefined,
          }
        : {}),
    },
    // The specification has a resource for messages that are made or changed at once, and for nothing else.
    ...(original && (type === 4 || type === 7)
      ? { resource: { type, message: messageJson(world, original) } }
      : {}),
  };
}

function choiceFlaws(data: Json, optionType: number): Flaw[] {
  const names: Record<number, string> = { 3: 'String', 4: 'Integer', 10: 'Number' };
  const flaws = flawsOf(`InteractionApplicationCommandAutocompleteCallback${names[optionType]}Data`, data, [
    'data',
  ]);
  const choices: Json[] = Array.isArray(data?.choices) ? data.choices : [];
  for (const [index, choice] of choices.entries())
    if (
      optionType === 3 &&
      typeof choice?.value === 'string' &&
      (choice.value.length > 100 || choice.value.length < 1)
    )
      flaws.push(
        flaw(
          ['data', 'choices', index, 'value'],
          'BASE_TYPE_BAD_LENGTH',
          'Must be between 1 and 100 in length.',
        ),
      );
  return flaws;
}

/** Ephemeral messages are only announced to the person who sees them. */
export function announce(world: World, event: string, message: StoredMessage): void {
  if (message.onlyFor !== undefined) return;
  world.dispatch(
    event,
    { ...messageJson(world, message), guild_id: world.channels.get(message.channelId)?.guildId },
    GUILD_MESSAGES,
  );
}

export const GUILD_MESSAGES = 1 << 9;

/** discord.js says `tts: false` in edits as well; Discord passes over it. */
export function withoutTts(body: Json): Json {
  if (typeof body !== 'object' || body === null || body.tts !== false) return body;
  const { tts: _, ...rest } = body;
  return rest;
}
