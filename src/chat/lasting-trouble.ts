/** Trouble with a connection that may last: people are told of it once, and again when it is over. */
import type { MessageKey, MessageParams } from '../i18n/i18n.ts';

export interface LastingTrouble {
  /** The same trouble is told once, however often it comes. */
  tell(key: MessageKey, params?: MessageParams): void;
  /** Tells `key` if trouble was told before. */
  over(key: MessageKey): void;
  /** Tells nothing from now on. */
  stop(): void;
}

export function createLastingTrouble(
  tell: (key: MessageKey, params?: MessageParams) => void,
): LastingTrouble {
  let told: string | undefined;
  let stopped = false;
  return {
    tell(key, params = {}) {
      const news = JSON.stringify([key, params]);
      if (!stopped && news !== told) tell(key, params);
      told = news;
    },
    over(key) {
      if (!stopped && told !== undefined) tell(key);
      told = undefined;
    },
    stop() {
      stopped = true;
    },
  };
}
