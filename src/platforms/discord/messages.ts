/** Cards as messages: answers to interactions, posts with the bot's own token, and edits of both. */
import { type APIMessage, MessageFlags, Routes } from 'discord.js';
import type { Card } from '../../chat/card.ts';
import type { Place, Posted } from '../../chat/place.ts';
import type { Prompt } from '../../chat/ports.ts';
import { within } from '../../chat/within.ts';
import { translate } from '../../i18n/i18n.ts';
import type { ChartRenderer } from '../../images/figure.ts';
import { LIMITS } from './limits.ts';
import { type CommandIds, escapeMarkdown } from './markdown.ts';
import type { Hook } from './reachable.ts';
import { type Rendered, renderCard } from './render.ts';
import { hasCode, type Requests } from './requests.ts';

export interface MessagesParts {
  readonly requests: Requests;
  readonly charts: ChartRenderer;
  readonly commandIds: () => CommandIds;
  /** Of this Augie's database, so that the posts of another one are never taken for its own. */
  readonly installation: string;
  readonly log: (message: string, details: object) => void;
}

export interface Messages {
  render(card: Card): Promise<Rendered>;
  /** Where the answer to an interaction will stand, and how it can be put there. */
  reserved(place: Place, message: string, hook: Hook): Posted;
  /** Puts a card where the interaction said that there will be one. */
  reply(place: Place, hook: Hook, card: Card, nonce?: string): Promise<Posted>;
  /** Answers the asker alone though everybody was told to wait. */
  replyInPrivate(place: Place, hook: Hook, card: Card): Promise<Posted>;
  /** One more message for the one who used Augie, seen by nobody else; an acknowledgement came before. */
  ephemeral(hook: Hook, card: Card): Promise<Posted['message']>;
  post(place: Place, card: Card, nonce: string | undefined, prompt?: Prompt): Promise<Posted>;
  edit(posted: Posted, card: Card): Promise<Posted>;
}

const ORIGINAL = '@original';

export function createMessages(parts: MessagesParts): Messages {
  const { insist, bot, hooks } = parts.requests;

  const render = (card: Card) =>
    renderCard(card, {
      t: translate(card.locale ?? 'en'),
      charts: parts.charts,
      commandIds: parts.commandIds(),
    });
  const at = ({ platform, channel }: Place, message: string): Posted => ({ platform, channel, message });

  async function editOriginal({ application_id, token }: Hook, { body, files }: Rendered): Promise<string> {
    const route = Routes.webhookMessage(application_id, token, ORIGINAL);
    const edited = await insist(() => hooks.patch(route, { auth: false, body, files }));
    return (edited as APIMessage).id;
  }

  async function postRendered(
    place: Place,
    { body, files }: { readonly body: object; readonly files?: Rendered['files'] },
    nonce: string | undefined,
  ): Promise<Posted> {
    const once = nonce === undefined ? {} : { nonce: `${parts.installation}-${nonce}`, enforce_nonce: true };
    const send = () =>
      bot.post(Routes.channelMessages(place.channel), { body: { ...body, ...once }, files: files ?? [] });
    // Without a nonce, what may have arrived is not sent again.
    const { id } = (await (nonce === undefined ? send() : insist(send))) as APIMessage;
    return at(place, id);
  }

  const messages: Messages = {
    render,
    reserved: (place, message, { application_id, token }) =>
      at(place, [message, application_id, token].join(' ')),
    async reply(place, hook, card, nonce) {
      const rendered = await render(card);
      try {
        return at(place, await editOriginal(hook, rendered));
      } catch (error) {
        // It took too long, or somebody has deleted it.
        if (nonce === undefined || !isGone(error)) throw error;
        return postRendered(place, rendered, nonce);
      }
    },
    async ephemeral({ application_id, token }, card) {
      const { body, files } = await render(card);
      const { id } = (await hooks.post(Routes.webhook(application_id, token), {
        auth: false,
        query: new URLSearchParams({ wait: 'true' }),
        body: { ...body, flags: body.flags | MessageFlags.Ephemeral },
        files,
      })) as APIMessage;
      return id;
    },
    async replyInPrivate(place, hook, card) {
      const { application_id, token } = hook;
      // First: the next message would take its place, and its being public.
      await insist(() =>
        hooks.delete(Routes.webhookMessage(application_id, token, ORIGINAL), { auth: false }),
      ).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
      return at(place, await messages.ephemeral(hook, card));
    },
    async post(place, card, nonce, prompt) {
      const rendered = await render(card);
      // A message of its own, as the card is drawn anew while it changes.
      if (prompt?.said !== undefined)
        await postRendered(place, asked(prompt.person.name, prompt.said), nonce && `${nonce}-q`);
      return postRendered(place, rendered, nonce);
    },
    async edit(posted, card) {
      const [message = '', application_id, token] = posted.message.split(' ');
      const rendered = await render(card);
      if (application_id !== undefined && token !== undefined) {
        try {
          return at(posted, await editOriginal({ application_id, token }, rendered));
        } catch (error) {
          if (!isGone(error)) throw error;
        }
      }
      try {
        const { body, files } = rendered;
        await insist(() => bot.patch(Routes.channelMessage(posted.channel, message), { body, files }));
      } catch (error) {
        // An answer that nobody has seen yet must not be lost with its place.
        if (token !== undefined && hasCode(error, 'unknownMessage', 'otherAuthor'))
          return postRendered(posted, rendered, `reply-${message.slice(-8)}`);
        if (!isClosed(error)) throw error;
        parts.log('a card is no longer there to be edited', { err: error, channel: posted.channel, message });
      }
      return at(posted, message);
    },
  };
  return messages;
}

/** What somebody has asked elsewhere, as they would have said it here. */
const asked = (name: string, said: string) => ({
  body: {
    content: within(`${escapeMarkdown(name)}: ${escapeMarkdown(said)}`, LIMITS.content),
    allowed_mentions: { parse: [] },
  },
});

/** An interaction whose token has ended, or whose message was deleted. */
const isGone = (error: unknown): boolean =>
  hasCode(error, 'unknownMessage', 'unknownWebhook', 'unknownInteraction', 'invalidWebhookToken');

/** What no further try will change. */
const isClosed = (error: unknown): boolean =>
  hasCode(
    error,
    'unknownMessage',
    'unknownChannel',
    'missingAccess',
    'missingPermissions',
    'otherAuthor',
    'archivedThread',
  );
