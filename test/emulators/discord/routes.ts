/** Which requests the emulator knows, and what each does. */

import * as commands from './commands.ts';
import { GLOBAL } from './commands.ts';
import { Flag } from './components.ts';
import { flaw, invalidBody, refusals } from './errors.ts';
import {
  announce,
  callBack,
  editAnswer,
  followUp,
  messageOf,
  remove,
  webhookOf,
  withoutTts,
} from './interactions.ts';
import { compose, edit, messageJson } from './messages.ts';
import { channelJson, guildJson, memberJson, userJson } from './people.ts';
import { botMay, holds, Permission } from './permissions.ts';
import type { Json, Upload } from './types.ts';
import { flawsOf } from './validate.ts';
import { type Channel, madeAt, type StoredMessage, type World } from './world.ts';

export interface Call {
  readonly world: World;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly files: ReadonlyMap<string, Upload>;
}

export interface Answer {
  readonly status: number;
  readonly body?: Json;
}

export interface Route {
  readonly method: string;
  readonly template: string;
  /** Whether the bot's token is asked for; else the token in the path is what counts. */
  readonly authorized: boolean;
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

const ok = (body: Json): Answer => ({ status: 200, body });
const done: Answer = { status: 204 };

const routes: Route[] = [];
function on(line: string, run: Route['run'], authorized = true): void {
  const [method, template] = line.split(' ') as [string, string];
  routes.push({ method, template, authorized, run });
}

const wsUrl = ({ origin }: World): string => origin.replace('http', 'ws');

on('GET /gateway', ({ world }) => ok({ url: wsUrl(world) }), false);
on('GET /gateway/bot', ({ world }) =>
  ok({
    url: wsUrl(world),
    shards: 1,
    // The real one lets a bot identify once in five seconds. Tests would wait for that.
    session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1000 },
  }),
);

const application = (world: World): Json => ({
  id: world.applicationId,
  name: world.bot.name,
  icon: null,
  description: '',
  type: null,
  summary: '',
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: '0'.repeat(64),
  flags: 0,
  integration_types_config: { '0': {} },
  bot: userJson(world.bot),
  approximate_guild_count: world.guilds.size,
});
for (const path of ['/applications/@me', '/oauth2/applications/@me'])
  on(`GET ${path}`, ({ world }) => ok(application(world)));
on('GET /users/@me', ({ world }) =>
  ok({ ...userJson(world.bot), verified: true, mfa_enabled: true, flags: 0 }),
);
on('GET /users/{user_id}', ({ world, params }) => {
  const user = world.users.get(params.user_id as string);
  if (!user) throw refusals.unknownUser();
  return ok(userJson(user));
});

for (const [base, scopeOf] of [
  ['/applications/{application_id}/commands', () => GLOBAL],
  [
    '/applications/{application_id}/guilds/{guild_id}/commands',
    (params: Call['params']) => params.guild_id as string,
  ],
] as const) {
  const scope = ({ world, params }: Call): string => {
    if (params.application_id !== world.applicationId) throw refusals.noAccess();
    return scopeOf(params);
  };
  on(`GET ${base}`, (call) =>
    ok(commands.list(call.world, scope(call), call.query.with_localizations === 'true')),
  );
  on(`PUT ${base}`, (call) => ok(commands.overwrite(call.world, scope(call), call.body)));
  on(`POST ${base}`, (call) => {
    const { command, isNew } = commands.create(call.world, scope(call), call.body);
    return { status: isNew ? 201 : 200, body: command };
  });
  on(`GET ${base}/{command_id}`, (call) =>
    ok(commands.one(call.world, scope(call), call.params.command_id as string)),
  );
  on(`PATCH ${base}/{command_id}`, (call) =>
    ok(commands.change(call.world, scope(call), call.params.command_id as string, call.body)),
  );
  on(`DELETE ${base}/{command_id}`, (call) => {
    commands.drop(call.world, scope(call), call.params.command_id as string);
    return done;
  });
}

on(
  'POST /interactions/{interaction_id}/{interaction_token}/callback',
  async ({ world, params, query, body, files }) => {
    const answer = await callBack(
      world,
      params.interaction_id as string,
      params.interaction_token as string,
      body,
      files,
    );
    return query.with_response === 'true' ? ok(answer) : done;
  },
  false,
);

const WEBHOOK = '/webhooks/{webhook_id}/{webhook_token}';
const hook = ({ world, params }: Call) =>
  webhookOf(world, params.webhook_id as string, params.webhook_token as string);
on(
  `POST ${WEBHOOK}`,
  async (call) => ok(messageJson(call.world, await followUp(call.world, hook(call), call.body, call.files))),
  false,
);
on(
  `GET ${WEBHOOK}/messages/{message_id}`,
  (call) => ok(messageJson(call.world, messageOf(hook(call), call.params.message_id as string))),
  false,
);
on(
  `PATCH ${WEBHOOK}/messages/{message_id}`,
  async (call) =>
    ok(
      messageJson(
        call.world,
        await editAnswer(call.world, hook(call), call.params.message_id as string, call.body, call.files),
      ),
    ),
  false,
);
on(
  `DELETE ${WEBHOOK}/messages/{message_id}`,
  (call) => {
    remove(call.world, messageOf(hook(call), call.params.message_id as string));
    return done;
  },
  false,
);

function channelIn({ world, params }: Call, needed = 0n): Channel {
  const channel = world.channels.get(params.channel_id as string);
  if (!channel || !world.guilds.has(channel.guildId)) throw refusals.unknownChannel();
  if (!holds(botMay(channel), Permission.ViewChannel)) throw refusals.noAccess();
  if (!holds(botMay(channel), needed)) throw refusals.noPermission();
  return channel;
}

/** Ephemeral messages are not in the channel, as far as the bot's token goes. */
function messageIn(call: Call): StoredMessage {
  const channel = channelIn(call);
  const message = call.world.messages.get(call.params.message_id as string);
  if (!message || message.deleted || message.channelId !== channel.id || message.onlyFor !== undefined)
    throw refusals.unknownMessage();
  return message;
}

const sendingIn = (channel: Channel | undefined): bigint =>
  channel?.parentId === undefined ? Permission.SendMessages : Permission.SendMessagesInThreads;

on('GET /channels/{channel_id}', (call) => ok(channelJson(channelIn(call), call.world.bot)));
on('POST /channels/{channel_id}/typing', (call) => {
  channelIn(call, Permission.SendMessages);
  return done;
});
on('GET /channels/{channel_id}/messages', (call) => {
  const channel = channelIn(call, Permission.ReadMessageHistory);
  const all = [...call.world.messages.values()].filter(
    (message) => message.channelId === channel.id && message.onlyFor === undefined && !message.deleted,
  );
  const limit = Number(call.query.limit ?? 50);
  if (!(limit >= 1 && limit <= 100))
    throw invalidBody([flaw(['limit'], 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 100.')]);
  return ok(
    all
      .reverse()
      .slice(0, limit)
      .map((message) => messageJson(call.world, message)),
  );
});

/** How long Discord remembers a nonce: "the past few minutes". */
const NONCE_LASTS_MS = 5 * 60_000;

on('POST /channels/{channel_id}/messages', async (call) => {
  const { world, body, files } = call;
  const channel = channelIn(call, sendingIn(world.channels.get(call.params.channel_id as string)));
  const flaws = flawsOf('MessageCreateRequest', body);
  if (body?.enforce_nonce && (body.nonce ?? null) === null)
    flaws.push(flaw(['nonce'], 'BASE_TYPE_REQUIRED', 'enforce_nonce needs a nonce'));
  if (flaws.length > 0) throw invalidBody(flaws);
  if (files.size > 0 && !holds(botMay(channel), Permission.AttachFiles)) throw refusals.noPermission();
  if (body.enforce_nonce) {
    const sent = [...world.messages.values()].find(
      ({ nonce, author, channelId, id }) =>
        nonce === body.nonce &&
        author.id === world.bot.id &&
        channelId === channel.id &&
        world.clock.now() - madeAt(id) < NONCE_LASTS_MS,
    );
    if (sent) return ok(messageJson(world, sent));
  }
  const replied = body.message_reference?.message_id;
  if (replied && !world.messages.has(replied) && body.message_reference.fail_if_not_exists !== false)
    throw invalidBody([flaw(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')]);
  const message = await compose(world, body, files, {
    channelId: channel.id,
    author: world.bot,
    type: 0,
    mayFlag: Flag.SuppressEmbeds | Flag.SuppressNotifications | Flag.ComponentsV2,
  });
  world.messages.set(message.id, message);
  announce(world, 'MESSAGE_CREATE', message);
  world.changed();
  return ok(messageJson(world, message));
});
on('GET /channels/{channel_id}/messages/{message_id}', (call) =>
  ok(messageJson(call.world, messageIn(call))),
);
on('PATCH /channels/{channel_id}/messages/{message_id}', async (call) => {
  const { world, files } = call;
  const body = withoutTts(withoutNonce(call.body));
  const message = messageIn(call);
  if (message.author.id !== world.bot.id) throw refusals.notTheAuthor();
  const flaws = flawsOf('MessageEditRequestPartial', body);
  if (flaws.length > 0) throw invalidBody(flaws);
  if (world.refusesOldEdits && world.clock.now() - madeAt(message.id) > 3_600_000)
    throw refusals.oldMessageEdits();
  await edit(world, message, body, files);
  announce(world, 'MESSAGE_UPDATE', message);
  world.changed();
  return ok(messageJson(world, message));
});
on('DELETE /channels/{channel_id}/messages/{message_id}', (call) => {
  const message = messageIn(call);
  if (message.author.id !== call.world.bot.id) throw refusals.noPermission();
  remove(call.world, message);
  return done;
});

/** discord.js says both in edits too. */
function withoutNonce(body: Json): Json {
  const { nonce, enforce_nonce, ...rest } = body ?? {};
  return nonce || enforce_nonce ? body : rest;
}

on('GET /guilds/{guild_id}', ({ world, params }) => {
  const guild = world.guilds.get(params.guild_id as string);
  if (!guild) throw refusals.unknownGuild();
  const { channels: _, members: __, threads: ___, ...rest } = guildJson(world, guild);
  return ok(rest);
});
on('GET /guilds/{guild_id}/members/{user_id}', ({ world, params }) => {
  const guild = world.guilds.get(params.guild_id as string);
  if (!guild) throw refusals.unknownGuild();
  const member = guild.members.get(params.user_id as string);
  if (!member) throw refusals.unknownMember();
  return ok(memberJson(member));
});

export interface Found {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/** The route of a decoded path below `/api/v10`; fixed parts go before parameters. */
export function findRoute(method: string, path: string): Found | undefined {
  const parts = path.split('/');
  const fitting = routes.flatMap((route) => {
    const wanted = route.template.split('/');
    if (route.method !== method || wanted.length !== parts.length) return [];
    const params: Record<string, string> = {};
    for (const [index, part] of wanted.entries()) {
      if (part.startsWith('{')) params[part.slice(1, -1)] = parts[index] as string;
      else if (part !== parts[index]) return [];
    }
    return [{ route, params }];
  });
  return fitting.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}
