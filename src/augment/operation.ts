/** What an operation is. One file per op under image/; the file's name is the op's. */
import type { PictureShape } from '../datasets/dataset.ts';
import type { LabelName } from '../datasets/label-name.ts';
import type { MessageKey, MessageParams } from '../i18n/i18n.ts';
import type { Draws } from '../random/draws.ts';
import type { Parameter } from './parameters.ts';
import type { FillMode, Matrix } from './warp.ts';

/** A message about an op, in any language. */
export interface Caption {
  readonly key: MessageKey;
  readonly params?: MessageParams;
}

/** What a student should know before using an op on some data. */
export interface Note extends Caption {
  /** It changes nothing, it likely makes the label unrecognisable, or measurements show that it does. */
  readonly kind: 'noEffect' | 'destroys' | 'measured';
  /** The label in `params`, in all languages. */
  readonly label?: LabelName;
}

interface Common<Values> {
  readonly modality: 'image';
  /** In the order in which they are written; only the first may be written without its name. */
  readonly parameters: { readonly [K in keyof Values]: Parameter<Values[K]> };
  /** How often the op is applied when the policy does not say (`@0.5`). */
  readonly probability: number;
  /** A step to show to somebody who made a mistake. */
  readonly example: string;
  /**
   * Makes the op's random decisions for one picture and writes them, as numbers that describe what happens, to
   * `drawn`. Draw 0 is the probability's coin; the op's own draws start at 1.
   */
  draw(values: Values, draws: Draws, shape: PictureShape, drawn: Float64Array): void;
  /** What `draw` has drawn, in words for a picture's caption: "rotate 11° right". */
  describe(drawn: Float64Array, shape: PictureShape): Caption;
  /**
   * Whether these values do nothing, or too much, to pictures of this shape, where they are applied with this probability. An op
   * that is always harmless has none.
   */
  note?(values: Values, shape: PictureShape, probability: number): Note | undefined;
}

/** An op that moves pixels: neighbours in a policy are composed into one matrix and sampled once. */
export interface GeometricOperation<Values> extends Common<Values> {
  readonly kind: 'geometric';
  /** What fills the area outside the picture. Left out for an op that never reads outside. */
  fill?(values: Values): FillMode;
  /** The affine map from a pixel of the result to the place in the source that it shows. */
  matrix(drawn: Float64Array, shape: PictureShape, matrix: Matrix): void;
}

/** An op that changes pixels in place: float32 [height, width, channels] in [0, 1], in place. */
export interface PixelOperation<Values> extends Common<Values> {
  readonly kind: 'pixel';
  apply(values: Values, drawn: Float64Array, shape: PictureShape, picture: Float32Array): void;
}

/** How many numbers `draw` may write. */
export const MAX_DRAWN = 8;

type AnyValues = Readonly<Record<string, unknown>>;

/** An op without its parameter types. */
export type DeclaredOperation = GeometricOperation<AnyValues> | PixelOperation<AnyValues>;

/** An op as the catalog holds it. */
export type Operation = DeclaredOperation & { readonly name: string };

/** Declares an op. Its own schemas check the values before it sees them, so their types can be erased. */
export const defineOperation = <Values extends object>(
  operation: GeometricOperation<Values> | PixelOperation<Values>,
): DeclaredOperation => operation as unknown as DeclaredOperation;

/** A number as a caption shows it. Adding 0 makes -0 a plain 0. */
export const round = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0;

/** `rotate(factor=-1..1, fill=constant|reflect)@0.5`: what people may write, and the default probability. */
export function signature({ name, parameters, probability }: Operation): string {
  const allowed = Object.entries(parameters).map(([parameter, { allowed }]) => `${parameter}=${allowed}`);
  const brackets = allowed.length === 0 ? '' : `(${allowed.join(', ')})`;
  return `${name}${brackets}${probability === 1 ? '' : `@${probability}`}`;
}
