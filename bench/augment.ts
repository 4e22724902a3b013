/** Pictures per second through a policy: ours, beside a training step, and beside Keras's and torchvision's layers. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compilePolicy } from '../src/augment/augmenter.ts';
import { parsePolicy } from '../src/augment/policy.ts';
import { palettes } from '../src/charts/theme.ts';
import { loadDataset } from '../src/datasets/catalog.ts';
import { contactSheet } from '../src/pictures/contact-sheet.ts';
import { variantMaker } from '../src/previews/variants.ts';
import { measureAugmentedSteps } from './steps.ts';

const POLICY = 'flip + shift(0.07) + rotate(0.04)';
const BATCH = 32;
const BATCHES = 100;
const ROUNDS = 21;

/** Pictures per second of one core's time. What other processes take of the core does not count, on any side. */
interface PeerFigures {
  readonly keras: number;
  /** A draw for each picture, as ours and Keras's. */
  readonly torchvision: number;
  /** One draw for a whole batch. */
  readonly torchvisionAlike: number;
}

export interface AugmentFigures {
  /** Pictures per second. */
  readonly ours: number;
  /** Milliseconds for a contact sheet of 5 x 6 pictures, augmenting them included. */
  readonly sheet: number;
  /** What augmenting adds to a step of the mlp, as a share of it. */
  readonly ofStep: number;
  /** The others, or in words why there are no figures of them. */
  readonly peers: PeerFigures | string;
}

export async function measureAugment(): Promise<AugmentFigures> {
  const ours = await picturesPerSecond();
  const sheet = await contactSheetOf30();
  return { ours, sheet, ofStep: await measureAugmentedSteps(POLICY), peers: measurePeers() };
}

async function picturesPerSecond(): Promise<number> {
  const { pool, info } = await loadDataset('fashion-mnist', 'data');
  const augmenter = compilePolicy(parsePolicy(POLICY), 1, info);
  const out = new Float32Array(BATCH * info.width * info.height * info.channels);
  const samples = new Int32Array(BATCH);
  const round = (epoch: number) => {
    const before = process.cpuUsage();
    for (let batch = 0; batch < BATCHES; batch++) {
      for (let i = 0; i < BATCH; i++) samples[i] = batch * BATCH + i;
      augmenter.write(pool.pixels, samples, epoch, out);
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const seconds = Array.from({ length: ROUNDS }, (_, epoch) => round(epoch)).sort((a, b) => a - b);
  return (BATCH * BATCHES) / seconds[ROUNDS >> 1]!;
}

async function contactSheetOf30(): Promise<number> {
  const { pool, info } = await loadDataset('fashion-mnist', 'data');
  const originals = { kind: 'dataset', shape: info, pixels: pool.pixels, shown: [] } as const;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const make = variantMaker(originals, parsePolicy(POLICY), 1);
    const cells = Array.from({ length: 30 }, (_, i) => ({
      pictures: [make(Math.floor(i / 6), 1 + (i % 6)).picture],
      heading: `epoch ${1 + (i % 6)}`,
      lines: ['flip left-right', 'shift 1.5 px up, 0.5 px left', 'rotate 12.3° right'],
    }));
    await contactSheet({ title: POLICY, columns: 6, cells, footer: info.title, colours: palettes.light });
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

/** The same in a Python that has the libraries: AUGIE_BENCH_PYTHON, or the first on the path. */
function measurePeers(): PeerFigures | string {
  const python = process.env.AUGIE_BENCH_PYTHON ?? 'python3';
  const script = join(import.meta.dirname, 'peers', 'augment.py');
  const { stdout, stderr, status, error } = spawnSync(python, [script], { encoding: 'utf8' });
  if (status === 0) return JSON.parse(stdout);
  return `${python}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`;
}
