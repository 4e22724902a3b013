/** The HTTP side: reads requests, keeps the transcript, turns away what Discord turns away, and serves the CDN. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { UPLOAD_LIMIT } from './attachments.ts';
import { Refusal, refusalBody, refusals } from './errors.ts';
import type { orderedFaults, rateLimits } from './faults.ts';
import { type Found, findRoute } from './routes.ts';
import type { Exchange, Json, Upload } from './types.ts';
import type { World } from './world.ts';

export interface RestOptions {
  readonly world: World;
  readonly limits: ReturnType<typeof rateLimits>;
  readonly faults: ReturnType<typeof orderedFaults>;
}

interface Read {
  readonly body: Json;
  readonly files: Map<string, Upload>;
}

async function read(request: IncomingMessage): Promise<Read> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (bytes.byteLength === 0) return { body: undefined, files: new Map() };
  if (!type.startsWith('multipart/form-data'))
    return { body: json(bytes.toString('utf8')), files: new Map() };
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files = new Map<string, Upload>();
  for (const [name, value] of form) {
    const number = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (typeof value === 'string' || number === undefined) continue;
    files.set(number, {
      name: value.name,
      bytes: new Uint8Array(await value.arrayBuffer()),
      // discord.js calls what it does not know an octet-stream; Discord then looks at the name.
      ...(value.type && value.type !== 'application/octet-stream' ? { contentType: value.type } : {}),
    });
  }
  const payload = form.get('payload_json');
  return { body: typeof payload === 'string' ? json(payload) : {}, files };
}

function json(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 50109, 'The request body contains invalid JSON.');
  }
}

const decoded = (path: string): string => path.split('/').map(decodeURIComponent).join('/');

/** What makes buckets of one route differ. */
const majorOf = ({ params }: Found): string =>
  [params.channel_id, params.guild_id, params.webhook_id, params.webhook_token].filter(Boolean).join(':');

export function restOf({ world, limits, faults }: RestOptions) {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void world.clock.after(ms, resolve));

  function send(
    response: ServerResponse,
    exchange: Exchange,
    status: number,
    body: Json,
    headers: Record<string, string> = {},
  ): void {
    exchange.status = status;
    exchange.answer = body;
    // discord.js parses everything with a JSON content type, even an empty body, so a 204 must not have one.
    const type = body === undefined ? 'text/html; charset=utf-8' : 'application/json';
    response.writeHead(status, { 'content-type': type, via: '1.1 emulator', ...headers });
    response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
    world.changed();
  }

  function cut(request: IncomingMessage, exchange: Exchange): void {
    exchange.status = 0;
    request.socket.destroy();
    world.changed();
  }

  async function api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const method = request.method ?? 'GET';
    const path = decoded(url.pathname.replace(/^\/api\/v10(?=\/)/, ''));
    const found = url.pathname.startsWith('/api/v10/') ? findRoute(method, path) : undefined;
    const exchange: Exchange = {
      at: world.clock.now(),
      method,
      route: found?.route.template ?? url.pathname,
      path,
      query: Object.fromEntries(url.searchParams),
      body: undefined,
      files: [],
      authorized: request.headers.authorization === `Bot ${world.token}`,
      status: 0,
      answer: undefined,
    };
    world.requests.push(exchange);
    let headers: Record<string, string> = {};
    try {
      const { body, files } = await read(request);
      Object.assign(exchange, { body, files: [...files.values()] });
      world.changed();
      if (!found) throw refusals.noRoute();
      if (found.route.authorized && !exchange.authorized) throw refusals.unauthorized();
      const asked = { method, route: found.route.template, path, major: majorOf(found) };
      const verdict = limits.ask(asked);
      if (verdict.refused)
        return send(response, exchange, 429, verdict.refused.body, verdict.refused.headers);
      headers = verdict.headers;
      const fault = faults.take(asked);
      if (fault?.delayMs) await wait(fault.delayMs);
      if (fault && !fault.afterDoing) return fail(request, response, exchange, fault, headers);
      if ([...files.values()].some(({ bytes }) => bytes.byteLength > UPLOAD_LIMIT)) throw refusals.tooLarge();
      const answer = await found.route.run({
        world,
        params: found.params,
        query: exchange.query,
        body,
        files,
      });
      if (fault) return fail(request, response, exchange, fault, headers);
      send(response, exchange, answer.status, answer.body, headers);
    } catch (error) {
      refuse(response, exchange, error, headers);
    }
  }

  function fail(
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
    fault: { status: number | 'drop'; headers?: Readonly<Record<string, string>>; body?: Json },
    headers: Record<string, string>,
  ): void {
    if (fault.status === 'drop') {
      cut(request, exchange);
      return;
    }
    send(
      response,
      exchange,
      fault.status,
      fault.body ?? { message: `${fault.status}: from the emulator`, code: 0 },
      {
        ...headers,
        ...fault.headers,
      },
    );
  }

  function refuse(
    response: ServerResponse,
    exchange: Exchange,
    error: unknown,
    headers: Record<string, string>,
  ): void {
    const route = `${exchange.method} ${exchange.route}`;
    if (!(error instanceof Refusal)) {
      world.problems.push({
        route,
        what: 'the emulator itself failed',
        detail: String((error as Error)?.stack ?? error),
      });
      send(response, exchange, 500, { message: String(error), code: 0 });
      return;
    }
    if (error.code === 50035) world.problems.push({ route, what: error.message, detail: error.flaws });
    if (error.code === 50006 || error.code === 50109)
      world.problems.push({ route, what: error.message, detail: exchange.body });
    if (error.status === 404 && error.code === 0)
      world.problems.push({ route, what: 'no route that the emulator knows', detail: exchange.path });
    send(response, exchange, error.status, refusalBody(error), { ...headers, ...error.headers });
  }

  function cdn(response: ServerResponse, url: URL): void {
    const file = world.files.get(url.pathname.replace(/^\/cdn\//, ''));
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.byteLength });
    response.end(file.bytes);
  }

  /** Answers what is Discord's own; false for everything else. */
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = new URL(request.url ?? '/', world.origin);
    if (url.pathname.startsWith('/cdn/')) cdn(response, url);
    else if (url.pathname.startsWith('/api')) void api(request, response, url);
    else return false;
    return true;
  };
}
