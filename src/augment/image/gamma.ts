/** gamma: lightens or darkens the middle tones and leaves black and white alone. */
import { defineOperation, round } from '../operation.ts';
import { aroundOne, middle, range } from '../parameters.ts';

/** To the power of 3, middle grey is 0.13, nearly black; to the power of 1/3 it is 0.79. */
const MOST = 3;

/**
 * Each pixel to the power of U(range); above 1 is darker. Keras has no such layer; the formula is torchvision's
 * `adjust_gamma` and Albumentations' `RandomGamma`, which writes 120 for 1.2. `gamma(1.25)` means 1/1.25..1.25.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: { range: range({ min: 0.1, max: 10 }, { fallback: [0.8, 1.25], alone: aroundOne }) },
  probability: 1,
  example: 'gamma(1.25)',
  draw({ range: [low, high] }, draws, _shape, drawn) {
    drawn[0] = draws.between(1, low, high);
  },
  describe(drawn) {
    return { key: 'op.gamma.drawn', params: { exponent: round(drawn[0]!, 2) } };
  },
  note({ range }) {
    if (middle(range) > MOST || middle(range) < 1 / MOST) return { kind: 'destroys', key: 'op.gamma.note' };
  },
  apply(_values, drawn, _shape, picture) {
    const exponent = drawn[0]!;
    // Rounding in earlier ops may leave a value just below 0, whose power is NaN.
    for (let p = 0; p < picture.length; p++) picture[p] = Math.max(picture[p]!, 0) ** exponent;
  },
});
