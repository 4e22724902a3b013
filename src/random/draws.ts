/** Keyed draws: a random number is looked up by its purpose, never taken from a shared generator. */
import { threefry2x32 } from './threefry.ts';

/** The draws of one purpose (an op, the batch order, ...) under one seed. */
export interface Draws {
  /** Moves to one sample in one epoch (below 2^24). Returns itself. */
  at(sample: number, epoch: number): Draws;
  /** The i-th draw (0-255) at this place: uniform in [0, 1), 53 bits. The same for every call. */
  uniform(i: number): number;
  /** The i-th draw at this place, uniform in [low, high). */
  between(i: number, low: number, high: number): number;
}

/**
 * The draws for a purpose under a seed. Two purposes never disturb each other: the key is (seed, hash of the purpose),
 * the counter (sample, epoch, i).
 */
export function draws(seed: number, purpose: string): Draws {
  const purposeHash = hash32(purpose);
  const block = new Int32Array(2);
  let sample = 0;
  let epochBits = 0;
  const self: Draws = {
    at(nextSample, epoch) {
      sample = nextSample;
      epochBits = epoch << 8;
      return self;
    },
    uniform(i) {
      threefry2x32(seed, purposeHash, sample, epochBits | i, block);
      return ((block[0]! >>> 5) * 0x4000000 + (block[1]! >>> 6)) / 0x20000000000000;
    },
    between(i, low, high) {
      return low + (high - low) * self.uniform(i);
    },
  };
  return self;
}

/** Shuffles `items` in place for an epoch (Fisher-Yates, Durstenfeld's form). */
export function shuffle(items: Int32Array, order: Draws, epoch: number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(order.at(i, epoch).uniform(0) * (i + 1));
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
  }
}

/** FNV-1a over UTF-16 code units, 32 bits. It only distinguishes names; Threefry does the mixing. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
