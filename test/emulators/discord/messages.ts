/** Messages: made and edited as Discord does it. */
import { nameAsKept, store } from './attachments.ts';
import { type Draft, draftFlaws } from './component-rules.ts';
import { Flag, mediaOf, numbered, referenced, textsIn } from './components.ts';
import { type Flaw, flaw, invalidBody, refusals } from './errors.ts';
import { pingsOf } from './pings.ts';
import type { Attachment, Json, Pings, Upload, User, Version } from './types.ts';
import type { StoredMessage, World } from './world.ts';

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

function resolve(components: readonly Json[], attachments: readonly Attachment[]): Json[] {
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
  if (body.poll || body.sticker_ids?.length) throw new Error('The emulator knows no polls and no stickers.');
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
  if (nothing && !where.loading) throw refusals.empty();
  const attachments: Attachment[] = [];
  for (const { file, description } of uploads)
    attachments.push(await store(world, where.channelId, file, description));
  const version: Version = {
    at: world.clock.now(),
    content: draft.content,
    flags: flags | (where.loading ? Flag.Loading : 0),
    embeds: embedsJson(draft.embeds, attachments),
    components: resolve(draft.components, attachments),
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
    components: resolve(draft.components, attachments),
    attachments,
  };
  if (message.thinking) message.pings = pingsOf(world, draft, body.allowed_mentions, message);
  Object.assign(message, version);
  message.edits.push(version);
}
