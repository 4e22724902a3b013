/** A card that follows a job: posted from the outbox if need be, edited at most every two seconds, ended for sure. */
import type { Card } from './card.ts';
import type { Clock } from './clock.ts';
import { nonceOf, type Platform, type PostRepository } from './ports.ts';

export const EDIT_EVERY_MS = 2000;

export interface LiveCard {
  /** Something changed; the card is drawn anew when its turn comes. */
  changed(): void;
  /** Draws the card a last time and waits until that got through. */
  end(): Promise<void>;
}

export interface LiveCardParts {
  readonly posts: PostRepository;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  /** A post or an edit that failed; progress goes on without it. */
  readonly onError: (error: unknown) => void;
}

export function followJob(job: number, draw: (locale: string) => Card, parts: LiveCardParts): LiveCard {
  const { posts, clock } = parts;
  let lastEdit = clock.elapsed();
  let waiting: (() => void) | undefined;
  let sending: Promise<void> = Promise.resolve();

  async function send(): Promise<void> {
    const post = posts.ofJob(job);
    if (!post) return;
    // Asked for again from elsewhere, it is not where it was to go at first.
    const here = (post.posted ?? post.place).platform;
    const platform = parts.platforms.find(({ name }) => name === here);
    if (!platform) return;
    const card = { ...draw(post.locale), locale: post.locale };
    if (post.posted) return platform.edit(post.posted, card);
    const posted = await platform.post(post.place, card, nonceOf(post.id));
    posts.setPosted(post.id, posted, post.locale);
    // Where it was posted before a kill, it is still what it was then.
    await platform.edit(posted, card);
  }

  function sendNow(): void {
    waiting = undefined;
    sending = sending.then(send).catch(parts.onError);
    void sending.then(() => {
      lastEdit = clock.elapsed();
    });
  }

  return {
    changed() {
      waiting ??= clock.after(Math.max(0, lastEdit + EDIT_EVERY_MS - clock.elapsed()), sendNow);
    },
    async end() {
      waiting?.();
      sendNow();
      await sending;
    },
  };
}
