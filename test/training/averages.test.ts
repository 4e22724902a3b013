/** Averaged weights: what they are, and that they are what is scored. */
import { expect, test } from 'vitest';
import { type Backend, openBackend } from '../../src/training/backend.ts';
import { restoreNetwork } from '../../src/training/checkpoint.ts';
import { createModel } from '../../src/training/models.ts';
import { scoreNetwork } from '../../src/training/trainer.ts';
import { CLEAN_TEST, type Trial } from '../../src/training/trial.ts';
import { tinyDataset } from '../datasets/tiny.ts';
import { record, trialOn } from './trials.ts';

const dataset = tinyDataset(40);

/** The parts of a checkpoint: for each parameter its value, two moments and its average. */
function partsOf(backend: Backend, trial: Trial, bytes: Uint8Array): Float32Array[][] {
  const floats = new Float32Array(new Uint8Array(bytes).buffer, 8);
  const { parameters } = createModel(backend, trial.model, dataset.info, trial.seed);
  let at = 0;
  return parameters.map((parameter) => {
    const { size } = parameter.value;
    backend.tf.dispose({ ...parameter });
    at += 4 * size;
    return [4, 3, 2, 1].map((left) => floats.slice(at - left * size, at - (left - 1) * size));
  });
}

test.each([
  ['mlp', 'wasm'],
  ['mlp', 'cpu'],
  ['cnn', 'wasm'],
] as const)('they are the reference’s: %s on %s', async (model, name) => {
  const backend = await openBackend(name);
  // One step an epoch: each checkpoint has the weights of a step.
  const trial = trialOn(dataset, backend, { model, fraction: 1, batch: 200, epochs: 6, policy: 'flip' });
  const { checkpoints, result } = await record(backend, dataset, trial);
  const steps = [...checkpoints, result.checkpoint].map(({ bytes }) => partsOf(backend, trial, bytes));
  const fresh = createModel(backend, model, dataset.info, trial.seed).parameters;
  for (const [p, parameter] of fresh.entries()) {
    const reference = Float64Array.from(parameter.value.dataSync<'float32'>());
    for (const [i, step] of steps.entries()) {
      const [value, , , average] = step[p]!;
      const decay = Math.min(0.998, (2 + i) / (11 + i));
      for (const [k, weight] of value!.entries()) {
        reference[k] = decay * reference[k]! + (1 - decay) * weight;
        expect(Math.abs(average![k]! - reference[k]!)).toBeLessThan(1e-6);
      }
    }
    backend.tf.dispose({ ...parameter });
  }
});

test('they are what is validated, tested, kept and scored; the last step is told beside them', async () => {
  const backend = await openBackend('wasm');
  const trial = trialOn(dataset, backend, { epochs: 4, fraction: 0.2, policy: 'flip' });
  const { epochs, result } = await record(backend, dataset, trial);
  const validation = { part: 'validation', policy: [], seed: 0 } as const;
  const score = async (network: Uint8Array) =>
    scoreNetwork(backend, dataset, trial, network, [CLEAN_TEST, validation]);
  for (const network of [result.weights, result.checkpoint.bytes]) {
    const [onTest, onValidation] = await score(network);
    expect(onTest).toEqual({
      accuracy: result.testAccuracy,
      loss: result.testLoss,
      predictions: result.predictions,
    });
    expect(onValidation!.loss).toBe(epochs.at(-1)!.valLoss);
  }

  const model = createModel(backend, trial.model, dataset.info, trial.seed);
  restoreNetwork(backend.tf, model, result.weights);
  const averages = model.parameters.map(({ average }) => [...average.dataSync()]);
  const parts = partsOf(backend, trial, result.checkpoint.bytes);
  expect(averages).toEqual(parts.map(([, , , average]) => [...average!]));
  backend.tf.dispose(model.parameters.map((parameter) => ({ ...parameter })));

  // If the averages equal the weights of the last step, both accuracies are the same.
  const floats = parts.flatMap(([value]) => [...value!]);
  const last = new Uint8Array(4 + 4 * floats.length);
  last.set(result.weights.subarray(0, 4));
  last.set(new Uint8Array(Float32Array.from(floats).buffer), 4);
  const [onTest] = await score(last);
  expect(onTest!.accuracy).toBe(result.lastAccuracy);
  expect(onTest!.loss).not.toBe(result.testLoss);
});
