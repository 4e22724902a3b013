/** Messages: made, edited, deleted and written out as Discord does. */
import sharp from 'sharp';
import { type Draft, draftFlaws, Flag, mediaOf, numbered, referenced, textsIn } from './components.ts';
import { type Flaw, flaw, invalidBody, refusals } from './errors.ts';
import { userJson } from './people.ts';
import { Permission } from './permissions.ts';
import type { Attachment, Json, Pings, Upload, User, Version } from './types.ts';
import { madeAt, type StoredMessage, type World } from './world.ts';

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
const nameAsKept = (name: string): string => name.replaceAll(/[^\p{L}\p{N}\p{M}._-]+/gu, '_');

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

export interface Where {
  readonly channelId: string;
  readonly author: User;
  readonly type: number;
  readonly onlyFor?: string | undefined;
  readonly interactionId?: string | undefined;
  /** Flags that may be set here. */
  readonly mayFlag: number;
  readonly loading?: boolean;
}

function checkFiles(body: Json, files: ReadonlyMap<string, Upload>): Flaw[] {
  const listed: Json[] = body.attachments ?? [];
  return listed.flatMap(({ id }, index) =>
    // An id of the upload is a small number, one of a kept file is a snowflake.
    id.length < 6 && !files.has(id)
      ? [flaw(['attachments', index, 'id'], 'ATTACHMENT_NOT_FOUND', `The request has no files[${id}].`)]
      : [],
  );
}

function resolve(world: World, components: readonly Json[], attachments: readonly Attachment[]): Json[] {
  const resolved = numbered(components);
  for (const { media } of mediaOf(resolved)) {
    const name = referenced(media.url);
    const attachment = attachments.find(({ filename, url }) => filename === name || url === media.url);
    if (!attachment) continue;
    Object.assign(media, {
      url: attachment.url,
      proxy_url: attachment.url,
      width: attachment.width ?? null,
      height: attachment.height ?? null,
      content_type: attachment.contentType,
      attachment_id: attachment.id,
      loading_state: 2,
      flags: 0,
    });
  }
  for (const component of resolved.flatMap(function inside(c: Json): Json[] {
    return [c, ...(c.components ?? []).flatMap(inside)];
  }))
    if (component.type === 13) {
      const attachment = attachments.find(({ id }) => id === component.file.attachment_id);
      Object.assign(component, { name: attachment?.filename, size: attachment?.bytes.byteLength });
    }
  void world;
  return resolved;
}

const embedsJson = (embeds: readonly Json[], attachments: readonly Attachment[]): Json[] =>
  embeds.map((embed) => {
    const copy = { type: 'rich', ...structuredClone(embed) };
    for (const key of ['image', 'thumbnail']) {
      const name = referenced(copy[key]?.url);
      const attachment = attachments.find(({ filename }) => filename === name);
      if (attachment)
        copy[key] = {
          url: attachment.url,
          proxy_url: attachment.url,
          width: attachment.width,
          height: attachment.height,
        };
    }
    return copy;
  });

/** The message with that body, not yet shown to anybody; throws what Discord would refuse. */
export async function compose(
  world: World,
  body: Json,
  files: ReadonlyMap<string, Upload>,
  where: Where,
): Promise<StoredMessage> {
  const flags = body.flags ?? 0;
  checkFlags(flags, where.mayFlag);
  const uploads = described(body, files);
  const draft: Draft = {
    content: body.content ?? '',
    flags,
    embeds: body.embeds ?? [],
    components: body.components ?? [],
    files: uploads.map(({ file }) => nameAsKept(file.name)),
  };
  const flaws = [...checkFiles(body, files), ...draftFlaws(draft)];
  if (flaws.length > 0) throw invalidBody(flaws);
  const nothing =
    draft.content.trim() === '' && draft.embeds.length + draft.components.length + uploads.length === 0;
  if (nothing && !where.loading && !body.poll) throw refusals.empty();
  const attachments: Attachment[] = [];
  for (const { file, description } of uploads)
    attachments.push(await store(world, where.channelId, file, description));
  const version: Version = {
    at: world.clock.now(),
    content: draft.content,
    flags: flags | (where.loading ? Flag.Loading : 0),
    embeds: embedsJson(draft.embeds, attachments),
    components: resolve(world, draft.components, attachments),
    attachments,
  };
  return newMessage(world, version, where, pingsOf(world, draft, body.allowed_mentions, where), body);
}

export function newMessage(
  world: World,
  version: Version,
  where: Where,
  pings: Pings,
  body: Json,
): StoredMessage {
  return {
    ...version,
    id: world.newId(),
    channelId: where.channelId,
    author: where.author,
    type: body.message_reference ? 19 : where.type,
    edits: [version],
    nonce: body.nonce ?? undefined,
    deleted: false,
    pings,
    onlyFor: where.onlyFor,
    interactionId: where.interactionId,
    replyTo: body.message_reference?.message_id ?? undefined,
    get thinking() {
      return (this.flags & Flag.Loading) !== 0;
    },
    get text() {
      const embeds = this.embeds.flatMap((embed) => [
        embed.title,
        embed.description,
        ...(embed.fields ?? []).flatMap((field: Json) => [field.name, field.value]),
        embed.footer?.text,
      ]);
      return [this.content, ...embeds, ...textsIn(this.components)].filter(Boolean).join('\n');
    },
  };
}

function checkFlags(flags: number, may: number): void {
  if ((flags & ~may) !== 0)
    throw invalidBody([
      flaw(
        ['flags'],
        'MESSAGE_FLAGS_NOT_ALLOWED',
        `Only the flags ${may} may be set here, not ${flags & ~may}.`,
      ),
    ]);
}

/** The uploads in the order of their numbers, with name and alt text from `attachments`. */
function described(body: Json, files: ReadonlyMap<string, Upload>): { file: Upload; description?: string }[] {
  const listed: Json[] = body.attachments ?? [];
  return [...files].map(([id, file]) => {
    const said = listed.find((attachment) => attachment.id === id);
    return {
      file: { ...file, name: said?.filename ?? file.name },
      ...(said?.description ? { description: said.description } : {}),
    };
  });
}

/** Changes a message as PATCH does: what the body does not say stays. */
export async function edit(
  world: World,
  message: StoredMessage,
  body: Json,
  files: ReadonlyMap<string, Upload>,
): Promise<void> {
  const had = message.flags;
  const wanted = body.flags ?? had & ~Flag.Loading;
  const mayFlag = Flag.SuppressEmbeds | Flag.ComponentsV2 | (had & ~Flag.Loading);
  checkFlags(wanted, mayFlag);
  if ((had & Flag.ComponentsV2) !== 0 && (wanted & Flag.ComponentsV2) === 0)
    throw invalidBody([
      flaw(
        ['flags'],
        'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
        'The IS_COMPONENTS_V2 flag cannot be removed',
      ),
    ]);
  const flags = wanted | (had & Flag.Ephemeral);
  const kept = body.attachments
    ? message.attachments.filter(({ id }) => body.attachments.some((listed: Json) => listed.id === id))
    : message.attachments;
  const uploads = described(body, files);
  const draft: Draft = {
    content: body.content === undefined ? message.content : (body.content ?? ''),
    flags,
    embeds: body.embeds === undefined ? message.embeds : (body.embeds ?? []),
    components: body.components === undefined ? message.components : (body.components ?? []),
    files: [...kept.map(({ filename }) => filename), ...uploads.map(({ file }) => nameAsKept(file.name))],
  };
  const flaws = [...checkFiles(body, files), ...draftFlaws(draft)];
  if (flaws.length > 0) throw invalidBody(flaws);
  if (draft.content.trim() === '' && draft.embeds.length + draft.components.length + draft.files.length === 0)
    throw refusals.empty();
  const attachments: Attachment[] = kept.map((attachment) => {
    const said = body.attachments?.find((listed: Json) => listed.id === attachment.id);
    return said?.description === undefined
      ? attachment
      : { ...attachment, description: said.description ?? undefined };
  });
  for (const { file, description } of uploads)
    attachments.push(await store(world, message.channelId, file, description));
  const version: Version = {
    at: world.clock.now(),
    content: draft.content,
    flags,
    embeds: embedsJson(draft.embeds, attachments),
    components: resolve(world, draft.components, attachments),
    attachments,
  };
  if (message.thinking) message.pings = pingsOf(world, draft, body.allowed_mentions, message);
  Object.assign(message, version);
  message.edits.push(version);
}

/** Who is pinged. Without `allowed_mentions` everybody whom the text mentions; an ephemeral message pings nobody. */
function pingsOf(
  world: World,
  draft: Draft,
  allowed: Json,
  where: { channelId: string; onlyFor?: string | undefined; author: User },
): Pings {
  const text = [draft.content, ...textsIn(draft.components)].join('\n');
  const all = { parse: ['everyone', 'users', 'roles'], users: [], roles: [], ...(allowed ?? {}) };
  if (allowed && allowed.parse === undefined) all.parse = [];
  const found = (pattern: RegExp): string[] => [
    ...new Set([...text.matchAll(pattern)].map((match) => match[1] as string)),
  ];
  if (where.onlyFor !== undefined) return { everyone: false, users: [], roles: [] };
  const pinged = (kind: 'users' | 'roles', ids: string[]): string[] =>
    ids.filter((id) => (all.parse ?? []).includes(kind) || (all[kind] ?? []).includes(id));
  const may = mayMentionAll(world, where);
  return {
    everyone: may && (all.parse ?? []).includes('everyone') && /@(everyone|here)\b/.test(text),
    users: pinged('users', found(/<@!?(\d+)>/g)),
    roles: may ? pinged('roles', found(/<@&(\d+)>/g)) : [],
  };
}

/** Assumes the worst: a bot that is let say @everyone. */
const mayMentionAll = (world: World, where: { channelId: string; author: User }): boolean =>
  where.author.id === world.bot.id
    ? ((world.channels.get(where.channelId)?.denied ?? 0n) & Permission.MentionEveryone) === 0n
    : false;

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
