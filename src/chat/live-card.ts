/** A card that follows a job: posted from the outbox if needed, edited at its platform's pace, and always finished. */

import type { Clock } from '../time/clock.ts';
import { type Card, drawIn } from './card.ts';
import { nonceOf, type Platform, type PostRepository } from './ports.ts';

export interface LiveCard {
  /** Something changed; the card is redrawn at its next turn. */
  changed(): void;
  /** Draws the card a last time; resolves with whether that succeeded. */
  end(): Promise<boolean>;
}

export interface LiveCardParts {
  readonly posts: PostRepository;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  /** Called if a post or an edit failed; progress continues without it. */
  readonly onError: (error: unknown) => void;
}

/** `followJob` with its parts filled in. */
export type FollowJob = (job: number, draw: (locale: string) => Card | Promise<Card>) => LiveCard;

export function followJob(
  job: number,
  draw: (locale: string) => Card | Promise<Card>,
  parts: LiveCardParts,
): LiveCard {
  const { posts, clock } = parts;
  const began = clock.elapsed();
  let lastEdit = began;
  /** The scheduled or running edit: only one, or edits would pile up while a network is down. */
  let cancel: (() => void) | undefined;
  let sending = Promise.resolve(true);
  let stale = false;

  function whereabouts() {
    const post = posts.ofJob(job);
    // Somebody has asked for it again elsewhere, so it no longer belongs to its first place.
    const here = (post?.posted ?? post?.place)?.platform;
    const platform = parts.platforms.find(({ name }) => name === here);
    return post && platform && { post, platform };
  }

  async function send(): Promise<void> {
    const found = whereabouts();
    if (!found) return;
    const { post, platform } = found;
    const card = await drawIn(post.locale, ({ locale }) => draw(locale));
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
    if (cancel) return;
    const { editEveryMs = 0, editShareOfAge = 0 } = whereabouts()?.platform.facts ?? {};
    const gap = Math.max(editEveryMs, editShareOfAge * (lastEdit - began));
    cancel = clock.after(Math.max(0, lastEdit + gap - clock.elapsed()), () => {
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
