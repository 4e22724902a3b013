/** Socket Mode: connections of an app, envelopes to one of them, their acknowledgements, and what is sent once more. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { SLACK } from './limits.ts';
import type { Json } from './types.ts';
import type { World } from './world.ts';

export interface Envelope {
  readonly id: string;
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Json;
  readonly sentAt: number;
  /** How often it went over a socket. */
  deliveries: number;
  acknowledgedAt: number | undefined;
  /** What the acknowledgement carried. */
  response: Json;
  /** Nobody acknowledged it in time: the person sees that the app did not answer. */
  late: boolean;
}

export interface Sockets {
  readonly connected: number;
  /** Connections that were ever opened. */
  readonly opened: number;
  readonly envelopes: readonly Envelope[];
  send(type: Envelope['type'], payload: Json): Envelope;
  /** Sends an envelope that was acknowledged already once more, as after an acknowledgement that was lost. */
  redeliver(envelope: Envelope): void;
  /** Asks the app to connect again, as Slack does every few hours. */
  refresh(): void;
  /** Breaks every connection without a word. */
  kill(): void;
  /** Acknowledgements are lost from now on. */
  deaf(on: boolean): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  stop(): void;
}

/** When what nobody acknowledged is sent again. */
const RETRIES_MS = [SLACK.ackMs, 60_000, 300_000];

export function socketsOf(world: World): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const open: WebSocket[] = [];
  const envelopes: Envelope[] = [];
  const timers = new Set<() => void>();
  let opened = 0;
  let turn = 0;
  let isDeaf = false;

  const after = (ms: number, action: () => void) => {
    const cancel = world.clock.after(ms, () => {
      timers.delete(cancel);
      action();
    });
    timers.add(cancel);
  };

  /** To one of the connections, in turn; without any, it waits for one. */
  function deliver(envelope: Envelope, attempt: number): void {
    const socket = open[turn++ % Math.max(1, open.length)];
    if (!socket) return;
    envelope.deliveries += 1;
    socket.send(
      JSON.stringify({
        envelope_id: envelope.id,
        type: envelope.type,
        payload: envelope.payload,
        accepts_response_payload: envelope.type !== 'events_api',
        ...(attempt > 0 && { retry_attempt: attempt, retry_reason: 'timeout' }),
      }),
    );
  }

  function acknowledge({ envelope_id, payload }: Json): void {
    const envelope = envelopes.find(({ id }) => id === envelope_id);
    if (!envelope || isDeaf) return;
    if (envelope.acknowledgedAt === undefined) {
      envelope.acknowledgedAt = world.clock.elapsed();
      envelope.response = payload !== undefined && Object.keys(payload).length > 0 ? payload : undefined;
    }
    world.changed();
  }

  server.on('connection', (socket) => {
    if (open.length >= SLACK.connections) return socket.close();
    opened += 1;
    socket.on('error', () => {});
    socket.on('message', (data) => acknowledge(JSON.parse(String(data))));
    socket.on('close', () => {
      const place = open.indexOf(socket);
      if (place >= 0) open.splice(place, 1);
      // What it had not acknowledged goes to another one.
      for (const envelope of envelopes)
        if (envelope.acknowledgedAt === undefined && !envelope.late) deliver(envelope, 1);
      world.changed();
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.length + 1,
        connection_info: { app_id: world.appId },
        debug_info: { host: 'emulator', approximate_connection_time: 18_060 },
      }),
    );
    open.push(socket);
    for (const envelope of envelopes)
      if (envelope.acknowledgedAt === undefined && !envelope.late)
        deliver(envelope, envelope.deliveries > 0 ? 1 : 0);
    world.changed();
  });

  return {
    get connected() {
      return open.length;
    },
    get opened() {
      return opened;
    },
    envelopes,
    send(type, payload) {
      const envelope: Envelope = {
        id: world.newId('e'),
        type,
        payload,
        sentAt: world.clock.elapsed(),
        deliveries: 0,
        acknowledgedAt: undefined,
        response: undefined,
        late: false,
      };
      envelopes.push(envelope);
      deliver(envelope, 0);
      for (const [i, ms] of RETRIES_MS.entries())
        after(ms, () => {
          if (envelope.acknowledgedAt !== undefined) return;
          // People are told; events are sent for some minutes more.
          if (type !== 'events_api') envelope.late = true;
          deliver(envelope, i + 1);
          world.changed();
        });
      return envelope;
    },
    redeliver: (envelope) => deliver(envelope, 1),
    refresh() {
      for (const socket of open)
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    },
    kill() {
      for (const socket of [...open]) socket.terminate();
    },
    deaf(on) {
      isDeaf = on;
    },
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (made) => server.emit('connection', made, request));
    },
    stop() {
      for (const cancel of timers) cancel();
      for (const socket of [...open]) socket.terminate();
      server.close();
    },
  };
}
