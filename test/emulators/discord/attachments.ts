/** Files: kept on the emulated CDN, and written out as Discord does. */
import sharp from 'sharp';
import type { Attachment, Json, Upload } from './types.ts';
import type { World } from './world.ts';

/** 10 MiB a file, since 2025. */
export const UPLOAD_LIMIT = 10 * 1024 * 1024;

const kinds: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  zip: 'application/zip',
};

/** Discord keeps letters of every language, digits, dots, dashes and underscores. */
export const nameAsKept = (name: string): string => name.replaceAll(/[^\p{L}\p{N}\p{M}._-]+/gu, '_');

/** Puts a file on the CDN. */
export async function store(
  world: World,
  channelId: string,
  file: Upload,
  description?: string,
): Promise<Attachment> {
  const id = world.newId();
  const filename = nameAsKept(file.name);
  const ending = filename.split('.').at(-1)?.toLowerCase() ?? '';
  const contentType = file.contentType ?? kinds[ending] ?? 'application/octet-stream';
  const size = contentType.startsWith('image/')
    ? await sharp(file.bytes)
        .metadata()
        .catch(() => undefined)
    : undefined;
  const path = `attachments/${channelId}/${id}/${encodeURIComponent(filename)}`;
  const attachment: Attachment = {
    id,
    filename,
    description,
    contentType,
    bytes: file.bytes,
    url: `${world.origin}/cdn/${path}`,
    width: size?.width,
    height: size?.height,
  };
  world.files.set(path, attachment);
  return attachment;
}

export const attachmentJson = (attachment: Attachment): Json => ({
  id: attachment.id,
  filename: attachment.filename,
  size: attachment.bytes.byteLength,
  url: attachment.url,
  proxy_url: attachment.url,
  content_type: attachment.contentType,
  ...(attachment.description === undefined ? {} : { description: attachment.description }),
  ...(attachment.width === undefined ? {} : { width: attachment.width, height: attachment.height }),
});
