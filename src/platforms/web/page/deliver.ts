/** Requests that must have their effect once: tried again under the same key until there is an answer. */
import { Refused, Unreachable } from './api.ts';
import { backoff } from './reconnect.ts';

/**
 * A random UUID. `crypto.randomUUID` exists on https and localhost alone, and a classroom is http in the school's
 * network.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** How many are under way: the page is not loaded anew while one is. */
let underWay = 0;
let whenDone: (() => void) | undefined;

/** Runs it as soon as nothing is being sent. */
export function afterSending(run: () => void): void {
  if (underWay === 0) run();
  else whenDone = run;
}

/**
 * `send` must bring the same key every time. `reconnected` resolves when it is worth another try. Throws what the
 * server refused.
 */
export async function deliver<T>(send: () => Promise<T>, reconnected: () => Promise<void>): Promise<T> {
  underWay++;
  try {
    for (;;) {
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
      }
      await reconnected();
    }
  } finally {
    underWay--;
    if (underWay === 0) whenDone?.();
  }
}

/**
 * Asks until there is an answer, for what nothing can be shown without; also where a whole school comes at once from one
 * address, and some must wait. Throws what the server refused.
 */
export async function insist<T>(request: () => Promise<T>): Promise<T> {
  for (let attempts = 0; ; attempts++) {
    try {
      return await request();
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && error.status !== 429) throw error;
      await new Promise((resolve) => setTimeout(resolve, backoff(attempts, 0)));
    }
  }
}
