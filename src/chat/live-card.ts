/**
 * A card that follows a job: posted from the outbox if need be, edited at most every two seconds (and less often when it
 * takes long, as chats allow few edits of what is old), ended for sure.
 */

import type { Clock } from '../time/clock.ts';
import type { Card } from './card.ts';
import { nonceOf, type Platform, type PostRepository } from './ports.ts';

export const EDIT_EVERY_MS = 2000;
/** The share of its time after which a long job's card is drawn again: every half a minute after an hour. */
const EDIT_EVERY = 1 / 120;

export interface LiveCard {
  /** Something changed; the card is drawn anew when its turn comes. */
  changed(): void;
  /** Draws the card a last time; resolves with whether that got through. */
  end(): Promise<boolean>;
}

export interface LiveCardParts {
  readonly posts: PostRepository;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  /** A post or an edit that failed; progress goes on without it. */
  readonly onError: (error: unknown) => void;
}

/** `followJob` for those who need nothing of its parts. */
export type FollowJob = (job: number, draw: (locale: string) => Card | Promise<Card>) => LiveCard;

export function followJob(
  job: number,
  draw: (locale: string) => Card | Promise<Card>,
  parts: LiveCardParts,
): LiveCard {
  const { posts, clock } = parts;
  const began = clock.elapsed();
  let lastEdit = began;
  /** What the clock will draw, or what is on its way: one at a time, or they would pile up while a network is down. */
  let cancel: (() => void) | undefined;
  let sending = Promise.resolve(true);
  let stale = false;

  async function send(): Promise<void> {
    const post = posts.ofJob(job);
    if (!post) return;
    // CommandContext for again from elsewhere, it is not where it was to go at first.
    const here = (post.posted ?? post.place).platform;
    const platform = parts.platforms.find(({ name }) => name === here);
    if (!platform) return;
    const card = { ...(await draw(post.locale)), locale: post.locale };
    // Posted or not: where it was posted before a kill, it is still what it was then.
    const there = post.posted ?? (await platform.post(post.place, card, nonceOf(post.id)));
    if (!post.posted) posts.setPosted(post.id, there, post.locale);
    const now = await platform.edit(there, card);
    if (now.message !== there.message) posts.setPosted(post.id, now, post.locale);
  }

  async function trySending(): Promise<boolean> {
    stale = false;
    try {
      await send();
      return true;
    } catch (error) {
      parts.onError(error);
      return false;
    } finally {
      lastEdit = clock.elapsed();
      cancel = undefined;
    }
  }

  function changed(): void {
    stale = true;
    const gap = Math.max(EDIT_EVERY_MS, EDIT_EVERY * (lastEdit - began));
    cancel ??= clock.after(Math.max(0, lastEdit + gap - clock.elapsed()), () => {
      sending = trySending();
      void sending.then(() => stale && changed());
    });
  }

  return {
    changed,
    async end() {
      cancel?.();
      await sending;
      cancel?.();
      return trySending();
    },
  };
}
