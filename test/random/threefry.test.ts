/** Threefry against the known answers of the authors' library (Random123, kat_vectors). */
import { expect, test } from 'vitest';
import { threefry2x32 } from '../../src/random/threefry.ts';

test.each([
  { counter: [0, 0], key: [0, 0], expected: ['6b200159', '99ba4efe'] },
  { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], expected: ['1cb996fc', 'bb002be7'] },
  { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], expected: ['c4923a9c', '483df7a0'] },
])('gives $expected for counter $counter and key $key', ({ counter, key, expected }) => {
  const out = new Int32Array(2);
  threefry2x32(key[0]!, key[1]!, counter[0]!, counter[1]!, out);
  expect(Array.from(out, (word) => (word >>> 0).toString(16).padStart(8, '0'))).toEqual(expected);
});
