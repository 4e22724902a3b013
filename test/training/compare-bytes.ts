/** Lets expect compare bytes as bytes: element by element, as it would, a checkpoint takes seconds. */
import { expect } from 'vitest';

expect.addEqualityTesters([
  (a, b) => (a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : undefined),
]);
