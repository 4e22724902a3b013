/** Messages over a socket, each a line of JSON: checked on arrival, bounded in both directions. */
import type { Socket } from 'node:net';
import { z } from 'zod';
import { guarded } from '../../../chat/guarded.ts';
import { maxBytes } from '../../../images/decode.ts';

/** Bytes of a line: the largest picture file in base64 and the JSON around it. */
export const LONGEST_LINE = Math.ceil((4 / 3) * maxBytes) + 10_000;

/** Bytes that may wait for the other side. With more, it is stopped or hangs, and the connection ends. */
export const MOST_WAITING = 16_000_000;

export interface Talk<In, Out> {
  readonly incoming: z.ZodType<In>;
  readonly outgoing: z.ZodType<Out>;
  /** One that throws or rejects ends the connection. */
  readonly onMessage: (message: In) => unknown;
  /** Called when the socket ends, with an error unless it ended in order. */
  readonly onClose: (error: Error | undefined) => void;
}

/** Listens to a socket and returns a sender for it. Anything but one of our messages ends the connection. */
export function talk<In, Out>(socket: Socket, parts: Talk<In, Out>): (message: Out) => void {
  let broken: Error | undefined;
  let begun: Buffer[] = [];
  let length = 0;

  const take = guarded(
    (line: string) => parts.onMessage(z.decode(parts.incoming, JSON.parse(line))),
    (error) => socket.destroy(error as Error),
  );

  socket.on('data', (data: Buffer) => {
    let rest = data;
    for (let end = rest.indexOf('\n'); end >= 0 && !socket.destroyed; end = rest.indexOf('\n')) {
      const line = Buffer.concat([...begun, rest.subarray(0, end)]).toString();
      [begun, length, rest] = [[], 0, rest.subarray(end + 1)];
      void take(line);
    }
    begun.push(rest);
    length += rest.length;
    if (length > LONGEST_LINE) socket.destroy(new Error(`a line of more than ${LONGEST_LINE} bytes`));
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // The other side may leave at any time.
    if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') broken = error;
  });
  socket.on('close', () => parts.onClose(broken));

  return (message) => {
    if (!socket.writable) return;
    if (socket.writableLength > MOST_WAITING) socket.destroy(new Error('nobody reads what is sent'));
    else socket.write(`${JSON.stringify(z.encode(parts.outgoing, message))}\n`);
  };
}
