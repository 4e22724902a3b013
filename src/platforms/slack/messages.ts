/** Cards as messages: posted with the bot's own token, edited, or for one person alone. */
import type { Card } from '../../chat/card.ts';
import type { Place, Posted } from '../../chat/place.ts';
import type { Prompt } from '../../chat/ports.ts';
import { translate } from '../../i18n/i18n.ts';
import type { ChartRenderer } from '../../images/figure.ts';
import type { Clock } from '../../time/clock.ts';
import { createFiles } from './files.ts';
import { HOOK_MS } from './limits.ts';
import { SLACK } from './people.ts';
import { type Rendered, renderCard } from './render.ts';
import type { Requests } from './requests.ts';
import { type CommandNames, escapeText } from './rich.ts';
import { hasError } from './trouble.ts';

export interface MessagesParts {
  readonly requests: Requests;
  readonly charts: ChartRenderer;
  readonly clock: Clock;
  readonly commands: CommandNames;
  /** Whether Augie may answer by an address: it is Slack's. */
  readonly mayAnswerBy: (url: string) => boolean;
  readonly log: (message: string, details: object) => void;
}

/** Where somebody did something: a place, perhaps a thread, and how they can be answered alone. */
export interface Asker {
  readonly place: Place;
  /** The `ts` of the message that the thread hangs on. */
  readonly thread?: string | undefined;
  readonly user: string;
  /** An address that is good for five answers within half an hour. */
  readonly hook?: { readonly url: string; readonly at: number } | undefined;
}

export interface Messages {
  /** Where an answer will be: a message that is not there yet. */
  reserved(asker: Asker): Posted;
  /** The answer that everybody sees. */
  reply(asker: Asker, card: Card): Promise<Posted>;
  /** The answer that one person sees; with files, or where that cannot be, it is a direct message. */
  replyInPrivate(asker: Asker, card: Card): Promise<Posted>;
  post(place: Place, card: Card, prompt?: Prompt): Promise<Posted>;
  edit(posted: Posted, card: Card): Promise<Posted>;
}

/** A place of Slack's: `T1:C1`. */
export const placeOf = (team: string, channel: string): Place => ({
  platform: SLACK,
  channel: `${team}:${channel}`,
});
export const channelOf = ({ channel }: Pick<Place, 'channel'>): string => channel.split(':').at(-1) as string;

const QUIET = { unfurl_links: false, unfurl_media: false };

export function createMessages(parts: MessagesParts): Messages {
  const { requests, clock, log } = parts;
  const files = createFiles(requests, parts.charts, clock, log);

  const render = (card: Card): Promise<Rendered> =>
    renderCard(card, {
      t: translate(card.locale ?? 'en'),
      commands: parts.commands,
      upload: files.picture,
    });

  /** Blocks that Slack refuses all the same are left out: the sentence arrives. */
  async function withContent(
    { text, blocks }: Rendered,
    send: (content: object) => Promise<{ ts?: string }>,
  ): Promise<string> {
    try {
      return (await send({ text, blocks })).ts as string;
    } catch (error) {
      if (!hasError(error, 'invalid_blocks', 'invalid_attachments', 'msg_blocks_too_long')) throw error;
      log('Slack has refused blocks', { err: error });
      const others = blocks.filter(({ type }) => type !== 'image' && type !== 'table');
      return (await send({ text, blocks: others })).ts as string;
    }
  }

  async function post(place: Place, thread: string | undefined, rendered: Rendered): Promise<Posted> {
    const channel = channelOf(place);
    const at = thread === undefined ? {} : { thread_ts: thread };
    const ts = await withContent(rendered, (content) =>
      requests.call('chat.postMessage', { channel, ...at, ...QUIET, ...content }),
    );
    await files.share(channel, thread ?? ts, ts, rendered.files);
    return { ...place, message: thread === undefined ? ts : `${ts} ${thread}` };
  }

  const placeFor = ({ platform, channel }: Place): Place => ({ platform, channel });

  async function directly(asker: Asker, rendered: Rendered): Promise<Posted> {
    const { channel } = await requests.call('conversations.open', { users: asker.user }, { isSafe: true });
    const [team = ''] = asker.place.channel.split(':');
    return post(placeOf(team, channel.id), undefined, rendered);
  }

  /** Something for one person where they are; false where that cannot be. */
  async function ephemerally({ place, thread, user, hook }: Asker, content: object): Promise<boolean> {
    const at = thread === undefined ? {} : { thread_ts: thread };
    if (hook && clock.elapsed() - hook.at < HOOK_MS && parts.mayAnswerBy(hook.url)) {
      try {
        await requests.send(hook.url, {
          ...content,
          ...at,
          response_type: 'ephemeral',
          replace_original: false,
        });
        return true;
      } catch (error) {
        log('an answer by its address did not get through', { err: error });
      }
    }
    try {
      await requests.call('chat.postEphemeral', { channel: channelOf(place), user, ...at, ...content });
      return true;
    } catch (error) {
      log('an answer for one person did not get through', { err: error });
      return false;
    }
  }

  return {
    reserved: ({ place, thread = '' }) => ({ ...placeFor(place), message: `new ${thread}`.trim() }),
    reply: async ({ place, thread }, card) => post(placeFor(place), thread, await render(card)),
    async replyInPrivate(asker, card) {
      const rendered = await render(card);
      const { text, blocks } = rendered;
      // What only one person sees cannot have files, and images are seen where they are known.
      const isPlain = rendered.files.length === 0 && blocks.every(({ type }) => type !== 'image');
      const isDirect = channelOf(asker.place).startsWith('D');
      if (isPlain && !isDirect && (await ephemerally(asker, { text, blocks })))
        return { ...placeFor(asker.place), message: `only ${asker.user}` };
      const posted = await directly(asker, rendered);
      if (!isDirect) {
        const t = translate(card.locale ?? 'en');
        await ephemerally(asker, { text: escapeText(t('slack.inDirect')) });
      }
      return posted;
    },
    async post(place, card, prompt) {
      const rendered = await render(card);
      // A message of its own, as the card is drawn again while it changes.
      if (prompt?.said !== undefined) {
        const said = escapeText(`${prompt.person.name}: ${prompt.said}`).slice(0, 2000);
        await requests.call('chat.postMessage', { channel: channelOf(place), ...QUIET, text: said });
      }
      return post(placeFor(place), undefined, rendered);
    },
    async edit(posted, card) {
      const [ts = '', thread] = posted.message.split(' ');
      const rendered = await render(card);
      if (ts === 'new') return post(placeFor(posted), thread, rendered);
      // What one person alone was shown cannot be edited: it goes on where they read it for good.
      if (ts === 'only') return directly({ place: posted, user: thread as string }, rendered);
      const channel = channelOf(posted);
      try {
        await withContent(rendered, (content) =>
          requests.call('chat.update', { channel, ts, ...content }, { isSafe: true, isEdit: true }),
        );
        await files.share(channel, thread ?? ts, ts, rendered.files);
      } catch (error) {
        if (!hasError(error, 'message_not_found', 'channel_not_found', 'not_in_channel', 'is_archived'))
          throw error;
        log('a card is no longer there to be edited', { err: error, channel, ts });
      }
      return posted;
    },
  };
}
