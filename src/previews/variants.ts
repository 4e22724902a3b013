/** A picture as training sees it, as bytes to show and in words. */
import { compilePolicy } from '../augment/augmenter.ts';
import type { Caption } from '../augment/operation.ts';
import type { Policy } from '../augment/policy.ts';
import type { Pixels } from '../images/decode.ts';
import type { Originals } from './originals.ts';

type Images = Pick<Originals, 'pixels' | 'shape'>;

export interface Variant {
  readonly picture: Pixels;
  /** What was drawn; empty if the picture is unchanged. */
  readonly captions: readonly Caption[];
}

/**
 * Makes variants as the trainer does: exactly the numbers that it feeds to a network under this policy and seed, for a sample
 * in an epoch (from 1), rounded to bytes.
 */
export function variantMaker(
  { pixels, shape }: Images,
  policy: Policy,
  seed: number,
): (sample: number, epoch: number) => Variant {
  const augmenter = compilePolicy(policy, seed, shape);
  const shares = new Float32Array(shape.width * shape.height * shape.channels);
  return (sample, epoch) => {
    augmenter.write(pixels, Int32Array.of(sample), epoch, shares);
    // A loop: Uint8ClampedArray.from takes ten times as long, and this process has to answer people meanwhile.
    const bytes = new Uint8ClampedArray(shares.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = 255 * shares[i]!;
    return {
      picture: asPixels(shape, bytes),
      captions: augmenter.describe(sample, epoch),
    };
  };
}

/** A picture as it is. */
export function original({ pixels, shape }: Images, sample: number): Pixels {
  const size = shape.width * shape.height * shape.channels;
  return asPixels(shape, pixels.subarray(sample * size, (sample + 1) * size));
}

const asPixels = (
  { width, height, channels }: Originals['shape'],
  bytes: Uint8Array | Uint8ClampedArray,
): Pixels => ({
  data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length),
  width,
  height,
  channels: channels === 3 ? 3 : 1,
});
