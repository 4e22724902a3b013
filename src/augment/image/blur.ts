/** blur: mixes each pixel with its eight neighbours. */
import { defineOperation, round } from '../operation.ts';
import { range } from '../parameters.ts';

/**
 * Keras `RandomGaussianBlur` with its kernel of 3x3: weights exp(-d^2 / (2 sigma^2)), sigma = U(sigma) pixels; more
 * than 3 is no different, as the nine weights are then equal. Where Keras differs: it draws two sigmas for the whole
 * batch, here one for each picture; it takes 0 for what lies outside, which darkens the border of photos, here the
 * border's pixel counts again; its `factor=1` blurs half of the pictures (see invert), which is our default.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: { sigma: range({ min: 0, max: 3 }, { fallback: [0, 1], isShare: false }) },
  probability: 0.5,
  example: 'blur(0.5..1)',
  draw({ sigma: [low, high] }, draws, _shape, drawn) {
    drawn[0] = draws.between(1, low, high);
  },
  describe(drawn) {
    return { key: 'op.blur.drawn', params: { sigma: round(drawn[0]!, 2) } };
  },
  apply(_values, drawn, { width, height, channels }, picture) {
    const weight = Math.exp(-0.5 / drawn[0]! ** 2);
    const row = width * channels;
    for (let from = 0; from < row; from++) smooth(picture, from, row, height, weight);
    for (let y = 0; y < height; y++)
      for (let c = 0; c < channels; c++) smooth(picture, y * row + c, channels, width, weight);
  },
});

/** Weighs the pixels of one row or column as (weight, 1, weight), in place. */
function smooth(picture: Float32Array, from: number, step: number, count: number, weight: number): void {
  const scale = 1 / (1 + 2 * weight);
  let before = picture[from]!;
  for (let i = 0, at = from; i < count; i++, at += step) {
    const here = picture[at]!;
    const after = i + 1 < count ? picture[at + step]! : here;
    picture[at] = (here + weight * (before + after)) * scale;
    before = here;
  }
}
