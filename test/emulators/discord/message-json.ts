/** A message as Discord writes it. */
import { attachmentJson } from './attachments.ts';
import { userJson } from './people.ts';
import type { Json } from './types.ts';
import { madeAt, type StoredMessage, type World } from './world.ts';

export function messageJson(world: World, message: StoredMessage): Json {
  const edited = message.edits.length > 1 ? message.at : undefined;
  const interaction =
    message.interactionId === undefined ? undefined : world.interactions.get(message.interactionId);
  const user = interaction && world.users.get(interaction.userId);
  const replied = message.replyTo === undefined ? undefined : world.messages.get(message.replyTo);
  return {
    id: message.id,
    channel_id: message.channelId,
    author: userJson(message.author),
    type: message.type,
    content: message.content,
    timestamp: new Date(madeAt(message.id)).toISOString(),
    edited_timestamp: edited === undefined ? null : new Date(edited).toISOString(),
    tts: false,
    mention_everyone: message.pings.everyone,
    mentions: message.pings.users.flatMap((id) => {
      const found = world.users.get(id);
      return found ? [userJson(found)] : [];
    }),
    mention_roles: message.pings.roles,
    attachments: message.attachments.map(attachmentJson),
    embeds: message.embeds,
    components: message.components,
    pinned: false,
    flags: message.flags,
    ...(message.author.id === world.bot.id ? { application_id: world.applicationId } : {}),
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(interaction && user
      ? {
          webhook_id: world.applicationId,
          interaction_metadata: {
            id: interaction.id,
            type: interaction.type,
            user: userJson(user),
            authorizing_integration_owners: { '0': interaction.guildId },
          },
        }
      : {}),
    ...(message.replyTo === undefined
      ? {}
      : {
          message_reference: { type: 0, message_id: message.replyTo, channel_id: message.channelId },
          referenced_message:
            replied && !replied.deleted
              ? messageJson(world, { ...replied, replyTo: undefined } as StoredMessage)
              : null,
        }),
  };
}
