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
  /** Random letters of this database, which tell its posts from another Augie's. */
  readonly installation: string;
  readonly log: (message: string, details: object) => void;
}

export interface Messages {
  render(card: Card): Promise<Rendered>;
  /** The place of the answer to an interaction, and how to post it. */
  reserved(place: Place, message: string, hook: Hook): Posted;
  /** Posts a card in the place that the acknowledgement reserved. */
  reply(place: Place, hook: Hook, card: Card, nonce?: string): Promise<Posted>;
  /** Answers the asker in private, although the acknowledgement was public. */
  replyInPrivate(place: Place, hook: Hook, card: Card): Promise<Posted>;
  /** Another private message for the person who used Augie, after an acknowledgement. */
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
    // Without a nonce, a message that may have arrived is not sent again.
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
      // First, because the next message would take its place and its visibility.
      await insist(() =>
        hooks.delete(Routes.webhookMessage(application_id, token, ORIGINAL), { auth: false }),
      ).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
      return at(place, await messages.ephemeral(hook, card));
    },
    async post(place, card, nonce, prompt) {
      const rendered = await render(card);
      // A separate message, because the card is redrawn when it changes.
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
        // An answer that nobody has seen must not be lost with its place.
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

/** A command from elsewhere, as a message here. */
const asked = (name: string, said: string) => ({
  body: {
    content: within(`${escapeMarkdown(name)}: ${escapeMarkdown(said)}`, LIMITS.content),
    allowed_mentions: { parse: [] },
  },
});

/** An interaction whose token has expired, or whose message was deleted. */
const isGone = (error: unknown): boolean =>
  hasCode(error, 'unknownMessage', 'unknownWebhook', 'unknownInteraction', 'invalidWebhookToken');

/** Errors that another attempt will not change. */
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
