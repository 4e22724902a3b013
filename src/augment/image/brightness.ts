/** brightness: makes every pixel lighter or darker by the same amount. */
import { defineOperation } from '../operation.ts';
import { farthest, range } from '../parameters.ts';

/** At 0.5, half of all grey levels are clipped to plain black or white. */
const MOST = 0.5;

/**
 * Keras `RandomBrightness`: adds U(-f, f) and clips to [0, 1]. Keras expects pixels up to 255 unless told otherwise
 * (`value_range`) and then adds 51 for a factor of 0.2; ours are shares of white, as is the factor.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: { factor: range({ min: -1, max: 1 }) },
  probability: 1,
  example: 'brightness(0.2)',
  draw({ factor: [low, high] }, draws, _shape, drawn) {
    drawn[0] = draws.between(1, low, high);
  },
  describe(drawn) {
    const percent = Math.round(100 * drawn[0]!);
    return {
      key: percent < 0 ? 'op.brightness.drawnDarker' : 'op.brightness.drawnLighter',
      params: { percent: Math.abs(percent) },
    };
  },
  note({ factor }) {
    if (farthest(factor) > MOST) return { kind: 'destroys', key: 'op.brightness.note' };
  },
  apply(_values, drawn, _shape, picture) {
    const more = drawn[0]!;
    for (let p = 0; p < picture.length; p++) picture[p] = Math.min(Math.max(picture[p]! + more, 0), 1);
  },
});
