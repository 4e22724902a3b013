/** Images and text files that people send with a form: only from where Slack keeps them, and never more than Augie reads. */
import { MOST_BYTES, tooLarge, type UploadKind } from '../../chat/uploads.ts';
import { UserError } from '../../i18n/user-error.ts';

/** Where Slack keeps files. */
const HOSTS = ['https://files.slack.com'];
const FETCH_MS = 20_000;

/** A file as a form tells of it. */
export interface SentFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype?: string;
  readonly size?: number;
  readonly url_private_download?: string;
}

/** The bytes of a file. `hosts`: where files are instead of Slack's own. Throws UserError. */
export async function readFile(
  { size = 0, mimetype = '', url_private_download: url = '' }: SentFile,
  token: string,
  host: string | undefined,
  kind: UploadKind,
): Promise<Uint8Array> {
  if (size > MOST_BYTES[kind]) throw tooLarge(kind);
  // What it really is shows when it is read.
  if (kind === 'picture' && mimetype !== '' && !mimetype.startsWith('image/'))
    throw new UserError('picture.notAPicture');
  const allowed = host === undefined ? HOSTS : [host];
  // The token goes nowhere else.
  if (!URL.canParse(url) || !allowed.some((one) => new URL(one).origin === new URL(url).origin))
    throw new UserError('slack.strangeFile');
  const parts: Uint8Array[] = [];
  let received = 0;
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
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
    throw new UserError('slack.fileGone', { reason: (cause as NodeJS.ErrnoException)?.code ?? message });
  }
  return Buffer.concat(parts);
}
