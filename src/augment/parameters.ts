/** The kinds of parameter an op may have: each with its zod schema, and how a person writes it in a policy. */
import { z } from 'zod';
import { nearest } from '../i18n/nearest.ts';

/** A value as written: one number, a range `low..high`, or a word. */
export type Written = { readonly low: number; readonly high?: number } | { readonly word: string };

/** Why a written value is not accepted; the policy's reader adds op, parameter and position. */
export type Refusal =
  | { readonly reason: 'notANumber' }
  | { readonly reason: 'notAWord'; readonly known: string }
  | { readonly reason: 'misspeltWord'; readonly meant: string; readonly known: string }
  | { readonly reason: 'outOfRange'; readonly value: number; readonly min: number; readonly max: number };

export interface Parameter<T> {
  /** What may be written, for people: `-1..1` or `horizontal|vertical`. */
  readonly allowed: string;
  /** The allowed words, if there are only a few. */
  readonly words?: readonly string[];
  /** The resolved value, as JSON stores it. */
  readonly schema: z.ZodType<T>;
  /** Without one, the parameter must be written (unless `same` says whose value it takes). */
  readonly fallback?: T;
  /** Name of an earlier parameter of the same op whose value this one takes when it is not written. */
  readonly same?: string;
  /** For an angle: how many degrees are 1. */
  readonly degrees?: number;
  /** It is a share, so people may write it as a percentage. */
  readonly isShare?: boolean;
  read(written: Written): { readonly value: T } | { readonly refusal: Refusal };
  write(value: T): string;
}

/** Low and high end of a uniform draw. */
export type Range = readonly [low: number, high: number];

/** How far a range reaches from 0, in either direction. */
export const farthest = ([low, high]: Range): number => Math.max(Math.abs(low), Math.abs(high));

/** The mean of what is drawn from a range. */
export const middle = ([low, high]: Range): number => (low + high) / 2;

interface Bounds {
  readonly min: number;
  readonly max: number;
}

type Units = Pick<Parameter<unknown>, 'degrees' | 'isShare'>;

const outOfRange = (value: number, { min, max }: Bounds): { refusal: Refusal } => ({
  refusal: { reason: 'outOfRange', value, min, max },
});

/** What one number f means if 1 changes nothing: as far below it as above, 1/f..f. */
export const aroundOne = (value: number): Range => [Math.min(value, 1 / value), Math.max(value, 1 / value)];

/**
 * A range to draw from. One number f alone means -f..f, or 0..f if nothing negative is allowed (`alone` overrides
 * this); ends in the wrong order are swapped. Keras's `_set_factor` does both, too.
 */
export function range(
  bounds: Bounds,
  {
    alone = (value) => [Math.max(bounds.min, -Math.abs(value)) + 0, Math.abs(value)],
    ...rest
  }: { fallback?: Range; same?: string; alone?: (value: number) => Range } & Units = {},
): Parameter<Range> {
  const end = z.number().min(bounds.min).max(bounds.max);
  return {
    isShare: true,
    ...rest,
    allowed: `${bounds.min}..${bounds.max}`,
    schema: z.tuple([end, end]).refine(([low, high]) => low <= high),
    read(written) {
      if (!('low' in written)) return { refusal: { reason: 'notANumber' } };
      const ends = written.high === undefined ? [written.low] : [written.low, written.high];
      const outside = ends.find((value) => value < bounds.min || value > bounds.max);
      if (outside !== undefined) return outOfRange(outside, bounds);
      if (written.high === undefined) return { value: alone(written.low) };
      return { value: [Math.min(written.low, written.high), Math.max(written.low, written.high)] };
    },
    write(value) {
      const [low, high] = value;
      const [shortLow, shortHigh] = alone(high);
      return low === shortLow && high === shortHigh ? `${high}` : `${low}..${high}`;
    },
  };
}

/** One number. */
export function number(bounds: Bounds, fallback: number): Parameter<number> {
  return {
    isShare: true,
    allowed: `${bounds.min}..${bounds.max}`,
    schema: z.number().min(bounds.min).max(bounds.max),
    fallback,
    read(written) {
      if (!('low' in written) || written.high !== undefined) return { refusal: { reason: 'notANumber' } };
      if (written.low < bounds.min || written.low > bounds.max) return outOfRange(written.low, bounds);
      return { value: written.low };
    },
    write: String,
  };
}

/** One of a few words. */
export function choice<const T extends string>(words: readonly T[], fallback: T): Parameter<T> {
  return {
    allowed: words.join('|'),
    words,
    schema: z.enum(words as readonly [T, ...T[]]),
    fallback,
    read(written) {
      const typed = 'word' in written ? written.word : '';
      const found = words.find((word) => word === typed);
      if (found !== undefined) return { value: found };
      const meant = nearest(typed, words);
      const known = words.join(', ');
      return { refusal: meant ? { reason: 'misspeltWord', meant, known } : { reason: 'notAWord', known } };
    },
    write: String,
  };
}
