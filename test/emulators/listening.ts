/** The HTTP server of an emulator, which can go offline and come back on the same port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface Listening {
  /** Without a slash at the end. */
  readonly origin: string;
  offline(on: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface ListeningParts {
  /** 0 or left out: any free one. */
  readonly port: number | undefined;
  /** Each says whether it answers the request; the first that does is the last that is asked. */
  readonly handlers: readonly (Handler | undefined)[];
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Ends all sockets. */
  readonly drop: () => void;
}

export async function listenOn({
  port: wanted = 0,
  handlers,
  upgrade,
  drop,
}: ListeningParts): Promise<Listening> {
  const server = createServer((request, response) => {
    if (!handlers.some((handle) => handle?.(request, response))) response.writeHead(404).end();
  });
  server.on('upgrade', upgrade);
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
  const end = (): Promise<void> =>
    new Promise((resolve) => {
      drop();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(wanted);
  const { port } = server.address() as AddressInfo;
  let listening = true;
  return {
    origin: `http://127.0.0.1:${port}`,
    async offline(on) {
      if (on === !listening) return;
      listening = !on;
      await (on ? end() : listen(port));
    },
    async close() {
      if (listening) await end();
    },
  };
}
