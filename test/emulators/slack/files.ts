/** Files: uploads in three steps, which take a while to be ready, and downloads that need the token. */
import { addMessage, Refusal, writable } from './messages.ts';
import type { Json, SlackFile } from './types.ts';
import type { World } from './world.ts';

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  txt: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
};

export const typeOf = (name: string): string =>
  TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';

export function fileJson(world: World, file: SlackFile): Json {
  const isReady = file.readyAt <= world.clock.elapsed();
  const download = `${world.origin}/files-pri/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    // Empty until Slack has looked at it.
    mimetype: isReady ? file.mimetype : '',
    filetype: isReady ? (/\.(\w+)$/.exec(file.name)?.[1] ?? '') : '',
    user: file.user,
    size: file.bytes.length,
    mode: 'hosted',
    is_external: false,
    url_private: download,
    url_private_download: download,
    channels: [...file.channels],
    ...(file.alt !== undefined && { alt_txt: file.alt }),
  };
}

export function addFile(
  world: World,
  file: Pick<SlackFile, 'name' | 'bytes' | 'user'> &
    Partial<Pick<SlackFile, 'id' | 'mimetype' | 'title' | 'alt'>>,
): SlackFile {
  const made: SlackFile = {
    id: file.id ?? world.newId('F'),
    name: file.name,
    title: file.title ?? file.name,
    alt: file.alt,
    bytes: file.bytes,
    mimetype: file.mimetype ?? typeOf(file.name),
    user: file.user,
    readyAt: world.clock.elapsed() + world.fileDelayMs,
    channels: new Set(),
  };
  world.files.set(made.id, made);
  return made;
}

export function uploadUrl(world: World, { filename, length, alt_text }: Json): Json {
  if (typeof filename !== 'string' || filename === '') throw new Refusal('invalid_arguments', {}, true);
  const size = Number(length);
  if (!Number.isInteger(size) || size < 1) throw new Refusal('invalid_arguments', {}, true);
  const id = world.newId('F');
  world.uploads.set(id, {
    id,
    name: filename,
    length: size,
    alt: alt_text,
    bytes: undefined,
    completed: false,
  });
  return { upload_url: `${world.origin}/upload/v1/${id}`, file_id: id };
}

/** What was sent to an upload's address. */
export function receiveUpload(world: World, id: string, bytes: Uint8Array): void {
  const upload = world.uploads.get(id);
  if (!upload || upload.completed) throw new Refusal('upload_not_found', {}, true);
  if (upload.length !== bytes.length) throw new Refusal('size_mismatch', {}, true);
  upload.bytes = bytes;
}

export function completeUploads(world: World, { files, channel_id, thread_ts, initial_comment }: Json): Json {
  const done = (files as Json[]).map(({ id, title }) => {
    const upload = world.uploads.get(id);
    if (!upload?.bytes || upload.completed) throw new Refusal('file_not_found', {}, true);
    return { upload, title };
  });
  const channel = channel_id === undefined ? undefined : writable(world, channel_id);
  const made = done.map(({ upload, title }) => {
    upload.completed = true;
    const { name, alt, bytes = new Uint8Array() } = upload;
    return addFile(world, { id: upload.id, name, alt, bytes, title: title ?? name, user: world.bot.id });
  });
  if (channel) {
    for (const file of made) file.channels.add(channel.id);
    addMessage(world, {
      channel: channel.id,
      user: world.bot.id,
      text: initial_comment ?? '',
      threadTs: thread_ts,
      files: made,
    });
  }
  // Without a mimetype, and without where it was shared: both come later.
  return { files: made.map(({ id, title }) => ({ id, title })) };
}
