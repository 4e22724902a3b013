/** shift: moves the picture up or down and left or right. */
import { defineOperation, round } from '../operation.ts';
import { choice, farthest, range } from '../parameters.ts';
import { FILL_MODES } from '../warp.ts';

/** Clothes fill the picture: a shirt that moves by more than a quarter loses a sleeve or the hem. */
const MOST = 1 / 4;

/**
 * Keras `RandomTranslation`: shares of height and width, drawn uniformly and independently, positive is down and
 * right, not rounded to whole pixels. `shift(0.1)` means both directions. Where Keras differs: it reflects at the
 * border unless told otherwise (and its documentation says constant); here it is 0, the background of the pictures.
 */
export default defineOperation({
  modality: 'image',
  kind: 'geometric',
  parameters: {
    height: range({ min: -1, max: 1 }),
    width: range({ min: -1, max: 1 }, { same: 'height' }),
    fill: choice(FILL_MODES, 'constant'),
  },
  probability: 1,
  example: 'shift(0.1)',
  draw({ height: down, width: right }, draws, { width, height }, drawn) {
    drawn[0] = draws.between(1, down[0], down[1]) * height;
    drawn[1] = draws.between(2, right[0], right[1]) * width;
  },
  describe(drawn) {
    const vertical = drawn[0]! < 0 ? 'Up' : 'Down';
    const horizontal = drawn[1]! < 0 ? 'Left' : 'Right';
    return {
      key: `op.shift.drawn${vertical}${horizontal}`,
      params: { vertical: Math.abs(round(drawn[0]!, 1)), horizontal: Math.abs(round(drawn[1]!, 1)) },
    };
  },
  note({ height, width }) {
    const most = Math.max(farthest(height), farthest(width));
    if (most > MOST)
      return { kind: 'destroys', key: 'op.shift.note', params: { percent: Math.round(100 * most) } };
  },
  fill: (values) => values.fill,
  matrix(drawn, _shape, matrix) {
    matrix[2] = -drawn[1]!;
    matrix[5] = -drawn[0]!;
  },
});
