/** Each op against Keras's own layer, whose results lie in test/golden/keras.json. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePolicy } from '../../src/augment/augmenter.ts';
import { parsePolicy } from '../../src/augment/policy.ts';

interface Golden {
  readonly keras: string;
  readonly height: number;
  readonly width: number;
  readonly pictures: Record<string, number[]>;
  readonly cases: { policy: string; picture: string; result: number[] }[];
}
const golden: Golden = JSON.parse(readFileSync('test/golden/keras.json', 'utf8'));
const { height, width } = golden;

// Keras calculates in float32 throughout: no pixel may differ by 0.00005, an eightieth of a grey level.
test.each(golden.cases)('$policy of the $picture picture', ({ policy, picture, result }) => {
  const pixels = Uint8Array.from(golden.pictures[picture]!);
  const shape = { height, width, channels: pixels.length / (height * width) };
  const out = new Float32Array(pixels.length);
  compilePolicy(parsePolicy(policy), 1, shape).write(pixels, Int32Array.of(0), 1, out);
  for (const [i, value] of out.entries()) expect(value).toBeCloseTo(result[i]!, 4);
});
