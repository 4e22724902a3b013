/** invert: swaps light and dark, as on a negative. */
import { defineOperation } from '../operation.ts';

/** Half of the images inverted cost nothing on Fashion-MNIST, all of them 83 points (bench/measured.ts). */
const MOST = 0.5;

/**
 * Keras `RandomInvert`: 1 - pixel. Keras draws its factor below the given number for each picture, so that its default
 * `factor=1` inverts half of them despite its name; here 0.5 is the default and `@` says it exactly.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: {},
  probability: 0.5,
  example: 'invert@0.2',
  draw() {},
  describe() {
    return { key: 'op.invert.drawn' };
  },
  note(_values, { channels }, probability) {
    // Such data has black backgrounds throughout, in training as in testing.
    if (channels === 1 && probability > MOST) return { kind: 'destroys', key: 'op.invert.note' };
  },
  apply(_values, _drawn, _shape, picture) {
    for (let p = 0; p < picture.length; p++) picture[p] = 1 - picture[p]!;
  },
});
