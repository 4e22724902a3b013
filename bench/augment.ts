/** Pictures per second through a policy: ours, beside a training step, and beside Keras's and torchvision's layers. */
import { compilePolicy } from '../src/augment/augmenter.ts';
import { parsePolicy } from '../src/augment/policy.ts';
import { ours } from '../test/datasets/catalogs.ts';
import { ourEpoch, ROUNDS, withoutEvaluation } from './epoch.ts';
import { askPython } from './python.ts';
import { median, ownTime, type Row } from './table.ts';
import { BATCH, trialOf } from './trial.ts';

const POLICY = 'flip + shift(0.07) + rotate(0.04)';
const BATCHES = 100;

export async function measureAugment(): Promise<Row[]> {
  const ours = await picturesPerSecond();
  return [
    {
      what: 'flip + shift + rotate: pictures per second and core',
      value: ours,
      unit: '',
      least: 100_000,
    },
    {
      what: 'flip + shift + rotate: added to a step of the mlp',
      value: 100 * (await addedToStep()),
      unit: '%',
      // A quarter of the step before it had kernels of its own. A step on images as they are takes less than half of that now,
      // and reads bytes.
      most: 60,
      guarded: true,
    },
    ...peerRows(ours),
  ];
}

/** Measured in this process's own CPU time, like the peers' figures. */
async function picturesPerSecond(): Promise<number> {
  const { pool, info } = await ours.load('fashion-mnist');
  const augmenter = compilePolicy(parsePolicy(POLICY), 1, info);
  const out = new Float32Array(BATCH * info.width * info.height * info.channels);
  const samples = new Int32Array(BATCH);
  const round = (epoch: number) => {
    for (let batch = 0; batch < BATCHES; batch++) {
      for (let i = 0; i < BATCH; i++) samples[i] = batch * BATCH + i;
      augmenter.write(pool.pixels, samples, epoch, out);
    }
  };
  const times: number[] = [];
  for (let epoch = 0; epoch < 21; epoch++) times.push(await ownTime(() => round(epoch)));
  return (1000 * BATCH * BATCHES) / median(times);
}

/**
 * What the policy adds to a step of the mlp on wasm, as a share of the step without it: the median over pairs of
 * epochs, one after the other, of this process's own time, as it is a small difference of two times.
 */
async function addedToStep(): Promise<number> {
  const dataset = await withoutEvaluation();
  const plain = await ourEpoch(dataset, trialOf({}));
  const augmented = await ourEpoch(dataset, trialOf({ policy: POLICY }));
  const shares: number[] = [];
  for (let pair = 0; pair < 4 * ROUNDS; pair++) {
    const without = await ownTime(plain);
    shares.push((await ownTime(augmented)) / without - 1);
  }
  return median(shares);
}

/** Pictures per second of one core's time. */
interface PeerFigures {
  readonly keras: number;
  /** A draw for each picture, as ours and Keras's. */
  readonly torchvision: number;
  /** One draw for a whole batch. */
  readonly torchvisionAlike: number;
}

function peerRows(ours: number): Row[] {
  const peers = askPython('augment.py') as PeerFigures | undefined;
  if (!peers) return [];
  return [
    { what: 'the same: ours per Keras', value: ours / peers.keras, unit: 'x' },
    { what: 'the same: ours per torchvision', value: ours / peers.torchvision, unit: 'x' },
    {
      what: 'ours per torchvision with one draw for a batch',
      value: ours / peers.torchvisionAlike,
      unit: 'x',
    },
  ];
}
