/** Everything that Slack delivers, from Bolt's listeners to what is done: who did it, where, and how they are answered. */
import type { App } from '@slack/bolt';
import type { Clock } from '../../time/clock.ts';
import { MENU_ID, MORE_ID, parseInputId, parseOptionsId } from './action-id.ts';
import type { Self } from './connection.ts';
import type { Doer, Interactions } from './interactions.ts';
import { placeOf } from './messages.ts';
import { type FormPlace, filledIn } from './modal.ts';
import { type Ack, takeOnce } from './once.ts';
import type { Requests } from './requests.ts';
import { lineOfCommand, lineOfMention } from './typed.ts';

export interface IncomingParts {
  readonly interactions: Interactions;
  readonly requests: Requests;
  readonly clock: Clock;
  /** Stands before every command but /augie. */
  readonly prefix: string;
  readonly log: (message: string, details: object) => void;
}

/** As Slack sends it: payloads in the specs. */
// biome-ignore lint/suspicious/noExplicitAny: Bolt types every payload apart; only a few fields of each are read
type Body = any;

export function listenTo(app: App, self: Self, parts: IncomingParts): void {
  const { interactions, clock } = parts;
  const take = takeOnce(clock, parts.log);

  const doerOf = (
    user: { readonly id: string; readonly team?: string | undefined; readonly name?: string | undefined },
    channel: string,
    thread?: string,
    hook?: string,
  ): Doer => ({
    told: { team: user.team ?? self.team, user: user.id, name: user.name },
    asker: {
      place: placeOf(self.team, channel),
      thread,
      user: user.id,
      hook: hook === undefined ? undefined : { url: hook, at: clock.elapsed() },
    },
  });
  const userIn = ({ user }: Body) => ({ id: user.id, team: user.team_id, name: user.name });

  /** Who acts in a modal: its place is beside it. */
  function doerInView(body: Body): Doer {
    const { channel, thread, hook, hookAt } = JSON.parse(body.view.private_metadata || '{}') as FormPlace;
    const { told, asker } = doerOf(userIn(body), channel, thread);
    const isFresh = hook !== undefined && hookAt !== undefined && hookAt <= clock.elapsed();
    return { told, asker: { ...asker, hook: isFresh ? { url: hook, at: hookAt } : undefined } };
  }

  app.command(/.*/, ({ body, ack }) =>
    take(`command ${body.trigger_id}`, ack as Ack, () => {
      const user = { id: body.user_id, name: body.user_name };
      const doer = doerOf(user, body.channel_id, undefined, body.response_url);
      return interactions.typed(doer, lineOfCommand(body.command, body.text, parts.prefix), body.trigger_id);
    }),
  );

  app.event('app_mention', async ({ body, event }) => {
    const { user, team, text, channel, thread_ts: thread, bot_id: bot } = event as Body;
    if (bot !== undefined || user === undefined) return;
    const acknowledged = async () => {};
    await take(`event ${(body as Body).event_id}`, acknowledged, () =>
      interactions.typed(doerOf({ id: user, team }, channel, thread), lineOfMention(text)),
    );
  });

  app.shortcut(MENU_ID, ({ body, ack }) =>
    take(`shortcut ${body.trigger_id}`, ack as Ack, () => ({
      // It has no channel: what it leads to is between Augie and the one who used it.
      work: async () => {
        const { channel } = await parts.requests.call('conversations.open', { users: body.user.id });
        await interactions.openMenu(doerOf(userIn(body), channel.id), body.trigger_id);
      },
    })),
  );

  app.action(/.*/, async ({ body, ack, action }) => {
    const { action_id: id, text, selected_option: picked } = action as Body;
    const { trigger_id: trigger, container, channel, message, response_url: hook, view } = body as Body;
    await take(`action ${trigger} ${id}`, ack as Ack, () => {
      if (view !== undefined) {
        const command = parseOptionsId(view.callback_id);
        if (id === MORE_ID && command !== undefined) {
          const { values } = filledIn(view.state?.values);
          return { work: () => interactions.showMore(doerInView(body), command, values, view) };
        }
        const listed = parseOptionsId(id);
        return listed === undefined ? {} : interactions.openOptions(doerInView(body), listed, trigger, true);
      }
      const thread = message?.thread_ts ?? container.thread_ts;
      const doer = doerOf(userIn(body), channel.id, thread, hook);
      const asked = parseInputId(id);
      if (asked !== undefined) return interactions.openAction(doer, asked, text?.text ?? '', trigger);
      return interactions.pressed(doer, picked?.value ?? id);
    });
  });

  app.options(/.*/, async ({ body, ack }) => {
    const { view, block_id: field, value } = body as Body;
    const command = parseOptionsId(view?.callback_id ?? '');
    const { values } = filledIn(view?.state?.values);
    const options =
      command === undefined
        ? []
        : await interactions.suggested(doerInView(body), command, field, value ?? '', values);
    await ack({ options } as never);
  });

  app.view(/.*/, async ({ body, ack, view }) => {
    const { trigger_id: trigger } = body as Body;
    await take(`view ${view.id} ${view.hash} ${trigger}`, ack as Ack, () => {
      const { values, files } = filledIn(view.state.values);
      const fields = view.blocks.flatMap((block) => (block.type === 'input' ? (block.block_id ?? []) : []));
      const command = parseOptionsId(view.callback_id);
      if (command !== undefined)
        return interactions.sentOptions(doerInView(body), command, values, files, fields);
      const [, action] = /^fill (\S+)$/.exec(view.callback_id) ?? [];
      return action === undefined ? {} : interactions.sentForm(doerInView(body), action, values, fields);
    });
  });
}
