/** Many normally distributed numbers from one key, for operations that need one per pixel. */
import { threefry2x32 } from './threefry.ts';

const block = new Int32Array(2);

/**
 * Adds stddev N(0, 1) to every number, each with its own draw (Box and Muller 1958, two per block). The key, two
 * 32-bit words, comes from keyed draws; the counter is the place in `out`, so other draws do not change.
 */
export function addNormals(key0: number, key1: number, stddev: number, out: Float32Array): void {
  for (let i = 0; i < out.length; i += 2) {
    threefry2x32(key0 | 0, key1 | 0, i, 0, block);
    // In (0, 1], so that the logarithm is finite.
    const radius = stddev * Math.sqrt(-2 * Math.log(((block[0]! >>> 0) + 1) / 0x100000000));
    const angle = (2 * Math.PI * (block[1]! >>> 0)) / 0x100000000;
    out[i] = out[i]! + radius * Math.cos(angle);
    if (i + 1 < out.length) out[i + 1] = out[i + 1]! + radius * Math.sin(angle);
  }
}
