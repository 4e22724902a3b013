/** A job's card: posted from the outbox, edited at its platform's pace, and always finished. */
import { expect, it } from 'vitest';
import type { Card } from '../../src/chat/card.ts';
import { followJob } from '../../src/chat/live-card.ts';
import type { Posted } from '../../src/chat/place.ts';
import type { Platform, Post } from '../../src/chat/ports.ts';
import { fakeClock } from '../time/fake-clock.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function setUp(posted: boolean, fail = (_sent: number) => false, editEveryMs = 2000) {
  const clock = fakeClock();
  const sent: string[] = [];
  const errors: unknown[] = [];
  let post: Post = { id: 7, job: 1, place: { platform: 'test', channel: 'c' }, locale: 'ko' };
  const where: Posted = { platform: 'test', channel: 'c', message: 'm' };
  if (posted) post = { ...post, posted: where };
  const show = (what: string) => async (_: unknown, card: Card) => {
    sent.push(`${what} ${card.title}`);
    if (fail(sent.length)) throw new Error('no network');
    return where;
  };
  const facts = { editEveryMs, editShareOfAge: 1 / 100 };
  const platform = { name: 'test', facts, post: show('post'), edit: show('edit') } as unknown as Platform;
  let version = 0;
  const live = followJob(1, (locale) => ({ title: `${locale} ${version}`, blocks: [] }), {
    posts: {
      ofJob: () => post,
      setPosted: (_id, found) => {
        post = { ...post, posted: found };
      },
    },
    platforms: [platform],
    clock,
    onError: (error) => errors.push(error),
  });
  const change = () => {
    version++;
    live.changed();
  };
  return { clock, sent, errors, live, change };
}

it.each([2000, 1000])('edits at most every %i ms, with what is newest then', async (pace) => {
  const { clock, sent, live, change } = setUp(true, () => false, pace);
  for (let i = 0; i < 50; i++) {
    change();
    clock.advance(100);
    await settle();
  }
  const edits =
    pace === 2000 ? ['edit ko 20', 'edit ko 40'] : [10, 20, 30, 40, 50].map((n) => `edit ko ${n}`);
  expect(sent).toEqual(edits);
  await live.end();
  expect(sent).toEqual([...edits, 'edit ko 50']);
});

it('edits less often when it takes long: after a share of the time that has passed', async () => {
  const { clock, sent, change } = setUp(true);
  const hour = 3_600_000;
  clock.advance(hour);
  change();
  clock.advance(0);
  await settle();
  change();
  clock.advance(hour / 100 - 1);
  await settle();
  expect(sent).toEqual(['edit ko 1']);
  clock.advance(1);
  await settle();
  expect(sent).toEqual(['edit ko 1', 'edit ko 2']);
});

it('does not mind when the clock is set', async () => {
  const { clock, sent, change } = setUp(true);
  const hour = 3_600_000;
  for (const jump of [-24 * hour, 48 * hour]) {
    clock.jump(jump);
    change();
    clock.advance(2000);
    await settle();
  }
  expect(sent).toEqual(['edit ko 1', 'edit ko 2']);
});

it('posts a card that never went out, and edits it from then on', async () => {
  const { clock, sent, live, change } = setUp(false);
  change();
  clock.advance(2000);
  await settle();
  change();
  await live.end();
  expect(sent).toEqual(['post ko 1', 'edit ko 1', 'edit ko 2']);
});

it('shows the end also where an earlier process has posted the beginning, and only the nonce is known', async () => {
  const { sent, live, change } = setUp(false);
  change();
  await live.end();
  expect(sent).toEqual(['post ko 1', 'edit ko 1']);
});

it('goes on after a failure, and ends', async () => {
  const { clock, sent, errors, live, change } = setUp(true, (n) => n === 1);
  change();
  clock.advance(2000);
  await settle();
  change();
  await live.end();
  expect(sent).toEqual(['edit ko 1', 'edit ko 2']);
  expect(errors).toHaveLength(1);
});
