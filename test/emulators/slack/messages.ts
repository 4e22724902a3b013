/** Messages: posted, edited, deleted, answered by an address, and what of them rings for whom. */
import { messageFlaws, wordsIn } from './blocks.ts';
import { SLACK } from './limits.ts';
import { type Flaw, worded } from './rules.ts';
import type { Channel, Json, SlackFile } from './types.ts';
import { directMessage, type StoredMessage, type World } from './world.ts';

/** An error that a method answers with. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly error: string;
  readonly more: Json;
  /** A correct app does not cause it. */
  readonly isProblem: boolean;
  constructor(error: string, more: Json = {}, isProblem = false) {
    super(error);
    this.error = error;
    this.more = more;
    this.isProblem = isProblem;
  }
}

export const refuseFlaws = (error: string, flaws: readonly Flaw[]): Refusal =>
  new Refusal(error, { response_metadata: { messages: flaws.map(worded) } }, true);

/** The channel in which the bot may write. Throws a Refusal. */
export function writable(world: World, id: unknown): Channel {
  if (typeof id !== 'string' || id === '') throw new Refusal('channel_not_found', {}, true);
  const channel = world.users.has(id) ? directMessage(world, id) : world.channels.get(id);
  if (!channel) throw new Refusal('channel_not_found');
  const isIn = channel.members.has(world.bot.id);
  if (!isIn) throw new Refusal(channel.isPrivate ? 'channel_not_found' : 'not_in_channel');
  if (channel.archived) throw new Refusal('is_archived');
  return channel;
}

/** What a message says, checked. `files`: those that its blocks show must be ready, and known here where it is ephemeral. */
export function checkedContent(
  world: World,
  { text, blocks }: { readonly text?: Json; readonly blocks?: Json },
  channel: string,
  isEphemeral: boolean,
): { text: string; blocks: readonly Json[] } {
  if (text !== undefined && typeof text !== 'string') throw new Refusal('invalid_arguments', {}, true);
  const content = { text: (text ?? '').slice(0, SLACK.text), blocks: blocks ?? [] };
  if (content.text === '' && content.blocks.length === 0) throw new Refusal('no_text', {}, true);
  // A message of blocks alone is read out as nothing.
  if (content.text === '')
    throw refuseFlaws('invalid_arguments', [{ at: '/text', what: 'text must always be set' }]);
  const wrong = messageFlaws(content.blocks);
  if (wrong) throw refuseFlaws(wrong.error, wrong.flaws);
  for (const [i, block] of content.blocks.entries()) {
    if (block.type !== 'image') continue;
    const file = world.files.get(block.slack_file.id);
    const isReady = file !== undefined && file.readyAt <= world.clock.elapsed();
    const isKnown = file !== undefined && (!isEphemeral || file.channels.has(channel));
    if (!isReady || !isKnown) {
      const flaws = [{ at: `/blocks/${i}/slack_file`, what: 'invalid slack file' }];
      throw new Refusal('invalid_blocks', { response_metadata: { messages: flaws.map(worded) } });
    }
    if (!isEphemeral) file.channels.add(channel);
  }
  return content;
}

/** Whom a message rings for: by `text`, by mrkdwn and by the elements of rich texts. */
function pingsIn(text: string, blocks: readonly Json[]): string[] {
  const markup: string[] = [text];
  const pinged: string[] = [];
  const look = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    if (value.type === 'mrkdwn') markup.push(value.text);
    if (value.type === 'user') pinged.push(value.user_id);
    if (value.type === 'broadcast') pinged.push(value.range);
    for (const one of Object.values(value)) look(one);
  };
  look(blocks);
  const marks = markup.flatMap((one) => [
    ...one.matchAll(/<(?:@(\w+)|!(here|channel|everyone))(?:\|[^>]*)?>/g),
  ]);
  return [...pinged, ...marks.map(([, user, range]) => (user ?? range) as string)];
}

export function addMessage(
  world: World,
  message: {
    readonly channel: string;
    readonly user: string;
    readonly text: string;
    readonly blocks?: readonly Json[];
    readonly threadTs?: string | undefined;
    readonly onlyFor?: string | undefined;
    readonly files?: readonly SlackFile[];
  },
): StoredMessage {
  const { text, blocks = [], threadTs, onlyFor, files = [] } = message;
  const stored: StoredMessage = {
    channel: message.channel,
    user: message.user,
    ts: world.newTs(),
    threadTs,
    onlyFor,
    files,
    text,
    blocks,
    edits: [{ text, blocks }],
    deleted: false,
    pings: pingsIn(text, blocks),
  };
  world.messages.push(stored);
  world.changed();
  return stored;
}

export function editMessage(
  world: World,
  message: StoredMessage,
  content: { text: string; blocks: readonly Json[] },
): void {
  Object.assign(message, content);
  message.edits.push(content);
  world.changed();
}

/** As payloads and answers have it. */
export const messageJson = (world: World, message: StoredMessage): Json => ({
  type: 'message',
  user: message.user,
  ...(message.user === world.bot.id && { bot_id: world.botId, app_id: world.appId }),
  ts: message.ts,
  ...(message.threadTs && { thread_ts: message.threadTs }),
  text: message.text,
  team: world.team.id,
  blocks: message.blocks,
});

/** What is posted to a response_url. Throws a Refusal. */
export function answerHook(world: World, id: string, body: Json): void {
  const hook = world.hooks.get(id);
  const known = ['text', 'blocks', 'response_type', 'replace_original', 'delete_original', 'thread_ts'];
  const unknown = Object.keys(body).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Refusal('invalid_payload', { unknown }, true);
  if (!hook || world.clock.elapsed() - hook.madeAt > SLACK.hookMs) throw new Refusal('expired_url');
  if (++hook.uses > SLACK.hookUses) throw new Refusal('used_url');
  if (body.delete_original) {
    if (hook.message) hook.message.deleted = true;
    world.changed();
    return;
  }
  const isEphemeral = (body.response_type ?? 'ephemeral') === 'ephemeral';
  const content = checkedContent(world, body, hook.channel, isEphemeral);
  if (body.replace_original && hook.message) {
    editMessage(world, hook.message, content);
    return;
  }
  addMessage(world, {
    channel: hook.channel,
    user: world.bot.id,
    ...content,
    threadTs: body.thread_ts,
    ...(isEphemeral && { onlyFor: hook.user }),
  });
}

/** All words of a message: blocks, or the text where there are none; one part a line. */
export const wordsOf = ({ text, blocks }: Pick<StoredMessage, 'text' | 'blocks'>): string =>
  blocks.length === 0 ? text : wordsIn(blocks).join('\n');
