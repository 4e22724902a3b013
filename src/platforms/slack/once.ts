/** Deliveries that come again: each has one effect, and is acknowledged every time, in the same words. */
import type { Clock } from '../../time/clock.ts';
import { AGAIN_MS } from './limits.ts';

/** What a delivery leads to: what its acknowledgement carries, and what is done after it. */
export interface Act {
  readonly response?: object | undefined;
  readonly work?: () => Promise<void>;
}

export type Ack = (response?: never) => Promise<void>;

export type Take = (key: string, ack: Ack, act: () => Act | Promise<Act>) => Promise<void>;

export function takeOnce(clock: Clock, log: (message: string, details: object) => void): Take {
  const seen = new Map<string, { readonly at: number; readonly act: Promise<Act> }>();
  return async (key, ack, act) => {
    const now = clock.elapsed();
    for (const [old, { at }] of seen) {
      if (now - at < AGAIN_MS) break;
      seen.delete(old);
    }
    const known = seen.get(key);
    const found = known ?? { at: now, act: Promise.resolve().then(act) };
    seen.set(key, found);
    const { response, work } = await found.act;
    // Where it does not get through, the delivery comes again; what it asks for is done once all the same.
    await ack(response as never).catch((error: unknown) =>
      log('an acknowledgement was lost', { err: error }),
    );
    if (!known) await work?.();
  };
}
