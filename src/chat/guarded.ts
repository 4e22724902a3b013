/** Event handlers that cannot end the process, whatever a socket or a request sends. */

/**
 * Makes a handler safe: what it throws, and what its promise rejects with, goes to `onFault` together with
 * the event's arguments. Otherwise an emitter would throw the first, and nobody would catch the second.
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
