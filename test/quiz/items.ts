/** Items for tests, as short as a test wants to write them; and pictures on which policies differ. */

import { type Item, itemSchema } from '../../src/quiz/content/quiz.ts';
import type { EffectPictures } from '../../src/quiz/grade/effect.ts';

type Fields = Readonly<Record<string, unknown>>;

const common = { id: 'q', ask: 'Which?' };

export const item = (fields: Fields): Item => itemSchema.parse({ ...common, ...fields });

/** A short text with one key or more. */
export const text = (accept: readonly string[], blank: Fields = {}): Item =>
  item({ kind: 'text', answer: { accept, ...blank } });

/** A number. */
export const numeric = (is: number | string, number: Fields = {}, blank: Fields = {}): Item =>
  item({ kind: 'number', answer: { number: { is, ...number }, ...blank } });

/** One blank in code, by the name `answer`. */
export const code = (language: 'policy' | 'python' | 'text', accept: readonly string[], blank: Fields = {}) =>
  item({ kind: 'blanks', language, code: '{[answer]}', blanks: { answer: { accept, ...blank } } });

/** A policy whose blanks, all but those in `plain`, are graded by their effect. */
export const policy = (written: string, accept: Readonly<Record<string, string>>, more: Fields = {}): Item =>
  item({
    kind: 'blanks',
    language: 'policy',
    code: written,
    effect: {},
    blanks: Object.fromEntries(
      Object.entries(accept).map(([name, key]) => [
        name,
        { accept: [key], effect: true, ...((more[name] as Fields | undefined) ?? {}) },
      ]),
    ),
  });

const SIDE = 12;

/** 16 grey pictures of slopes and steps, none of them symmetrical. */
export const pictures: EffectPictures = {
  shape: { width: SIDE, height: SIDE, channels: 1 },
  pixels: Uint8Array.from({ length: 16 * SIDE * SIDE }, (_, i) => {
    const [picture, y, x] = [Math.floor(i / SIDE ** 2), Math.floor(i / SIDE) % SIDE, i % SIDE];
    return x > 2 && y > 1 && x < 10 ? (40 + 13 * x + 7 * y + 5 * picture) % 256 : 0;
  }),
  samples: Array.from({ length: 16 }, (_, i) => i),
};
