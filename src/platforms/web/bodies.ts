/** Reads bodies of requests, in bounded memory and bounded time. */
import type { IncomingMessage } from 'node:http';
import { maxBytes } from '../../images/decode.ts';
import type { Clock } from '../../time/clock.ts';
import { Refused } from './refused.ts';

/** Bytes of a request without a picture. */
export const MOST_JSON = 64_000;
/** A picture and the form around it. */
export const MOST_UPLOAD = maxBytes + MOST_JSON;
/** Bytes of all requests together that are being read or used: 25 photos of a phone, or five of the largest pictures. */
const MOST_AT_ONCE = 100_000_000;
/** The least bytes in each span of time: 25 kB a second. */
const SPAN_MS = 10_000;
const LEAST_IN_SPAN = 250_000;
/** For any speed. The server's own limit is later, because its answer does not help people. */
const DEADLINE_MS = 120_000;

/**
 * Reads the body of a request and gives it to `use`; its bytes count until that has ended. Throws Refused for one that is
 * longer than `most`, comes too slowly, breaks off, or is too much together with all others in flight.
 */
export type WithBody = <T>(
  request: IncomingMessage,
  most: number,
  use: (bytes: Buffer) => T | Promise<T>,
) => Promise<T>;

export function createBodies(clock: Clock, mostAtOnce = MOST_AT_ONCE): WithBody {
  let atOnce = 0;

  return async (request, most, use) => {
    let taken = 0;
    const parts: Buffer[] = [];
    const add = (part: Buffer) => {
      taken += part.length;
      atOnce += part.length;
      parts.push(part);
      if (taken > most) throw tooLarge(most);
      if (atOnce > mostAtOnce) throw new Refused(503, 'web.busy');
    };
    try {
      // Told before all of it has come.
      if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most);
      await read(request, add, () => taken, clock);
      return await use(Buffer.concat(parts.splice(0), taken));
    } finally {
      atOnce -= taken;
    }
  };
}

const tooLarge = (most: number) =>
  most > MOST_JSON
    ? new Refused(413, 'picture.tooLarge', { max: maxBytes / 1e6 })
    : new Refused(413, 'web.badRequest');

/** Resolves at the end of the request. */
function read(
  request: IncomingMessage,
  add: (part: Buffer) => void,
  taken: () => number,
  clock: Clock,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let cancelSpan = () => {};
    const end = (error?: unknown) => {
      cancelSpan();
      cancelDeadline();
      request.off('data', onData).off('end', done).off('error', broken).off('close', broken);
      // What still comes is thrown away by the listener of the server.
      if (error === undefined) resolve();
      else reject(error);
    };
    // Not 408: browsers send a request again by themselves when they read that.
    const slow = () => end(new Refused(400, 'web.slow'));
    const broken = () => end(new Refused(400, 'web.badRequest'));
    const done = () => end();
    const onData = (part: Buffer) => {
      try {
        add(part);
      } catch (error) {
        end(error);
      }
    };
    const nextSpan = () => {
      const before = taken();
      cancelSpan = clock.after(SPAN_MS, () => (taken() - before < LEAST_IN_SPAN ? slow() : nextSpan()));
    };
    const cancelDeadline = clock.after(DEADLINE_MS, slow);
    nextSpan();
    request.on('data', onData).on('end', done).on('error', broken).on('close', broken);
  });
}
