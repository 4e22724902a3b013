/** People of the workspace, and everything that they do: their program refuses what Slack's own would not send. */
import { addFile, fileJson } from './files.ts';
import { SLACK } from './limits.ts';
import { addMessage, messageJson } from './messages.ts';
import type { Envelope, Sockets } from './socket.ts';
import { filledIn, type Given, initialState } from './state.ts';
import type { Channel, Json, Message, SlackFile, User, View } from './types.ts';
import { afterSubmission, newTrigger, viewJson } from './views.ts';
import { directMessage, type StoredMessage, seenBy, type World } from './world.ts';

/** What an app did with what it was sent. */
export interface Answer {
  readonly envelope: Envelope;
  /** From the payload to its acknowledgement, in milliseconds. */
  readonly acknowledgedAfter: number;
  /** What the acknowledgement carried. */
  readonly response: Json;
}

type Where = { readonly id: string };

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Types a command, which Slack has outside of threads only. Rejects where the app does not answer in time. */
  command(channel: Where, command: string, text?: string): Promise<Answer>;
  /** Writes to the app by its name. */
  mention(channel: Where, text: string, threadTs?: string): Promise<Answer>;
  /** Presses a button, or picks an option of a menu, on a message. */
  press(message: Message, actionId: string, value?: string): Promise<Answer>;
  /** The same in a modal, with what is filled in so far. */
  pressIn(view: View, actionId: string, given?: Given): Promise<Answer>;
  shortcut(callbackId: string): Promise<Answer>;
  /** Types into a menu that the app fills; resolves with its options. */
  suggest(view: View, actionId: string, typed: string): Promise<readonly Json[]>;
  /** Sends a modal; resolves with the errors beside its fields. */
  submit(view: View, given?: Given): Promise<Answer & { readonly errors?: Readonly<Record<string, string>> }>;
  /** Sends a file to the workspace, as the field of a form does. */
  upload(name: string, bytes: Uint8Array, mimetype?: string): SlackFile;
  /** The modal on top of the others. */
  readonly view: View | undefined;
  /** Resolves with the modal that is opened, once it is as wanted. */
  opens(wanted?: (view: View) => boolean): Promise<View>;
  /** The messages of a channel, and those of the app to this person alone, the oldest first. */
  sees(channel: Where): readonly Message[];
  /** The direct messages of the app. */
  direct(): readonly Message[];
}

/** What people type, as it is sent. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A mention of somebody, as it is sent where `should_escape` is on. */
export const mentionOf = ({ id, name }: { readonly id: string; readonly name: string }): string =>
  `<@${id}|${name}>`;

export function personOf(world: World, sockets: Sockets, user: User): Person {
  const { id } = user;
  const who = { id, username: user.name, name: user.name, team_id: user.teamId };
  const around = (trigger: string) => ({
    token: 'verification',
    team: { id: world.team.id, domain: 'school' },
    user: who,
    api_app_id: world.appId,
    is_enterprise_install: false,
    enterprise: null,
    trigger_id: trigger,
  });
  const channelOf = (where: Where): Channel => {
    const channel = world.channels.get(where.id);
    if (!channel?.members.has(id)) throw new Error(`${user.name} is not in ${where.id}`);
    return channel;
  };

  function hook(channel: Channel, message?: StoredMessage): string {
    const hookId = `${world.newId('R')}/${world.newId('r')}`;
    world.hooks.set(hookId, {
      channel: channel.id,
      user: id,
      threadTs: message?.threadTs,
      message,
      madeAt: world.clock.elapsed(),
      uses: 0,
    });
    return `${world.origin}/response/${hookId}`;
  }

  async function answered(envelope: Envelope): Promise<Answer> {
    await world.until(() => {
      if (envelope.late && envelope.acknowledgedAt === undefined)
        throw new Error(`the app did not answer ${user.name} in time`);
      return envelope.acknowledgedAt !== undefined;
    });
    return {
      envelope,
      acknowledgedAfter: (envelope.acknowledgedAt as number) - envelope.sentAt,
      response: envelope.response,
    };
  }
  const interact = (payload: Json): Promise<Answer> => answered(sockets.send('interactive', payload));

  const elementOf = (blocks: readonly Json[], actionId: string): { block: Json; element: Json } => {
    for (const block of blocks)
      for (const element of [...(block.elements ?? []), block.accessory, block.element])
        if (element?.action_id === actionId) return { block, element };
    throw new Error(`there is no ${actionId} to press`);
  };

  function actionOf(blocks: readonly Json[], actionId: string, value: string | undefined): Json {
    const { block, element } = elementOf(blocks, actionId);
    const action = {
      type: element.type,
      action_id: actionId,
      block_id: block.block_id ?? 'b1',
      action_ts: world.newTs(),
    };
    if (element.type === 'button') return { ...action, text: element.text, value: element.value };
    const picked = (element.options ?? []).find((one: Json) => one.value === value);
    if (!picked) throw new Error(`${actionId} has no option ${value}`);
    return { ...action, selected_option: picked };
  }

  const person: Person = {
    id,
    name: user.name,
    async command(where, command, text = '') {
      const channel = channelOf(where);
      const answer = await answered(
        sockets.send('slash_commands', {
          token: 'verification',
          team_id: world.team.id,
          team_domain: 'school',
          channel_id: channel.id,
          channel_name: channel.name,
          user_id: id,
          user_name: user.name,
          command,
          text,
          api_app_id: world.appId,
          is_enterprise_install: 'false',
          response_url: hook(channel),
          trigger_id: newTrigger(world, id),
        }),
      );
      // What was typed is shown to everybody where the app says so.
      const shows = answer.response?.response_type === 'in_channel';
      if (shows) addMessage(world, { channel: channel.id, user: id, text: `${command} ${text}`.trim() });
      return answer;
    },
    async mention(where, text, threadTs) {
      const channel = channelOf(where);
      const message = addMessage(world, {
        channel: channel.id,
        user: id,
        text: `<@${world.bot.id}> ${text}`,
        threadTs,
      });
      return answered(
        sockets.send('events_api', {
          token: 'verification',
          team_id: world.team.id,
          api_app_id: world.appId,
          type: 'event_callback',
          event_id: world.newId('Ev'),
          event_time: Math.trunc(world.clock.now() / 1000),
          authorizations: [{ team_id: world.team.id, user_id: world.bot.id, is_bot: true }],
          event: {
            type: 'app_mention',
            user: id,
            ts: message.ts,
            text: message.text,
            channel: channel.id,
            event_ts: message.ts,
            team: user.teamId,
            ...(threadTs && { thread_ts: threadTs }),
          },
        }),
      );
    },
    press(shown, actionId, value) {
      const message = world.messages.find(
        (one) => one === shown || (one.ts === shown.ts && one.channel === shown.channel),
      );
      if (!message || message.deleted || (message.onlyFor !== undefined && message.onlyFor !== id))
        throw new Error(`${user.name} does not see that message`);
      const channel = channelOf({ id: message.channel });
      return interact({
        type: 'block_actions',
        ...around(newTrigger(world, id)),
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: channel.id,
          is_ephemeral: message.onlyFor !== undefined,
          ...(message.threadTs && { thread_ts: message.threadTs }),
        },
        channel: { id: channel.id, name: channel.name },
        // An ephemeral message is not kept, so the app is not shown it.
        ...(message.onlyFor === undefined && { message: messageJson(world, message) }),
        state: { values: {} },
        response_url: hook(channel, message),
        actions: [actionOf(message.blocks, actionId, value)],
      });
    },
    async pressIn(view, actionId, given = {}) {
      const state = await filledIn(view.view, sent(given), suggestions(view));
      return interact({
        type: 'block_actions',
        ...around(newTrigger(world, id, view.id)),
        container: { type: 'view', view_id: view.id },
        view: viewJson(world, view, { values: state }),
        actions: [actionOf(view.view.blocks, actionId, undefined)],
      });
    },
    shortcut: (callbackId) =>
      interact({
        type: 'shortcut',
        ...around(newTrigger(world, id)),
        action_ts: world.newTs(),
        callback_id: callbackId,
      }),
    async suggest(view, actionId, typed) {
      return suggestions(view)(elementOf(view.view.blocks, actionId).block, typed);
    },
    async submit(view, given = {}) {
      if (!view.open || world.views.get(view.id) !== view) throw new Error('the modal is closed');
      const values = await filledIn(view.view, sent(given), suggestions(view), true);
      const answer = await interact({
        type: 'view_submission',
        ...around(newTrigger(world, id, view.id)),
        view: viewJson(world, view, { values }),
        response_urls: [],
      });
      const errors = afterSubmission(world, view, answer.response);
      return { ...answer, ...(errors && { errors }) };
    },
    upload(name, bytes, mimetype) {
      const file = addFile(world, { name, bytes, user: id, ...(mimetype && { mimetype }) });
      // What is chosen in a form is looked at before the form is sent.
      const ready = { ...file, readyAt: 0 };
      world.files.set(file.id, ready);
      return ready;
    },
    get view() {
      return [...world.views.values()].filter((one) => one.user === id && one.open).at(-1);
    },
    opens: (wanted = () => true) =>
      world.until(() => {
        const view = person.view;
        return view && wanted(view) ? view : undefined;
      }),
    sees(where) {
      const direct = directMessage(world, id).id;
      return world.messages.filter(
        (message) =>
          seenBy(world, where.id, id).includes(message) || seenBy(world, direct, id).includes(message),
      );
    },
    direct: () => seenBy(world, directMessage(world, id).id, id),
  };

  /** Files as payloads have them. */
  const sent = (given: Given): Given =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === 'object' && 'bytes' in value ? fileJson(world, value) : value,
      ]),
    );

  /** What a menu of the app's offers for what is typed. */
  function suggestions(view: View) {
    return async (block: Json, typed: string): Promise<readonly Json[]> => {
      const envelope = sockets.send('interactive', {
        type: 'block_suggestion',
        ...around(newTrigger(world, id, view.id)),
        container: { type: 'view', view_id: view.id },
        action_id: block.element.action_id,
        block_id: block.block_id,
        value: typed,
        view: viewJson(world, view, { values: initialState(view.view) }),
      });
      const { response } = await answered(envelope);
      const options: readonly Json[] = response?.options ?? [];
      const tooLong = options.find(
        ({ text, value, description }) =>
          text?.type !== 'plain_text' ||
          !text.text ||
          text.text.length > SLACK.optionText ||
          !value ||
          value.length > SLACK.optionValue ||
          (description?.text.length ?? 0) > SLACK.optionText,
      );
      if (options.length > SLACK.options || tooLong)
        world.problems.push({
          method: 'options',
          what: 'invalid options',
          detail: tooLong ?? options.length,
        });
      return options;
    };
  }
  return person;
}
