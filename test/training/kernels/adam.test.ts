/** Our Adam kernel: the committed bytes are the text's, and it does exactly what the tf ops do. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { draws } from '../../../src/random/draws.ts';
import { type Backend, openBackend } from '../../../src/training/backend.ts';
import { averageRateAt, makeAdam, type Parameter } from '../../../src/training/kernels/adam.ts';
import { assemble, kernelFolder } from './assemble.ts';

test('adam.wasm is what adam.wat assembles to', async () => {
  expect(Buffer.from(await assemble('adam'))).toEqual(readFileSync(new URL('adam.wasm', kernelFolder)));
});

/** Sizes around the four floats that go at a time. */
const SIZES = [1, 3, 4, 5, 128, 1023];
const STEPS = 5;

/** All values, first and second moments and averages after some updates with gradients of very different sizes. */
function updated(backend: Backend, gradientAt: (i: number, step: number) => number): Float32Array[] {
  const { tf } = backend;
  const parameters: Parameter[] = SIZES.map((size) => ({
    value: tf.tensor(Float32Array.from({ length: size }, (_, i) => Math.sin(i))),
    m: tf.zeros([size]),
    v: tf.zeros([size]),
    average: tf.tensor(Float32Array.from({ length: size }, (_, i) => Math.sin(i))),
  }));
  const adam = makeAdam(backend);
  for (let step = 1; step <= STEPS; step++) {
    const gradients = SIZES.map((size) =>
      tf.tensor(Float32Array.from({ length: size }, (_, i) => gradientAt(i, step))),
    );
    adam(parameters, gradients, step);
    tf.dispose(gradients);
  }
  const values = parameters.flatMap(({ value, m, v, average }) =>
    [value, m, v, average].map((t) => t.dataSync<'float32'>().slice()),
  );
  tf.dispose(parameters.map((parameter) => ({ ...parameter })));
  return values;
}

const noise = draws(1, 'gradients');
const ordinary = (i: number, step: number) => noise.at(i, step).between(0, -1, 1) * 10 ** -(i % 9);

test('wasm and tf ops agree bit for bit', async () => {
  const onCpu = updated(await openBackend('cpu'), ordinary);
  expect(updated(await openBackend('wasm'), ordinary)).toEqual(onCpu);
});

test('it is the formula of Keras, and of its averages', async () => {
  const [value, , , average] = updated(await openBackend('wasm'), ordinary).slice(-4);
  for (const i of [0, 1, 500, 1022]) {
    let [w, m, v, a] = [Math.sin(i), 0, 0, Math.sin(i)];
    for (let step = 1; step <= STEPS; step++) {
      const g = ordinary(i, step);
      m += (g - m) * (1 - 0.9);
      v += (g * g - v) * (1 - 0.999);
      w -= (0.001 * Math.sqrt(1 - 0.999 ** step) * m) / ((1 - 0.9 ** step) * (Math.sqrt(v) + 1e-7));
      const decay = Math.min(0.998, (1 + step) / (10 + step));
      a = decay * a + (1 - decay) * w;
    }
    expect(value![i]).toBeCloseTo(w, 5);
    expect(average![i]).toBeCloseTo(a, 5);
  }
});

test('moments that fade away become 0, and what is not a number stays visible', async () => {
  for (const name of ['cpu', 'wasm'] as const) {
    const backend = await openBackend(name);
    const [, m, v] = updated(backend, () => 1e-31).slice(-4);
    expect([...m!, ...v!].every((x) => x === 0)).toBe(true);
    expect(updated(backend, () => Number.NaN).every((values) => values.every(Number.isNaN))).toBe(true);
  }
});

test('the average follows at once in a short run, and slowly in a long one', () => {
  expect(averageRateAt(1)).toBeCloseTo(9 / 11);
  expect(averageRateAt(4489)).toBeGreaterThan(0.002);
  expect(averageRateAt(4490)).toBeCloseTo(0.002, 10);
  expect(averageRateAt(100_000)).toBeCloseTo(0.002, 10);
});
