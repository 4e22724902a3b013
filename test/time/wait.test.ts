/** A wait ends once: by its clock, by hand, or by its signal; and leaves nothing on either. */
import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { wait } from '../../src/time/wait.ts';
import { fakeClock } from './fake-clock.ts';

/** The state of a promise. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  const waiting = Symbol('waiting');
  const first = await Promise.race([promise, Promise.resolve(waiting)]).catch((error) => ({ error }));
  return first === waiting ? 'waiting' : first;
}

function start(ms = 1000) {
  const clock = fakeClock();
  const controller = new AbortController();
  let wake = () => {};
  const waiting = wait(clock, ms, controller.signal, (waker) => {
    wake = waker;
  });
  const listeners = () => getEventListeners(controller.signal, 'abort').length;
  return { clock, controller, waiting, wake: () => wake(), listeners };
}

it('ends when its time is up, and not before', async () => {
  const { clock, waiting, listeners } = start();
  clock.advance(999);
  expect(await stateOf(waiting)).toBe('waiting');
  expect(listeners()).toBe(1);
  clock.advance(1);
  expect(await waiting).toBe(false);
  expect(listeners()).toBe(0);
});

it('ends when it is woken, which later has no effect', async () => {
  const { clock, waiting, wake, listeners } = start();
  wake();
  expect(await waiting).toBe(true);
  expect(listeners()).toBe(0);
  wake();
  clock.advance(1000);
  expect(await waiting).toBe(true);
});

it("rejects with the signal's reason, and calls its clock off", async () => {
  let cancelled = 0;
  const controller = new AbortController();
  const waiting = wait({ after: () => () => void cancelled++ }, 1000, controller.signal);
  const reason = new Error('stopped');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(cancelled).toBe(1);
});

it('does not begin under a signal that is aborted already', async () => {
  const reason = new Error('stopped');
  const after = () => {
    throw new Error('the clock was asked');
  };
  await expect(wait({ after }, 1000, AbortSignal.abort(reason))).rejects.toBe(reason);
});

it('needs neither a signal nor a hand', async () => {
  const clock = fakeClock();
  const waiting = wait(clock, 5);
  clock.advance(5);
  expect(await waiting).toBe(false);
});
