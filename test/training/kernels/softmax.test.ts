/** Softmax cross-entropy: against finite differences, tf's own, and extreme logits. */
import { expect, test } from 'vitest';
import { openBackend } from '../../../src/training/backend.ts';
import { softmaxCrossEntropy } from '../../../src/training/kernels/softmax.ts';

const LABELS = 3;
const N = 4;
const logits = Float32Array.from({ length: LABELS * N }, (_, i) => 2 * Math.sin(3 * i));
const labels = Uint8Array.of(0, 2, 1, 2);

const meanLoss = (values: Float32Array): number => {
  const sums = { loss: 0, correct: 0 };
  softmaxCrossEntropy(values, labels, sums, {});
  return sums.loss / N;
};

test('the gradient agrees with finite differences', () => {
  const gradient = new Float32Array(logits.length);
  softmaxCrossEntropy(logits, labels, { loss: 0, correct: 0 }, { gradient });
  for (let i = 0; i < logits.length; i++) {
    const moved = (by: number) => logits.map((value, at) => (at === i ? value + by : value));
    expect(gradient[i]).toBeCloseTo((meanLoss(moved(0.01)) - meanLoss(moved(-0.01))) / 0.02, 4);
  }
});

test('loss, predictions and hits agree with tf', async () => {
  const { tf } = await openBackend('cpu');
  const rows = tf.transpose(tf.tensor2d(logits, [LABELS, N]));
  const oneHot = tf.oneHot(tf.tensor1d([...labels], 'int32'), LABELS);
  expect(meanLoss(logits)).toBeCloseTo(tf.losses.softmaxCrossEntropy(oneHot, rows).dataSync()[0]!, 5);
  const predictions = new Uint8Array(N);
  const sums = { loss: 0, correct: 0 };
  softmaxCrossEntropy(logits, labels, sums, { predictions });
  expect([...predictions]).toEqual([...tf.argMax(rows, 1).dataSync()]);
  expect(sums.correct).toBe(predictions.filter((label, i) => label === labels[i]).length);
});

test('extreme logits neither overflow nor vanish', () => {
  const gradient = new Float32Array(2);
  const sums = { loss: 0, correct: 0 };
  softmaxCrossEntropy(Float32Array.of(1000, -1000), Uint8Array.of(1), sums, { gradient });
  expect(sums).toEqual({ loss: 2000, correct: 0 });
  expect([...gradient]).toEqual([1, -1]);
});
