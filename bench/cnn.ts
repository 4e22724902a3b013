/** Steps of the cnn: on wasm, on the cpu backend, and beside matMul alone. */
import { stepsPerEpoch } from '../src/experiments/plan.ts';
import { gflops, largeMatMul, ourEpoch, ROUNDS, withoutEvaluation } from './epoch.ts';
import { median, ownTime, type Row } from './table.ts';
import { BATCH, trialOf } from './trial.ts';

/** Of one picture through the cnn, there and back; the pictures themselves need no gradient. */
const MULTIPLICATIONS = 2 * (16 * 9 * 28 * 28) + 3 * (32 * 9 * 16 * 14 * 14 + 64 * 32 * 7 * 7 + 10 * 64);

export async function measureCnn(): Promise<Row[]> {
  const dataset = await withoutEvaluation();
  const trial = trialOf({ model: 'cnn' });
  const epoch = await ourEpoch(dataset, trial);
  const times: number[] = [];
  const products: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push((await ownTime(epoch)) / stepsPerEpoch(trial, dataset.info));
    products.push(await largeMatMul());
  }
  const wasm = median(times);
  const speed = gflops(MULTIPLICATIONS, wasm);
  // A step takes seconds.
  const fraction = (2 * BATCH) / dataset.info.sizes.training;
  const few = trialOf({ model: 'cnn', backend: 'cpu', fraction });
  const cpu = (await ownTime(await ourEpoch(dataset, few))) / stepsPerEpoch(few, dataset.info);
  return [
    { what: 'cnn, wasm: step', value: wasm, unit: 'ms' },
    { what: 'cnn, cpu: step', value: cpu, unit: 'ms' },
    { what: 'cnn: steps on wasm per step on cpu', value: cpu / wasm, unit: 'x', least: 5, guarded: true },
    { what: 'cnn, wasm: billions of operations per second', value: speed, unit: '' },
    { what: 'cnn, wasm: beside those of matMul', value: speed / median(products), unit: 'x' },
  ];
}
