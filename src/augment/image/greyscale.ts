/** greyscale: takes the colours out. */
import { defineOperation } from '../operation.ts';

/**
 * Keras `RandomGrayscale`: 0.2989 R + 0.587 G + 0.114 B in all three channels. Its factor is our probability, with its
 * default 0.5 (torchvision's is 0.1), so that a preview shows both. Nothing happens to pictures of one channel.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: {},
  probability: 0.5,
  example: 'greyscale',
  draw() {},
  describe() {
    return { key: 'op.greyscale.drawn' };
  },
  note(_values, { channels }) {
    if (channels === 1) return { kind: 'noEffect', key: 'op.noColour', params: { op: 'greyscale' } };
  },
  apply(_values, _drawn, { channels }, picture) {
    if (channels !== 3) return;
    for (let p = 0; p < picture.length; p += 3)
      picture.fill(0.2989 * picture[p]! + 0.587 * picture[p + 1]! + 0.114 * picture[p + 2]!, p, p + 3);
  },
});
