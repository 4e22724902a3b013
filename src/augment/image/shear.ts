/** shear: slants the picture, as italics do. */
import { defineOperation, round } from '../operation.ts';
import { choice, farthest, range } from '../parameters.ts';
import { FILL_MODES } from '../warp.ts';

/** At 0.3 the top of 28 pixels lies 8 to the side of its bottom; 0.1 to 0.2 count as harmless. */
const MOST = 0.3;

/**
 * Keras `RandomShear`: a row is moved sideways by `x` times its height, a column up or down by `y` times its place.
 * Where Keras differs: it shears about the upper left corner, which also shifts the picture by half of the slant;
 * here it is about the centre, as in torchvision. Its documentation says that a factor f is drawn from (0, f), its
 * code draws from (-f, f) and also tosses a coin for the sign; here f means -f..f. Its border reflects,
 * ours is 0.
 */
export default defineOperation({
  modality: 'image',
  kind: 'geometric',
  parameters: {
    x: range({ min: -1, max: 1 }),
    y: range({ min: -1, max: 1 }, { fallback: [0, 0] }),
    fill: choice(FILL_MODES, 'constant'),
  },
  probability: 1,
  example: 'shear(0.1)',
  draw({ x, y }, draws, _shape, drawn) {
    drawn[0] = draws.between(1, x[0], x[1]);
    drawn[1] = draws.between(2, y[0], y[1]);
  },
  describe(drawn) {
    return { key: 'op.shear.drawn', params: { x: round(drawn[0]!, 2), y: round(drawn[1]!, 2) } };
  },
  note({ x, y }) {
    if (Math.max(farthest(x), farthest(y)) > MOST) return { kind: 'destroys', key: 'op.shear.note' };
  },
  fill: (values) => values.fill,
  matrix(drawn, { width, height }, matrix) {
    matrix[1] = drawn[0]!;
    matrix[2] = (-drawn[0]! * (height - 1)) / 2;
    matrix[3] = drawn[1]!;
    matrix[5] = (-drawn[1]! * (width - 1)) / 2;
  },
});
