/** The HTTP side: reads requests, keeps the transcript, turns away what Slack turns away, and serves files. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { orderedFaults, tiersOf } from './faults.ts';
import { completeUploads, fileJson, receiveUpload, uploadUrl } from './files.ts';
import { METHODS } from './limits.ts';
import {
  addMessage,
  answerHook,
  checkedContent,
  editMessage,
  messageJson,
  Refusal,
  writable,
} from './messages.ts';
import type { Exchange, Json } from './types.ts';
import { openByTrigger, pushByTrigger, updateById } from './views.ts';
import { directMessage, type StoredMessage, type World } from './world.ts';

/** Fields of a method's body, besides `token` and `team_id`. */
interface Handler {
  readonly takes: readonly string[];
  run(world: World, body: Json): Json;
}

function ownMessage(world: World, { channel, ts }: Json): StoredMessage {
  const found = world.messages.find(
    (one) => one.channel === channel && one.ts === ts && one.onlyFor === undefined && !one.deleted,
  );
  if (!found) throw new Refusal('message_not_found');
  if (found.user !== world.bot.id) throw new Refusal('cant_update_message', {}, true);
  return found;
}

const MESSAGE = ['channel', 'text', 'blocks', 'thread_ts', 'unfurl_links', 'unfurl_media'];

const handlers: Readonly<Record<string, Handler>> = {
  'auth.test': {
    takes: [],
    run: (world) => ({
      url: `${world.origin}/`,
      team: world.team.name,
      user: world.bot.name,
      team_id: world.team.id,
      user_id: world.bot.id,
      bot_id: world.botId,
      is_enterprise_install: world.isEnterpriseInstall,
    }),
  },
  'apps.connections.open': {
    takes: [],
    run: (world) => ({ url: `${world.origin.replace('http', 'ws')}/link?ticket=${world.newId('t')}` }),
  },
  'chat.postMessage': {
    takes: MESSAGE,
    run(world, body) {
      const channel = writable(world, body.channel);
      if (body.unfurl_links !== 'false' || body.unfurl_media !== 'false')
        throw new Refusal('invalid_arguments', { unfurls: 'are to be off' }, true);
      const content = checkedContent(world, body, channel.id, false);
      const message = addMessage(world, {
        channel: channel.id,
        user: world.bot.id,
        ...content,
        threadTs: body.thread_ts,
      });
      return { channel: channel.id, ts: message.ts, message: messageJson(world, message) };
    },
  },
  'chat.update': {
    takes: ['channel', 'ts', 'text', 'blocks'],
    run(world, body) {
      const channel = writable(world, body.channel);
      const message = ownMessage(world, { channel: channel.id, ts: body.ts });
      editMessage(world, message, checkedContent(world, body, channel.id, false));
      return { channel: channel.id, ts: message.ts, text: message.text };
    },
  },
  'chat.delete': {
    takes: ['channel', 'ts'],
    run(world, body) {
      const message = ownMessage(world, body);
      message.deleted = true;
      world.changed();
      return { channel: message.channel, ts: message.ts };
    },
  },
  'chat.postEphemeral': {
    takes: ['channel', 'user', 'text', 'blocks', 'thread_ts'],
    run(world, body) {
      const channel = writable(world, body.channel);
      if (!channel.members.has(body.user)) throw new Refusal('user_not_in_channel');
      const content = checkedContent(world, body, channel.id, true);
      const { ts } = addMessage(world, {
        channel: channel.id,
        user: world.bot.id,
        ...content,
        threadTs: body.thread_ts,
        onlyFor: body.user,
      });
      return { message_ts: ts };
    },
  },
  'views.open': { takes: ['trigger_id', 'view'], run: openByTrigger },
  'views.push': { takes: ['trigger_id', 'view'], run: pushByTrigger },
  'views.update': { takes: ['view_id', 'hash', 'view'], run: updateById },
  'conversations.open': {
    takes: ['users'],
    run(world, { users }) {
      if (!world.users.has(users)) throw new Refusal('user_not_found');
      return { channel: { id: directMessage(world, users).id } };
    },
  },
  'users.info': {
    takes: ['user', 'include_locale'],
    run(world, { user: id, include_locale }) {
      const user = world.users.get(id);
      if (!user) throw new Refusal('user_not_found');
      return {
        user: {
          id: user.id,
          team_id: user.teamId,
          name: user.name.toLowerCase().replace(/\W/g, ''),
          real_name: user.name,
          is_admin: user.isAdmin,
          is_owner: user.isOwner,
          is_bot: user.isBot,
          tz: 'Asia/Seoul',
          // Without the flag there is none.
          ...(include_locale === 'true' && { locale: user.locale }),
          profile: { real_name: user.name, display_name: user.name },
        },
      };
    },
  },
  'files.getUploadURLExternal': { takes: ['filename', 'length', 'alt_text'], run: uploadUrl },
  'files.completeUploadExternal': {
    takes: ['files', 'channel_id', 'thread_ts', 'initial_comment'],
    run: completeUploads,
  },
  'files.info': {
    takes: ['file'],
    run(world, { file: id }) {
      const file = world.files.get(id);
      if (!file) throw new Refusal('file_not_found');
      return { file: fileJson(world, file) };
    },
  },
};

interface Read {
  readonly body: Json;
  readonly bytes: Uint8Array;
}

/** Bodies are forms whose nested values are JSON. */
const NESTED = ['blocks', 'view', 'files'];

async function read(request: IncomingMessage): Promise<Read> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return { body: JSON.parse(bytes.toString() || '{}'), bytes };
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
    const [file] = [...form.values()].filter((one) => typeof one !== 'string');
    return { body: {}, bytes: file ? new Uint8Array(await (file as Blob).arrayBuffer()) : bytes };
  }
  const body = Object.fromEntries(new URLSearchParams(bytes.toString()));
  for (const name of NESTED) if (body[name] !== undefined) body[name] = JSON.parse(body[name]);
  return { body, bytes };
}

export function webApi(
  world: World,
  faults: ReturnType<typeof orderedFaults>,
  tiers: ReturnType<typeof tiersOf>,
) {
  function authorize(method: string, token: string | undefined): void {
    const ours = method === 'apps.connections.open' ? world.appToken : world.token;
    if (token === undefined || token === '') throw new Refusal('not_authed');
    if (token !== ours)
      throw new Refusal(/^x(oxb|app)-/.test(token) ? 'invalid_auth' : 'not_allowed_token_type');
    if (world.refusal !== undefined) throw new Refusal(world.refusal);
    const { scope } = METHODS[method] ?? {};
    if (scope !== undefined && !world.scopes.includes(scope))
      throw new Refusal('missing_scope', { needed: scope, provided: world.scopes.join(',') });
  }

  function runMethod(method: string, { body }: Read, token: string | undefined): Json {
    const handler = handlers[method];
    if (!handler) throw new Refusal('unknown_method', {}, true);
    authorize(method, token);
    const unknown = Object.keys(body).filter((key) => ![...handler.takes, 'team_id', 'token'].includes(key));
    if (unknown.length > 0) throw new Refusal('invalid_arguments', { unknown }, true);
    return { ok: true, ...handler.run(world, body) };
  }

  /** What is no method: an upload's address, or the one by which an answer goes back. */
  function runOther(path: string, { body, bytes }: Read): Json {
    const [, kind, id = ''] = /^\/(upload\/v1|response)\/(.+)$/.exec(path) ?? [];
    if (kind === 'response') {
      answerHook(world, id, body);
      return 'ok';
    }
    receiveUpload(world, id, bytes);
    return `OK - ${bytes.length}`;
  }

  async function answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const isApi = path.startsWith('/api/');
    const method = isApi
      ? path.slice('/api/'.length)
      : path.startsWith('/upload')
        ? 'upload'
        : 'response_url';
    const exchange: Exchange = {
      at: world.clock.elapsed(),
      method,
      body: undefined,
      status: 0,
      answer: undefined,
    };
    world.requests.push(exchange);
    const send = (status: number, body: Json, headers: Record<string, string> = {}) => {
      exchange.status = status;
      exchange.answer = body;
      const isText = typeof body === 'string';
      response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers });
      response.end(isText ? body : JSON.stringify(body));
      world.changed();
    };
    try {
      const given = await read(request);
      exchange.body = given.body;
      world.changed();
      const fault = faults.take(method);
      const fail = () => {
        if (fault?.status === 'drop') request.socket.destroy();
        else if (fault?.retryAfter !== undefined)
          send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) });
        else if (fault?.error !== undefined) send(200, { ok: false, error: fault.error });
        else send(fault?.status as number, 'from the emulator');
      };
      if (fault && !fault.afterDoing) return fail();
      const wait = isApi ? tiers.ask(method, given.body.channel) : undefined;
      if (wait !== undefined)
        return send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(wait) });
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
      const done = isApi ? runMethod(method, given, token) : runOther(path, given);
      if (fault) return fail();
      send(200, done, isApi ? { 'x-oauth-scopes': world.scopes.join(',') } : {});
    } catch (error) {
      if (!(error instanceof Refusal)) {
        world.problems.push({
          method,
          what: 'the emulator itself failed',
          detail: String((error as Error).stack),
        });
        return send(500, String(error));
      }
      if (error.isProblem)
        world.problems.push({ method, what: error.error, detail: { ...error.more, body: exchange.body } });
      send(isApi ? 200 : 404, isApi ? { ok: false, error: error.error, ...error.more } : error.error);
    }
  }

  function download(request: IncomingMessage, response: ServerResponse, path: string): void {
    const file = world.files.get(path.split('/')[2] ?? '');
    // Without the token Slack sends people to its sign-in page.
    if (request.headers.authorization !== `Bearer ${world.token}`)
      return void response.writeHead(302, { location: `${world.origin}/signin` }).end();
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.mimetype, 'content-length': file.bytes.length });
    response.end(file.bytes);
  }

  /** Answers what is Slack's own; false for everything else. */
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname } = new URL(request.url ?? '/', world.origin);
    if (pathname.startsWith('/files-pri/')) download(request, response, pathname);
    else if (/^\/(api|upload\/v1|response)\//.test(pathname)) void answer(request, response, pathname);
    else return false;
    return true;
  };
}
