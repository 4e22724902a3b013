/** Who can get a private message: people who used Augie in a channel within the lifetime of a token. */
import type { APIInteraction } from 'discord.js';
import type { Clock } from '../../time/clock.ts';
import { TOKEN_MS } from './limits.ts';

export type Hook = Pick<APIInteraction, 'application_id' | 'token'>;

export interface Reachable {
  /** Remembers the hook of a person's latest answer. */
  remember(channel: string, person: string, hook: Hook): void;
  find(channel: string, person: string): Hook | undefined;
}

/** Leaves some time for the message itself. */
const GOOD_FOR_MS = TOKEN_MS - 30_000;

export function createReachable(clock: Clock): Reachable {
  /** The oldest first, because a person who comes again moves to the end. */
  const hooks = new Map<string, { readonly hook: Hook; readonly at: number }>();
  const name = (channel: string, person: string) => `${channel} ${person}`;

  function dropOld(): void {
    for (const [key, { at }] of hooks) {
      if (clock.elapsed() - at < GOOD_FOR_MS) return;
      hooks.delete(key);
    }
  }

  return {
    remember(channel, person, { application_id, token }) {
      dropOld();
      hooks.delete(name(channel, person));
      hooks.set(name(channel, person), { hook: { application_id, token }, at: clock.elapsed() });
    },
    find(channel, person) {
      dropOld();
      return hooks.get(name(channel, person))?.hook;
    },
  };
}
