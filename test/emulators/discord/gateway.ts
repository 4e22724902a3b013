/** The gateway: HELLO, IDENTIFY, READY, RESUME with replay, and every way of ending that a bot must live through. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { guildJson, userJson } from './people.ts';
import type { Json } from './types.ts';
import type { World } from './world.ts';

export const Op = {
  Dispatch: 0,
  Heartbeat: 1,
  Identify: 2,
  Resume: 6,
  Reconnect: 7,
  InvalidSession: 9,
  Hello: 10,
  HeartbeatAck: 11,
} as const;

/** After these the client has to start a new session, or may not come back at all. */
const ends = new Set([1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014]);

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly sent: { readonly s: number; readonly frame: string }[];
  seq: number;
  socket: WebSocket | undefined;
}

export interface GatewayCounts {
  readonly identifies: number;
  readonly resumes: number;
  /** Events that were sent again to sessions that resumed. */
  readonly replayed: number;
  readonly heartbeats: number;
  /** Connections that were refused. */
  readonly refused: number;
}

export interface Gateway {
  /** Sessions that get events now. */
  readonly connected: number;
  readonly counts: GatewayCounts;
  /** The IDENTIFY bodies, for what the bot said in them. */
  readonly identified: readonly Json[];
  /** The connection breaks without a word. Sessions can be resumed. */
  drop(): void;
  /** Discord closes with that code. */
  close(code: number, reason?: string): void;
  /** op 7. */
  reconnect(): void;
  /** op 9; not resumable: the sessions are gone. */
  invalidate(resumable: boolean): void;
  /** Whether heartbeats stay without an answer, as on a connection that is dead but open. */
  deaf(on: boolean): void;
  /** Whether new connections are refused. */
  refuse(on: boolean): void;
  readonly sessions: readonly { readonly id: string; readonly seq: number; readonly connected: boolean }[];
}

export interface GatewayServer extends Gateway {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  stop(): void;
}

export function gatewayOf(
  world: World,
  allowedIntents: () => number,
  heartbeatInterval: number,
): GatewayServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 });
  const sessions = new Map<string, Session>();
  const counts = { identifies: 0, resumes: 0, replayed: 0, heartbeats: 0, refused: 0 };
  const identified: Json[] = [];
  let deaf = false;
  let refusing = false;

  const say = (socket: WebSocket, op: number, d: Json): void =>
    socket.send(JSON.stringify({ op, d, s: null, t: null }));

  function send(session: Session, t: string, d: Json): void {
    session.seq += 1;
    const frame = JSON.stringify({ op: Op.Dispatch, t, s: session.seq, d });
    session.sent.push({ s: session.seq, frame });
    session.socket?.send(frame);
  }

  world.dispatch = (event, data, intents = 0) => {
    for (const session of sessions.values())
      if (intents === 0 || (session.intents & intents) !== 0) send(session, event, data);
  };

  function identify(socket: WebSocket, d: Json): Session | undefined {
    counts.identifies += 1;
    identified.push(d);
    if (d?.token !== world.token) return refuse(socket, 4004, 'Authentication failed.');
    const intents = d.intents;
    if (!Number.isInteger(intents) || intents < 0 || intents >= 1 << 26)
      return refuse(socket, 4013, 'Invalid intent(s).');
    if ((intents & ~allowedIntents()) !== 0) return refuse(socket, 4014, 'Disallowed intent(s).');
    if (d.shard && d.shard[0] >= d.shard[1]) return refuse(socket, 4010, 'Invalid shard.');
    const session: Session = { id: `session${world.newId()}`, intents, sent: [], seq: 0, socket };
    sessions.set(session.id, session);
    send(session, 'READY', {
      v: 10,
      user: { ...userJson(world.bot), verified: true, mfa_enabled: true, email: null, flags: 0 },
      guilds: [...world.guilds.keys()].map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: `${world.origin.replace('http', 'ws')}/resume`,
      ...(d.shard ? { shard: d.shard } : {}),
      application: { id: world.applicationId, flags: 0 },
      private_channels: [],
      user_settings: {},
      relationships: [],
      presences: [],
      guild_join_requests: [],
      _trace: [],
    });
    // Without the guilds intent the guilds stay unavailable for ever.
    if ((intents & 1) !== 0)
      for (const guild of world.guilds.values()) send(session, 'GUILD_CREATE', guildJson(world, guild));
    return session;
  }

  function refuse(socket: WebSocket, code: number, reason: string): undefined {
    socket.close(code, reason);
    return undefined;
  }

  function resume(socket: WebSocket, d: Json): Session | undefined {
    counts.resumes += 1;
    if (d?.token !== world.token) return refuse(socket, 4004, 'Authentication failed.');
    const session = sessions.get(d.session_id);
    if (!session) {
      say(socket, Op.InvalidSession, false);
      return undefined;
    }
    if (d.seq > session.seq) {
      sessions.delete(session.id);
      return refuse(socket, 4007, 'Invalid seq.');
    }
    session.socket?.terminate();
    session.socket = socket;
    for (const { s, frame } of session.sent)
      if (s > d.seq) {
        counts.replayed += 1;
        socket.send(frame);
      }
    send(session, 'RESUMED', { _trace: [] });
    return session;
  }

  server.on('connection', (socket: WebSocket) => {
    let mine: Session | undefined;
    const sentAt: number[] = [];
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      if (data.byteLength > 4096) return void refuse(socket, 4002, 'Error while decoding payload.');
      const now = world.clock.elapsed();
      sentAt.push(now);
      while ((sentAt[0] ?? now) <= now - 60_000) sentAt.shift();
      if (sentAt.length > 120) return void refuse(socket, 4008, 'Rate limited.');
      const message = parsed(data);
      if (!message) return void refuse(socket, 4002, 'Error while decoding payload.');
      if (message.op === Op.Heartbeat) {
        counts.heartbeats += 1;
        if (!deaf) say(socket, Op.HeartbeatAck, null);
      } else if (message.op === Op.Identify) {
        if (mine?.socket === socket) return void refuse(socket, 4005, 'Already authenticated.');
        mine = identify(socket, message.d);
      } else if (message.op === Op.Resume) {
        if (mine?.socket === socket) return void refuse(socket, 4005, 'Already authenticated.');
        mine = resume(socket, message.d);
      } else if (![3, 4, 8, 31].includes(message.op)) {
        return void refuse(socket, 4001, 'Unknown opcode.');
      } else if (!mine) {
        return void refuse(socket, 4003, 'Not authenticated.');
      }
      world.changed();
    });
    socket.on('close', (code: number) => {
      if (mine?.socket === socket) {
        mine.socket = undefined;
        if (ends.has(code)) sessions.delete(mine.id);
      }
      world.changed();
    });
    say(socket, Op.Hello, { heartbeat_interval: heartbeatInterval, _trace: [] });
  });

  const open = (): WebSocket[] => [...server.clients];
  return {
    get connected() {
      return [...sessions.values()].filter(({ socket }) => socket).length;
    },
    get sessions() {
      return [...sessions.values()].map(({ id, seq, socket }) => ({
        id,
        seq,
        connected: socket !== undefined,
      }));
    },
    get counts() {
      return { ...counts };
    },
    identified,
    drop() {
      for (const session of sessions.values()) session.socket = undefined;
      for (const socket of open()) socket.terminate();
    },
    close(code, reason = '') {
      for (const session of [...sessions.values()]) {
        session.socket = undefined;
        if (ends.has(code)) sessions.delete(session.id);
      }
      for (const socket of open()) socket.close(code, reason);
    },
    reconnect() {
      for (const socket of open()) say(socket, Op.Reconnect, null);
    },
    invalidate(resumable) {
      if (!resumable) sessions.clear();
      else for (const session of sessions.values()) session.socket = undefined;
      for (const socket of open()) say(socket, Op.InvalidSession, resumable);
    },
    deaf(on) {
      deaf = on;
    },
    refuse(on) {
      refusing = on;
    },
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', world.origin);
      if (refusing) {
        counts.refused += 1;
        world.changed();
        socket.destroy();
        return;
      }
      if (!/^\/(gateway|resume)?\/?$/.test(url.pathname))
        return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      server.handleUpgrade(request, socket, head, (client) => {
        if (url.searchParams.get('v') !== '10') return client.close(4012, 'Invalid API version.');
        server.emit('connection', client, request);
      });
    },
    stop() {
      for (const socket of open()) socket.terminate();
      server.close();
    },
  };
}

function parsed(data: Buffer): Json {
  try {
    const message = JSON.parse(data.toString('utf8'));
    return typeof message?.op === 'number' ? message : undefined;
  } catch {
    return undefined;
  }
}
