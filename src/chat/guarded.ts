/** Handlers of events that cannot end the process, whatever comes over a socket or in a request. */

/**
 * The handler, made safe: what it throws, and what a promise that it returns rejects with, goes to `onFault` together with
 * the event's arguments. Without it, an emitter would throw the first and nobody would catch the second.
 */
export const guarded =
  <A extends readonly unknown[]>(
    handler: (...args: A) => unknown,
    onFault: (error: unknown, ...args: A) => void,
  ) =>
  async (...args: A): Promise<void> => {
    try {
      await handler(...args);
    } catch (error) {
      onFault(error, ...args);
    }
  };
