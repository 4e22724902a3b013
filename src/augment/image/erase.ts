/** erase: paints a box over a part of the picture. */
import { defineOperation } from '../operation.ts';
import { number, range } from '../parameters.ts';

/** Above half of the area, the rest may no longer show what it is; the paper stops at a third. */
const MOST = 0.5;
/** In so many images even erase(0.5..0.9) costs nothing on Fashion-MNIST, in all of them 11 points (bench/measured.ts). */
const OFTEN = 0.8;

/**
 * Random Erasing (Zhong et al. 2017, arXiv:1708.04896) with the box of Keras's `RandomErasing`: the box's width is
 * sqrt(U(scale)) of the picture's, its height comes from a second draw, its place is uniform; pixels whose whole
 * coordinates lie in [start, end) are painted.
 * Where Keras differs: it draws `factor` below the given number for each picture, so that `factor=1` erases half
 * of them despite its name; here the paper's probability 0.5 is the default and `@` says it exactly. Keras paints
 * clipped noise unless told otherwise; here it is 0, the background of the pictures.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: {
    scale: range({ min: 0, max: 1 }, { fallback: [0.02, 0.33] }),
    fill: number({ min: 0, max: 1 }, 0),
  },
  probability: 0.5,
  example: 'erase(0.02..0.2)',
  draw({ scale: [low, high] }, draws, { width, height }, drawn) {
    const boxWidth = width * Math.sqrt(draws.between(1, low, high));
    const boxHeight = height * Math.sqrt(draws.between(2, low, high));
    const left = draws.uniform(3) * (width - boxWidth);
    const top = draws.uniform(4) * (height - boxHeight);
    drawn[0] = left;
    drawn[1] = top;
    drawn[2] = Math.min(left + boxWidth, width);
    drawn[3] = Math.min(top + boxHeight, height);
  },
  describe(drawn) {
    const [left, top, right, bottom] = drawn as unknown as [number, number, number, number];
    return {
      key: 'op.erase.drawn',
      params: { height: Math.ceil(bottom) - Math.ceil(top), width: Math.ceil(right) - Math.ceil(left) },
    };
  },
  note({ scale }, _shape, probability) {
    if (scale[1] > MOST && probability > OFTEN)
      return { kind: 'destroys', key: 'op.erase.note', params: { percent: Math.round(100 * scale[1]) } };
  },
  apply({ fill }, drawn, { width, channels }, picture) {
    const [left, top, right, bottom] = drawn as unknown as [number, number, number, number];
    for (let y = Math.ceil(top); y < bottom; y++)
      picture.fill(fill, (y * width + Math.ceil(left)) * channels, (y * width + Math.ceil(right)) * channels);
  },
});
