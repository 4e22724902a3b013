/** contrast: pushes pixels away from the picture's mean, or towards it. */
import { defineOperation, round } from '../operation.ts';
import { middle, range } from '../parameters.ts';

/**
 * At less than 0.3 of its contrast a picture is nearly one tone. A few of these are harmless: contrast(1) costs nothing on
 * Fashion-MNIST, contrast(-1..-0.7) eight points (bench/measured.ts). So it is the middle of the range that counts.
 */
const LEAST = -0.7;

/**
 * Keras `RandomContrast`: (pixel - mean) c + mean per channel, clipped to [0, 1], with c = 1 + U(-f, f). That is what
 * Keras documents; its code turns a single number into (0, f) and so only adds contrast (3.15). Ranges here are
 * signed: Keras's (0.1, 0.3) is `contrast(-0.1..0.3)`.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: { factor: range({ min: -1, max: 1 }) },
  probability: 1,
  example: 'contrast(0.3)',
  draw({ factor: [low, high] }, draws, _shape, drawn) {
    drawn[0] = 1 + draws.between(1, low, high);
  },
  describe(drawn) {
    return { key: 'op.contrast.drawn', params: { factor: round(drawn[0]!, 2) } };
  },
  note({ factor }) {
    if (middle(factor) < LEAST) return { kind: 'destroys', key: 'op.contrast.note' };
  },
  apply(_values, drawn, { channels }, picture) {
    const factor = drawn[0]!;
    if (factor === 1) return;
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let p = c; p < picture.length; p += channels) sum += picture[p]!;
      const mean = (sum * channels) / picture.length;
      for (let p = c; p < picture.length; p += channels)
        picture[p] = Math.min(Math.max((picture[p]! - mean) * factor + mean, 0), 1);
    }
  },
});
