/** Applies a policy to the pictures of a batch. Compiled once per trial, then free of allocation. */
import type { PictureShape, Pictures } from '../datasets/dataset.ts';
import { type Draws, draws } from '../random/draws.ts';
import { type Caption, MAX_DRAWN, type Operation } from './operation.ts';
import { knownOperation, type Policy } from './policy.ts';
import { compose, type FillMode, identity, makeWarp } from './warp.ts';

export interface Augmenter {
  /** Whether it only copies. */
  readonly copies: boolean;
  /**
   * Writes pictures as float32 [samples.length, height * width * channels] in [0, 1] to the start of `out`, augmented
   * as these samples (indices into `pixels`' pictures) are in this epoch. A picture for which the policy draws
   * nothing is copied exactly.
   */
  write(pixels: Pictures['pixels'], samples: Int32Array, epoch: number, out: Float32Array): void;
  /** What `write` does to a sample in an epoch: one caption for each op that is applied, in order. */
  describe(sample: number, epoch: number): Caption[];
}

interface CompiledStep {
  readonly operation: Operation;
  readonly values: Readonly<Record<string, unknown>>;
  readonly probability: number;
  readonly draws: Draws;
}

export function compilePolicy(policy: Policy, seed: number, shape: PictureShape): Augmenter {
  const steps = compileSteps(policy, seed);
  const size = shape.width * shape.height * shape.channels;
  const drawn = new Float64Array(MAX_DRAWN);
  const matrix = new Float64Array(6);
  const pending = new Float64Array(6);
  const warp = makeWarp(shape);

  /**
   * Geometric steps wait in `pending` until the pixels are needed, so that the image is sampled only once. The result has other
   * pixels than one layer after another, as in Keras: it is sharper, and loses nothing between two moves
   * (measured in test/golden/libraries.md).
   */
  let waiting = false;
  let fill: FillMode | undefined;
  const settle = (picture: Float32Array) => {
    if (!waiting) return;
    warp(picture, pending, fill ?? 'constant');
    waiting = false;
    fill = undefined;
  };

  /** Writes a step's draws for a sample to `drawn`; false if its coin skips the step. */
  const happens = (step: CompiledStep, sample: number, epoch: number): boolean => {
    const at = step.draws.at(sample, epoch);
    if (step.probability < 1 && at.uniform(0) >= step.probability) return false;
    step.operation.draw(step.values, at, shape, drawn);
    return true;
  };

  const augment = (picture: Float32Array, sample: number, epoch: number) => {
    for (const step of steps) {
      if (!happens(step, sample, epoch)) continue;
      if (step.operation.kind === 'pixel') {
        settle(picture);
        step.operation.apply(step.values, drawn, shape, picture);
        continue;
      }
      const wanted = step.operation.fill?.(step.values);
      if (fill !== undefined && wanted !== undefined && wanted !== fill) settle(picture);
      fill = wanted ?? fill;
      identity(matrix);
      step.operation.matrix(drawn, shape, matrix);
      if (waiting) compose(pending, matrix);
      else pending.set(matrix);
      waiting = true;
    }
    settle(picture);
  };

  /** Views of one picture each, made once per output and kept as long as the same output comes back. */
  let views: Float32Array[] = [];
  const viewsOf = (out: Float32Array, count: number) => {
    if (views[0]?.buffer !== out.buffer || views[0].byteOffset !== out.byteOffset || views.length < count)
      views = Array.from({ length: count }, (_, i) => out.subarray(i * size, (i + 1) * size));
    return views;
  };

  return {
    copies: steps.length === 0,
    write(pixels, samples, epoch, out) {
      const pictures = viewsOf(out, samples.length);
      for (let i = 0; i < samples.length; i++) {
        const picture = pictures[i]!;
        const sample = samples[i]!;
        copyShares(pixels, sample * size, picture);
        augment(picture, sample, epoch);
      }
    },
    describe: (sample, epoch) =>
      steps.flatMap((step) => (happens(step, sample, epoch) ? [step.operation.describe(drawn, shape)] : [])),
  };
}

/** Each byte as a share of white. A look-up takes a third of the time of a division. */
export const SHARES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Bytes from `from` on, as shares of white. A function of parameters only, as its loop is hot. */
function copyShares(pixels: Uint8Array, from: number, picture: Float32Array, shares = SHARES): void {
  for (let p = 0; p < picture.length; p++) picture[p] = shares[pixels[from + p]!]!;
}

/** Gives every step its own draws: keyed by the op's name and how often that op came before. */
function compileSteps(policy: Policy, seed: number): CompiledStep[] {
  const seen = new Map<string, number>();
  return policy.map(({ op, parameters, probability }) => {
    const occurrence = seen.get(op) ?? 0;
    seen.set(op, occurrence + 1);
    const operation = knownOperation(op);
    return { operation, values: parameters, probability, draws: draws(seed, `${op}#${occurrence}`) };
  });
}
