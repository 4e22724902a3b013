/** Images and text files that people send with a command: how large they may be, and fetching them from a platform. */
import type { MessageKey } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import { maxBytes } from '../images/decode.ts';

export type UploadKind = 'picture' | 'file';

/** Bytes. */
export const MOST_BYTES: Readonly<Record<UploadKind, number>> = { picture: maxBytes, file: 100_000 };

/** The error for a larger one. */
export const tooLarge = (kind: UploadKind): UserError =>
  kind === 'picture'
    ? new UserError('picture.tooLarge', { max: MOST_BYTES.picture / 1e6 })
    : new UserError('file.tooLarge', { max: MOST_BYTES.file / 1e3 });

const FETCH_MS = 20_000;

export interface Upload {
  readonly url: string;
  /** What the platform says of it: nobody has looked at the bytes yet. */
  readonly size: number;
  readonly mediaType: string | undefined;
  readonly kind: UploadKind;
}

export interface UploadSource {
  /** Origins of the platform's files: nothing else is fetched, and no token goes elsewhere. */
  readonly hosts: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The messages for a file from another host, and for one that cannot be fetched (`reason`). */
  readonly strange: MessageKey;
  readonly gone: MessageKey;
}

/** The bytes of a file that a platform keeps; reads no more than MOST_BYTES. Throws UserError. */
export async function fetchUpload(
  { url, size, mediaType = '', kind }: Upload,
  { hosts, headers = {}, strange, gone }: UploadSource,
): Promise<Uint8Array> {
  if (size > MOST_BYTES[kind]) throw tooLarge(kind);
  // Decoding finds out the real type.
  if (kind === 'picture' && mediaType !== '' && !mediaType.startsWith('image/'))
    throw new UserError('picture.notAPicture');
  if (!URL.canParse(url) || !hosts.some((host) => new URL(host).origin === new URL(url).origin))
    throw new UserError(strange);
  const parts: Uint8Array[] = [];
  let received = 0;
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(FETCH_MS),
    });
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
    throw new UserError(gone, { reason: (cause as NodeJS.ErrnoException)?.code ?? message });
  }
  return Buffer.concat(parts);
}
