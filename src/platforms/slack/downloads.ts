/** Images and text files that people send with a form, from Slack's own host. */
import { fetchUpload, type UploadKind } from '../../chat/uploads.ts';

/** Slack's host for files. */
const HOSTS = ['https://files.slack.com'];

/** A file as a form describes it. */
export interface SentFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype?: string;
  readonly size?: number;
  readonly url_private_download?: string;
}

/** The bytes of a file. `host`: where files are instead of Slack's own host. Throws UserError. */
export const readFile = (
  { size = 0, mimetype, url_private_download: url = '' }: SentFile,
  token: string,
  host: string | undefined,
  kind: UploadKind,
): Promise<Uint8Array> =>
  fetchUpload(
    { url, size, mediaType: mimetype, kind },
    {
      hosts: host === undefined ? HOSTS : [host],
      headers: { authorization: `Bearer ${token}` },
      strange: 'slack.strangeFile',
      gone: 'slack.fileGone',
    },
  );
