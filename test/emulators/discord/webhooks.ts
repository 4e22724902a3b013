/** The webhook of an interaction: its answer edited, deleted and followed up, for fifteen minutes. */
import { Flag } from './components.ts';
import { refusals } from './errors.ts';
import {
  ANSWER_FLAGS,
  announce,
  GUILD_MESSAGES,
  type Interaction,
  lateness,
  refuseFlaws,
  TOKEN_LASTS_MS,
  withoutNonceRule,
  withoutTts,
} from './interactions.ts';
import { compose, edit } from './messages.ts';
import type { Json, Upload } from './types.ts';
import { flawsOf } from './validate.ts';
import type { StoredMessage, World } from './world.ts';

/** The interaction whose webhook that is; throws when the token is unknown, unused yet or over. */
export function webhookOf(world: World, applicationId: string, token: string): Interaction {
  const interaction = [...world.interactions.values()].find((one) => one.token === token);
  if (applicationId !== world.applicationId || !interaction) throw refusals.unknownWebhook();
  if (lateness(world, interaction) >= TOKEN_LASTS_MS) throw refusals.badWebhookToken();
  if (!interaction.callback) throw refusals.unknownWebhook();
  return interaction;
}

/** `@original` or an id, of that interaction. */
export function messageOf(interaction: Interaction, which: string): StoredMessage {
  const mine = [interaction.original, ...interaction.followUps].filter((message) => message !== undefined);
  const found = which === '@original' ? interaction.original : mine.find(({ id }) => id === which);
  if (!found || found.deleted) throw refusals.unknownMessage();
  return found;
}

/** `POST /webhooks/:app/:token`. */
export async function followUp(
  world: World,
  interaction: Interaction,
  body: Json,
  files: ReadonlyMap<string, Upload>,
): Promise<StoredMessage> {
  refuseFlaws(flawsOf('IncomingWebhookRequestPartial', withoutNonceRule(body)));
  const { original } = interaction;
  if (interaction.deferred && original && !original.deleted) {
    interaction.deferred = false;
    await edit(world, original, { ...body, flags: (body.flags ?? 0) & ~Flag.Ephemeral }, files);
    announce(world, 'MESSAGE_UPDATE', original);
    world.changed();
    return original;
  }
  const ephemeral = ((body.flags ?? 0) & Flag.Ephemeral) !== 0;
  const message = await compose(world, body, files, {
    channelId: interaction.channelId,
    author: world.bot,
    type: 19,
    interactionId: interaction.id,
    onlyFor: ephemeral ? interaction.userId : undefined,
    mayFlag: ANSWER_FLAGS,
  });
  interaction.followUps.push(message);
  world.messages.set(message.id, message);
  announce(world, 'MESSAGE_CREATE', message);
  world.changed();
  return message;
}

/** `PATCH /webhooks/:app/:token/messages/:id`. */
export async function editAnswer(
  world: World,
  interaction: Interaction,
  which: string,
  body: Json,
  files: ReadonlyMap<string, Upload>,
): Promise<StoredMessage> {
  refuseFlaws(flawsOf('IncomingWebhookUpdateRequestPartial', withoutTts(withoutNonceRule(body))));
  const message = messageOf(interaction, which);
  await edit(world, message, body, files);
  if (message === interaction.original) interaction.deferred = false;
  announce(world, 'MESSAGE_UPDATE', message);
  world.changed();
  return message;
}

export function remove(world: World, message: StoredMessage): void {
  message.deleted = true;
  if (message.onlyFor === undefined)
    world.dispatch(
      'MESSAGE_DELETE',
      {
        id: message.id,
        channel_id: message.channelId,
        guild_id: world.channels.get(message.channelId)?.guildId,
      },
      GUILD_MESSAGES,
    );
  world.changed();
}
