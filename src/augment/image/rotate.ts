/** rotate: turns the picture about its centre. */
import { defineOperation, round } from '../operation.ts';
import { choice, farthest, range } from '../parameters.ts';
import { FILL_MODES } from '../warp.ts';

/** Beyond 30 degrees a shoe balances on its heel; 15 degrees count as harmless (reference, section 3.1). */
const MOST = 30 / 360;

/**
 * Keras `RandomRotation`: `factor` is a share of a full turn (0.04 is 14.4 degrees), drawn uniformly, positive is
 * counter-clockwise; centre ((width - 1) / 2, (height - 1) / 2). Where Keras differs: it reflects at the border
 * unless told otherwise, which mirrors sleeves and hems; here it is 0, the background of the pictures.
 */
export default defineOperation({
  modality: 'image',
  kind: 'geometric',
  parameters: { factor: range({ min: -1, max: 1 }, { degrees: 360 }), fill: choice(FILL_MODES, 'constant') },
  probability: 1,
  example: 'rotate(0.04)',
  draw({ factor: [low, high] }, draws, _shape, drawn) {
    drawn[0] = draws.between(1, low, high);
  },
  describe(drawn) {
    const degrees = round(360 * drawn[0]!, 1);
    return {
      key: degrees < 0 ? 'op.rotate.drawnRight' : 'op.rotate.drawnLeft',
      params: { degrees: Math.abs(degrees) },
    };
  },
  note({ factor }) {
    const most = farthest(factor);
    if (most > MOST)
      return { kind: 'destroys', key: 'op.rotate.note', params: { degrees: Math.round(360 * most) } };
  },
  fill: (values) => values.fill,
  matrix(drawn, { width, height }, matrix) {
    const angle = 2 * Math.PI * drawn[0]!;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const x = (width - 1) / 2;
    const y = (height - 1) / 2;
    matrix[0] = cos;
    matrix[1] = -sin;
    matrix[2] = x - x * cos + y * sin;
    matrix[3] = sin;
    matrix[4] = cos;
    matrix[5] = y - x * sin - y * cos;
  },
});
