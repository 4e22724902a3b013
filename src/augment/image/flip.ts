/** flip: mirrors left and right, or up and down. */
import { defineOperation } from '../operation.ts';
import { choice } from '../parameters.ts';

/**
 * Keras `RandomFlip`. Its coin (u <= 0.5) is our default probability; `flip@1` always flips. Keras's third mode,
 * "horizontal_and_vertical", tosses one coin for both axes and so turns by 180 degrees: write
 * `flip + flip(vertical)` for two coins.
 */
export default defineOperation({
  modality: 'image',
  kind: 'geometric',
  parameters: { mode: choice(['horizontal', 'vertical'], 'horizontal') },
  probability: 0.5,
  example: 'flip',
  draw(values, _draws, _shape, drawn) {
    drawn[0] = values.mode === 'vertical' ? 1 : 0;
  },
  describe(drawn) {
    return { key: drawn[0] === 1 ? 'op.flip.drawnVertical' : 'op.flip.drawnHorizontal' };
  },
  matrix(drawn, { width, height }, matrix) {
    const vertical = drawn[0] === 1;
    matrix[0] = vertical ? 1 : -1;
    matrix[2] = vertical ? 0 : width - 1;
    matrix[4] = vertical ? -1 : 1;
    matrix[5] = vertical ? height - 1 : 0;
  },
});
