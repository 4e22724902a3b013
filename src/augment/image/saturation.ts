/** saturation: makes colours paler or stronger. */
import { defineOperation, round } from '../operation.ts';
import { range } from '../parameters.ts';

/** Keras's epsilon, which keeps a factor of 1 finite. */
const EPSILON = 1e-7;

/**
 * Keras `RandomSaturation`: S of HSV times f / (1 - f), at most 1; 0 is grey, 0.5 changes nothing, 1 is as strong as
 * can be. One number f alone means 0..f, which up to 0.5 only makes colours paler: write `saturation(0.3..0.7)`
 * for both. That is what Keras documents; its code draws from (-f, f), and all below 0 is grey: half of the pictures
 * (3.15). Nothing happens to pictures of one channel.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: { factor: range({ min: 0, max: 1 }) },
  probability: 1,
  example: 'saturation(0.3..0.7)',
  draw({ factor: [low, high] }, draws, _shape, drawn) {
    const factor = draws.between(1, low, high);
    drawn[0] = factor === 0.5 ? 1 : factor / (1 - factor + EPSILON);
  },
  describe(drawn) {
    return { key: 'op.saturation.drawn', params: { factor: round(drawn[0]!, 2) } };
  },
  note(_values, { channels }) {
    if (channels === 1) return { kind: 'noEffect', key: 'op.noColour', params: { op: 'saturation' } };
  },
  apply(_values, drawn, { channels }, picture) {
    if (channels !== 3 || drawn[0] === 1) return;
    for (let p = 0; p < picture.length; p += 3) {
      // With hue and V kept, each channel's distance from V = max grows as S does; S = 1 is where min reaches 0.
      const max = Math.max(picture[p]!, picture[p + 1]!, picture[p + 2]!);
      const min = Math.min(picture[p]!, picture[p + 1]!, picture[p + 2]!);
      if (max === min) continue;
      const times = Math.min(drawn[0]!, max / (max - min));
      for (let c = p; c < p + 3; c++) picture[c] = max - (max - picture[c]!) * times;
    }
  },
});
