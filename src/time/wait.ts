/** The only way to wait: a clock, a signal or a call ends it. */
import type { Clock } from './clock.ts';

/**
 * Resolves after `ms` milliseconds with false, or earlier with true when woken. Rejects with the signal's reason when
 * it is aborted, now or already. `onWaker` gets the function that wakes it, which does nothing after the wait.
 */
export function wait(
  clock: Pick<Clock, 'after'>,
  ms: number,
  signal?: AbortSignal,
  onWaker?: (wake: () => void) => void,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const end = (action: () => void) => {
      cancel();
      signal?.removeEventListener('abort', leave);
      action();
    };
    const leave = () => end(() => reject(signal?.reason));
    const cancel = clock.after(ms, () => end(() => resolve(false)));
    signal?.addEventListener('abort', leave, { once: true });
    onWaker?.(() => end(() => resolve(true)));
  });
}
