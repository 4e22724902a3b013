/** hue: turns colours into their neighbours on the colour circle. */
import { defineOperation } from '../operation.ts';
import { range } from '../parameters.ts';

/**
 * Keras `RandomHue`: the hue of HSV moves by half the factor, as a share of the circle, so 1 reaches the opposite
 * colour. Keras draws from (0, f) and tosses a coin for the sign; U(-f, f) here is the same. Nothing happens to
 * pictures of one channel.
 */
export default defineOperation({
  modality: 'image',
  kind: 'pixel',
  parameters: { factor: range({ min: -1, max: 1 }, { degrees: 180 }) },
  probability: 1,
  example: 'hue(0.1)',
  draw({ factor: [low, high] }, draws, _shape, drawn) {
    drawn[0] = draws.between(1, low, high) / 2;
  },
  describe(drawn) {
    return { key: 'op.hue.drawn', params: { degrees: Math.round(360 * drawn[0]!) } };
  },
  note(_values, { channels }) {
    if (channels === 1) return { kind: 'noEffect', key: 'op.noColour', params: { op: 'hue' } };
  },
  apply(_values, drawn, { channels }, picture) {
    if (channels !== 3 || drawn[0] === 0) return;
    const turn = 6 * drawn[0]!;
    for (let p = 0; p < picture.length; p += 3) {
      const max = Math.max(picture[p]!, picture[p + 1]!, picture[p + 2]!);
      const span = max - Math.min(picture[p]!, picture[p + 1]!, picture[p + 2]!);
      if (span === 0) continue;
      const sixth = hueOf(picture[p]!, picture[p + 1]!, picture[p + 2]!, max, span) + turn;
      picture[p] = max - span * missing(sixth + 5);
      picture[p + 1] = max - span * missing(sixth + 3);
      picture[p + 2] = max - span * missing(sixth + 1);
    }
  },
});

/** Place on the colour circle in sixths: red 0, green 2, blue 4. */
function hueOf(red: number, green: number, blue: number, max: number, span: number): number {
  if (max === red) return (green - blue) / span;
  if (max === green) return (blue - red) / span + 2;
  return (red - green) / span + 4;
}

/** How far below the maximum a channel lies, as a share of the span, at a place of the circle relative to it. */
function missing(sixth: number): number {
  const place = sixth - 6 * Math.floor(sixth / 6);
  return Math.min(Math.max(Math.min(place, 4 - place), 0), 1);
}
