/** When the page tries again, and from where. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { Refused, Unreachable } from '../../../../src/platforms/web/page/api.ts';
import { afterSending, deliver, insist, newKey } from '../../../../src/platforms/web/page/deliver.ts';
import { advance, backoff } from '../../../../src/platforms/web/page/reconnect.ts';

it('waits from half a second up to ten, a class not all at once', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((attempts) => backoff(attempts, 0))).toEqual([
    500, 1000, 2000, 4000, 8000, 10_000, 10_000,
  ]);
  expect(backoff(3, 0.999)).toBeGreaterThan(2000);
  expect(backoff(3, 0.999)).toBeLessThan(2010);
});

const messages = (...revisions: number[]) => ({
  type: 'messages' as const,
  messages: revisions.map((revision) => ({ id: revision, revision, at: 0, private: false })),
});

it('goes on from what is surely complete', () => {
  expect(advance(5, messages(9, 7), false)).toBe(5);
  expect(advance(5, { type: 'ready', revision: 9, build: 'x' }, false)).toBe(9);
  expect(advance(9, messages(10), true)).toBe(10);
  expect(advance(9, { type: 'deleted', message: 1, revision: 11 }, true)).toBe(11);
  expect(advance(9, { type: 'deleted', message: 1, revision: 11 }, false)).toBe(9);
  expect(advance(9, { type: 'reset' }, true)).toBe(9);
  // A database that was put back.
  expect(advance(50, { type: 'ready', revision: 9, build: 'x' }, false)).toBe(9);
});

it('sends again where there was no answer, waits for the connection in between, and ends with the first answer', async () => {
  const log: string[] = [];
  let tries = 0;
  await deliver(
    async () => {
      log.push('send');
      if (++tries < 3) throw new Unreachable();
    },
    async () => {
      log.push('wait');
    },
  );
  expect(log).toEqual(['send', 'wait', 'send', 'wait', 'send']);
});

it('does not send again what was refused', async () => {
  let tries = 0;
  const sent = deliver(
    async () => {
      tries++;
      throw new Refused(429, 'Slowly.');
    },
    async () => {},
  );
  await expect(sent).rejects.toThrow('Slowly.');
  expect(tries).toBe(1);
});

it('is not loaded anew while a text or a button is on its way', async () => {
  const log: string[] = [];
  let arrive = () => {};
  const pressed = deliver(
    () => new Promise<void>((resolve) => (arrive = resolve)),
    async () => {},
  );
  afterSending(() => log.push('loaded anew'));
  expect(log).toEqual([]);
  arrive();
  await pressed;
  expect(log).toEqual(['loaded anew']);
});

it('waits for its turn where a whole school comes at once, and for nothing that is refused', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const answers = [new Refused(429, 'Slowly.'), new Unreachable(), new Refused(503, '')];
  const asked = insist(async () => {
    const problem = answers.shift();
    if (problem) throw problem;
    return 'there';
  });
  await vi.runAllTimersAsync();
  expect(await asked).toBe('there');
  await expect(insist(() => Promise.reject(new Refused(403, 'No.')))).rejects.toThrow('No.');
});

it('makes keys that are UUIDs, each another one', () => {
  const keys = Array.from({ length: 100 }, newKey);
  expect(new Set(keys).size).toBe(100);
  for (const key of keys) {
    expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  }
});
