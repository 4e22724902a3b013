/** Pictures and text files that people attach: only from Discord's own hosts, and never more bytes than Augie reads. */
import type { APIAttachment } from 'discord.js';
import { MOST_BYTES, tooLarge, type UploadKind } from '../../chat/uploads.ts';
import { UserError } from '../../i18n/user-error.ts';

/** Discord's hosts for attachments. */
const CDN = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];
const FETCH_MS = 20_000;

/** The bytes of an attachment. `cdn`: where attachments are instead of Discord's own hosts. Throws UserError. */
export async function readAttachment(
  { url, size, content_type }: APIAttachment,
  cdn: string | undefined,
  kind: UploadKind = 'picture',
): Promise<Uint8Array> {
  if (size > MOST_BYTES[kind]) throw tooLarge(kind);
  // Decoding finds out the real type.
  if (kind === 'picture' && content_type !== undefined && !content_type.startsWith('image/'))
    throw new UserError('picture.notAPicture');
  const hosts = cdn === undefined ? CDN : [cdn];
  if (!hosts.some((host) => new URL(url).origin === new URL(host).origin))
    throw new UserError('discord.strangePicture');

  const parts: Uint8Array[] = [];
  let received = 0;
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_MS) });
    if (!response.ok) throw new Error(String(response.status));
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      received += part.value.length;
      if (received > MOST_BYTES[kind]) throw tooLarge(kind);
      parts.push(part.value);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message, cause } = error as Error;
    throw new UserError('discord.pictureGone', { reason: (cause as NodeJS.ErrnoException)?.code ?? message });
  }
  return Buffer.concat(parts);
}
