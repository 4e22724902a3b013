/** FairQueue: as many at a time as there are places, the askers in rotation, nobody forgotten. */
import { expect, it } from 'vitest';
import { createFairQueue } from '../../src/experiments/fair-queue.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Takes turns for `askers` in order, ends them one by one, and says in which order they were served. */
async function serve(places: number, askers: string[]): Promise<string[]> {
  const queue = createFairQueue(places);
  const served: string[] = [];
  const open: (() => void)[] = [];
  for (const asker of askers) {
    void queue.take(asker, new AbortController().signal).then((release) => {
      served.push(asker);
      open.push(release);
    });
  }
  for (await settle(); open.length > 0; await settle()) {
    expect(open.length).toBeLessThanOrEqual(places);
    open.shift()?.();
  }
  return served;
}

it('serves the askers in rotation', async () => {
  expect(await serve(1, ['a', 'a', 'a', 'a', 'b', 'c', 'b'])).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a']);
});

it('uses all places and serves everybody', async () => {
  const askers = [...'aaaaaaabbbcc'];
  expect((await serve(3, askers)).sort()).toEqual(askers);
});

it('lets go of a request that was called off, without losing its place', async () => {
  const queue = createFairQueue(1);
  const release = await queue.take('a', new AbortController().signal);
  const leaving = new AbortController();
  const gone = queue.take('b', leaving.signal);
  const waiting = queue.take('c', new AbortController().signal);
  leaving.abort(new Error('changed my mind'));
  await expect(gone).rejects.toThrow('changed my mind');
  release();
  release(); // a second time does nothing
  (await waiting)();
  await expect(queue.take('d', AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
});
