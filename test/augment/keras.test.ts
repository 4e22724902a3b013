/** Each op against Keras's own layer, whose results lie in test/golden/keras.json. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePolicy } from '../../src/augment/augmenter.ts';
import { parsePolicy } from '../../src/augment/policy.ts';

interface Golden {
  readonly keras: string;
  readonly height: number;
  readonly width: number;
  readonly picture: number[];
  readonly cases: {
    op: string;
    drawn: Record<string, number | string>;
    fill: string | null;
    result: number[];
  }[];
}
const golden: Golden = JSON.parse(readFileSync('test/golden/keras.json', 'utf8'));
const shape = { height: golden.height, width: golden.width, channels: 1 };

const cases = golden.cases.map(({ op, drawn, fill, result }) => {
  // A range of no width leaves nothing to chance.
  const values = Object.entries(drawn).map(([name, value]) =>
    typeof value === 'number' ? `${name}=${value}..${value}` : `${name}=${value}`,
  );
  if (fill) values.push(`fill=${fill}`);
  return { policy: `${op}(${values.join(', ')})@1`, result };
});

test.each(cases)('$policy', ({ policy, result }) => {
  const out = new Float32Array(golden.picture.length);
  compilePolicy(parsePolicy(policy), 1, shape).write(
    Uint8Array.from(golden.picture),
    Int32Array.of(0),
    1,
    out,
  );
  for (const [i, value] of out.entries()) expect(value).toBeCloseTo(result[i]!, 4);
});
