/** crop: cuts out a part of the picture and enlarges it to the full size. */
import { defineOperation } from '../operation.ts';
import { aroundOne, range } from '../parameters.ts';

/** How often torchvision tries to fit a box before it takes a centred one. */
const TRIES = 10;

/** Below half of the area a shirt has lost its sleeves or its hem, and looks like a pullover or a dress. */
const LEAST = 0.5;

/**
 * torchvision `RandomResizedCrop`: the box has a share U(scale) of the area, proportions log-uniform in `ratio`, whole
 * pixels, a uniform place; a box that does not fit is drawn again up to ten times, then the largest centred one is
 * taken. Where torchvision differs: its scale starts at 0.08, which leaves 8x8 pixels of 28x28 (a button, not a shirt),
 * so the default here is 0.8..1; `crop(0.5)` means 0.5..1. It puts the outer edges of box and picture on one
 * another, here it is the centres of their corner pixels, as in every warp of ours: less than half a pixel, and
 * no pixel outside the box is read.
 */
export default defineOperation({
  modality: 'image',
  kind: 'geometric',
  parameters: {
    scale: range({ min: 0.01, max: 1 }, { fallback: [0.8, 1], alone: (share) => [share, 1] }),
    ratio: range({ min: 0.1, max: 10 }, { fallback: [3 / 4, 4 / 3], alone: aroundOne }),
  },
  probability: 1,
  example: 'crop(0.8)',
  draw({ scale, ratio }, draws, { width, height }, drawn) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const area = draws.between(3 + 2 * attempt, scale[0], scale[1]) * width * height;
      const proportion = Math.exp(draws.between(4 + 2 * attempt, Math.log(ratio[0]), Math.log(ratio[1])));
      const boxWidth = Math.round(Math.sqrt(area * proportion));
      const boxHeight = Math.round(Math.sqrt(area / proportion));
      if (boxWidth < 1 || boxHeight < 1 || boxWidth > width || boxHeight > height) continue;
      drawn[0] = boxHeight;
      drawn[1] = boxWidth;
      drawn[2] = Math.floor(draws.uniform(1) * (height - boxHeight + 1));
      drawn[3] = Math.floor(draws.uniform(2) * (width - boxWidth + 1));
      return;
    }
    const proportion = Math.min(Math.max(width / height, ratio[0]), ratio[1]);
    drawn[0] = Math.max(1, Math.min(height, Math.round(width / proportion)));
    drawn[1] = Math.max(1, Math.min(width, Math.round(height * proportion)));
    drawn[2] = Math.floor((height - drawn[0]) / 2);
    drawn[3] = Math.floor((width - drawn[1]) / 2);
  },
  describe(drawn) {
    return { key: 'op.crop.drawn', params: { height: drawn[0]!, width: drawn[1]! } };
  },
  note({ scale }) {
    if (scale[0] < LEAST)
      return { kind: 'destroys', key: 'op.crop.note', params: { percent: Math.round(100 * scale[0]) } };
  },
  matrix(drawn, { width, height }, matrix) {
    matrix[0] = (drawn[1]! - 1) / Math.max(1, width - 1);
    matrix[2] = drawn[3]!;
    matrix[4] = (drawn[0]! - 1) / Math.max(1, height - 1);
    matrix[5] = drawn[2]!;
  },
});
