/** The mlp that skips zero pixels, compared with the one on whole matrices: steps, evaluation, and what averaging costs. */
import { readFileSync } from 'node:fs';
import wabt from 'wabt';
import { compilePolicy } from '../src/augment/augmenter.ts';
import { subset } from '../src/datasets/split.ts';
import { openBackend } from '../src/training/backend.ts';
import { createLearner, denseLearner } from '../src/training/learners.ts';
import { ours } from '../test/datasets/catalogs.ts';
import { kernelFolder } from '../test/training/kernels/assemble.ts';
import { median, type Row } from './table.ts';
import { BATCH, trialOf } from './trial.ts';

const ROUNDS = 60;
/** Steps at a time: after the first ones the caches are the learner's own again. */
const STEPS = 50;

/** Milliseconds by the clock, medians of `ROUNDS` in which one comes after the other. The first tenth is the warm-up. */
function interleaved(actions: readonly (() => unknown)[]): number[] {
  const times = actions.map((): number[] => []);
  for (let round = -ROUNDS / 10; round < ROUNDS; round++)
    for (const [i, action] of actions.entries()) {
      const start = performance.now();
      action();
      if (round >= 0) times[i]!.push(performance.now() - start);
    }
  return times.map(median);
}

export async function measureLearners(): Promise<Row[]> {
  const rows: Row[] = [];
  const averaging = await averagingTime();
  for (const [policy, most] of [
    ['none', 0.65],
    ['shift(0.1)@0.5', 0.85],
    ['noise', 1.1],
    ['invert', 1.1],
  ] as const) {
    const [sparse, dense] = await stepTimes(policy);
    const what = `mlp, wasm: sparse step, ${policy}`;
    rows.push({ what, value: sparse, unit: 'ms' });
    rows.push({ what: `${what}, per dense step`, value: sparse / dense, unit: 'x', most, guarded: true });
    if (policy === 'none')
      rows.push({
        what: 'mlp, wasm: averaging, of a sparse step',
        value: (100 * averaging) / sparse,
        unit: '%',
        most: 10,
        guarded: true,
      });
  }
  const [sparse, dense] = await evaluationTimes();
  rows.push({ what: 'mlp, wasm: sparse validation', value: sparse, unit: 'ms' });
  const value = sparse / dense;
  rows.push({ what: 'mlp, wasm: sparse validation per dense', value, unit: 'x', most: 0.8, guarded: true });
  return rows;
}

/** Of one step: sparse, dense. */
async function stepTimes(policy: string): Promise<[number, number]> {
  const [backend, dataset] = [await openBackend('wasm'), await ours.load('fashion-mnist')];
  const trial = trialOf({ policy });
  const samples = subset(dataset, trial.fraction, trial.seed);
  const augmenter = compilePolicy(trial.policy, trial.seed, dataset.info);
  const learners = [createLearner, denseLearner].map((create) => create(backend, trial, dataset.info));
  const steps = learners.map(({ learn }) => {
    let step = 0;
    return () => {
      for (let i = 0; i < STEPS; i++) {
        const at = (BATCH * step) % (samples.length - BATCH);
        const batch = samples.subarray(at, at + BATCH);
        learn({ pictures: dataset.pool, samples: batch, augmenter, epoch: 1 }, ++step, {
          loss: 0,
          correct: 0,
        });
      }
    };
  });
  const times = interleaved(steps).map((ms) => ms / STEPS);
  for (const learner of learners) learner.dispose();
  return times as [number, number];
}

/** Of the logits of all validation images, as they are kept during a trial: sparse, dense. */
async function evaluationTimes(): Promise<[number, number]> {
  const [backend, dataset] = [await openBackend('wasm'), await ours.load('fashion-mnist')];
  const augmenter = compilePolicy([], 0, dataset.info);
  const { validation } = dataset.split;
  const sides = [createLearner, denseLearner].map((create) => {
    const learner = create(backend, trialOf({}), dataset.info);
    const starts = Array.from(
      { length: Math.ceil(validation.length / learner.chunk) },
      (_, i) => i * learner.chunk,
    );
    const inputs = starts.map((at) => {
      const samples = validation.subarray(at, at + learner.chunk);
      return learner.input({ pictures: dataset.pool, samples, augmenter, epoch: 0 });
    });
    return { learner, inputs };
  });
  const times = interleaved(
    sides.map(({ learner, inputs }) => () => {
      for (const input of inputs) learner.classify(input);
    }),
  );
  for (const { learner, inputs } of sides) {
    learner.dispose();
    backend.tf.dispose(inputs.map((input) => ({ ...input })));
  }
  return times as [number, number];
}

/** What averages add to adam.wat for as many weights as the mlp has, by its text without them. */
async function averagingTime(): Promise<number> {
  const COUNT = 101_770;
  const text = readFileSync(new URL('adam.wat', kernelFolder), 'utf8');
  const load = '(local.set $a4 (v128.load (local.get $a)))';
  const store = /\(v128\.store\s+\(local\.get \$a\)[\s\S]*?\(local\.get \$rate34\)\)\)\)/;
  if (!text.includes(load) || !store.test(text)) throw new Error('adam.wat averages in another way');
  const memory = new WebAssembly.Memory({ initial: 40 });
  const { parseWat } = await wabt();
  const [withAverages, without] = [text, text.replace(load, '').replace(store, '')].map((wat) => {
    const bytes = parseWat('adam.wat', wat, { simd: true }).toBinary({}).buffer;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), {
      env: { memory },
    });
    const adam = exports.adam as (...args: number[]) => void;
    const places = [0, 1, 2, 3, 4].map((i) => 64 + 4 * i * COUNT);
    return () => {
      for (let i = 0; i < STEPS; i++) adam(...places, COUNT, 1e-3, 0.1, 0.001, 1e-7, 0.002);
    };
  }) as [() => void, () => void];
  const [longer, shorter] = interleaved([withAverages, without]) as [number, number];
  return (longer - shorter) / STEPS;
}
