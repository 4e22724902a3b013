/** Images and text files that people attach, from Discord's own hosts. */
import type { APIAttachment } from 'discord.js';
import { fetchUpload, type UploadKind } from '../../chat/uploads.ts';

/** Discord's hosts for attachments. */
const CDN = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** The bytes of an attachment. `cdn`: where attachments are instead of Discord's own hosts. Throws UserError. */
export const readAttachment = (
  { url, size, content_type }: APIAttachment,
  cdn: string | undefined,
  kind: UploadKind = 'picture',
): Promise<Uint8Array> =>
  fetchUpload(
    { url, size, mediaType: content_type, kind },
    {
      hosts: cdn === undefined ? CDN : [cdn],
      strange: 'discord.strangePicture',
      gone: 'discord.pictureGone',
    },
  );
