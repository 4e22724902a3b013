/** zoom: makes what is shown smaller or larger, about the centre. */
import { defineOperation } from '../operation.ts';
import { choice, range } from '../parameters.ts';
import { FILL_MODES } from '../warp.ts';

/** At 0.7 of its height and width, half of the picture is cut off. */
const MOST_IN = -0.3;
/** At 1.5 times the distance, the object has less than half of the pixels left. */
const MOST_OUT = 0.5;

/**
 * Keras `RandomZoom`: the picture is looked up at 1 + factor times the distance from the centre, so positive zooms
 * OUT and negative zooms in. A separate width stretches the picture; if it has the height's range, one draw
 * serves both and proportions stay, as in Keras without `width_factor`. Where Keras differs: it reflects at the border
 * unless told otherwise, here it is 0; and it takes -1, which shows a single point: here -0.9 is the end.
 */
export default defineOperation({
  modality: 'image',
  kind: 'geometric',
  parameters: {
    height: range({ min: -0.9, max: 1 }),
    width: range({ min: -0.9, max: 1 }, { same: 'height' }),
    fill: choice(FILL_MODES, 'constant'),
  },
  probability: 1,
  example: 'zoom(0.1)',
  draw({ height, width }, draws, _shape, drawn) {
    const together = height[0] === width[0] && height[1] === width[1];
    drawn[0] = 1 + draws.between(1, height[0], height[1]);
    drawn[1] = together ? drawn[0] : 1 + draws.between(2, width[0], width[1]);
  },
  describe(drawn) {
    const height = Math.round(100 / drawn[0]!);
    const width = Math.round(100 / drawn[1]!);
    return height === width
      ? { key: 'op.zoom.drawn', params: { percent: height } }
      : { key: 'op.zoom.drawnApart', params: { height, width } };
  },
  note({ height, width }) {
    if (Math.min(height[0], width[0]) < MOST_IN) return { kind: 'destroys', key: 'op.zoom.noteIn' };
    if (Math.max(height[1], width[1]) > MOST_OUT) return { kind: 'destroys', key: 'op.zoom.noteOut' };
  },
  fill: (values) => values.fill,
  matrix(drawn, { width, height }, matrix) {
    matrix[0] = drawn[1]!;
    matrix[2] = ((width - 1) / 2) * (1 - drawn[1]!);
    matrix[4] = drawn[0]!;
    matrix[5] = ((height - 1) / 2) * (1 - drawn[0]!);
  },
});
