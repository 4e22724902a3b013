/** noise: adds a random number to every pixel. */
import { addNormals } from '../../random/normals.ts';
import { defineOperation, round } from '../operation.ts';
import { number } from '../parameters.ts';

/** A spread of 0.3 covers the differences between a coat's and a shirt's greys. */
const MOST = 0.3;

/**
 * Keras `GaussianNoise`: adds N(0, stddev), as a share of white, to every pixel of every channel. Where Keras differs:
 * it lets pixels leave [0, 1]; here they are clipped, because no image has a pixel blacker than black.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: { stddev: number({ min: 0, max: 1 }, 0.05) },
  probability: 1,
  example: 'noise(0.05)',
  draw({ stddev }, draws, _shape, drawn) {
    drawn[0] = stddev;
    drawn[1] = draws.uniform(1) * 0x100000000;
    drawn[2] = draws.uniform(2) * 0x100000000;
  },
  describe(drawn) {
    return { key: 'op.noise.drawn', params: { stddev: round(drawn[0]!, 2) } };
  },
  note({ stddev }) {
    if (stddev > MOST) return { kind: 'destroys', key: 'op.noise.note' };
  },
  apply(_values, drawn, _shape, picture) {
    addNormals(drawn[1]!, drawn[2]!, drawn[0]!, picture);
    for (let p = 0; p < picture.length; p++) picture[p] = Math.min(Math.max(picture[p]!, 0), 1);
  },
});
