/**
 * The same experiment here, in Keras and in PyTorch, one after the other: how long it takes, what it costs, and whether
 * the accuracies agree. Each uses all cores the way that suits it best.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { subset } from '../src/datasets/split.ts';
import type { ModelName } from '../src/training/trial.ts';
import { ours } from '../test/datasets/catalogs.ts';
import { askPython } from './python.ts';
import type { Row } from './table.ts';

/** All sides train on the same pictures; initial weights, batch order and draws are each side's own. */
export interface Question {
  readonly model: ModelName;
  readonly epochs: number;
  readonly batch: number;
  /** The policy, and its parameter for layers of others: share of the sides. */
  readonly policy: string;
  readonly shift: number;
  /** Where the IDX files are. */
  readonly data: string;
  readonly trials: readonly {
    readonly fraction: number;
    readonly seed: number;
    readonly augmented: boolean;
    /** Indices into the pool. */
    readonly samples: readonly number[];
  }[];
  readonly validation: readonly number[];
}

export interface Answer {
  /** Seconds until all processes had their libraries and the pictures, and from then on. */
  readonly starting: number;
  readonly training: number;
  /** Seconds of a core, all processes and both parts together. */
  readonly core: number;
  /** Megabytes: the most that was resident, summed over the processes. */
  readonly memory: number;
  /** Of the test set, in [0, 1], one for each trial. */
  readonly accuracies: readonly number[];
}

const ARMS = ['reduced', 'augmented', 'full'] as const;
const FRACTION = 0.2;
const SHIFT = 0.04;
/** All sides together take some four minutes on two cores; a step of the cnn takes ten times as long as one of the mlp. */
const SIZES: Readonly<Record<ModelName, { readonly seeds: number; readonly epochs: number }>> = {
  mlp: { seeds: 3, epochs: 5 },
  cnn: { seeds: 2, epochs: 1 },
};

export async function measurePeers(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const model of ['mlp', 'cnn'] as const) {
    const question = await ask(model);
    const ours = askAugie(question);
    for (const [library, name] of Object.entries({ keras: 'Keras', torch: 'PyTorch' })) {
      const theirs = askPython('experiment.py', [library], JSON.stringify(question)) as Answer | undefined;
      if (theirs)
        rows.push(...costRows(question, name, ours, theirs), ...accuracyRows(model, name, ours, theirs));
    }
  }
  return rows;
}

async function ask(model: ModelName): Promise<Question> {
  const dataset = await ours.load('fashion-mnist');
  const { seeds, epochs } = SIZES[model];
  const trials = Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
    ARMS.map((arm) => {
      const fraction = arm === 'full' ? 1 : FRACTION;
      const samples = [...subset(dataset, fraction, seed)];
      return { fraction, seed, augmented: arm === 'augmented', samples };
    }),
  );
  return {
    model,
    epochs,
    batch: 32,
    policy: `flip + shift(${SHIFT})`,
    shift: SHIFT,
    data: join('data', 'fashion-mnist'),
    trials,
    validation: [...dataset.split.validation],
  };
}

function askAugie(question: Question): Answer {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = join(import.meta.dirname, 'peers', 'augie.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', tsx, script], {
    encoding: 'utf8',
    input: JSON.stringify(question),
  });
  if (status !== 0) throw new Error(`augie.ts ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Above 1: we are better. */
function costRows(
  { model, epochs, batch, trials }: Question,
  name: string,
  ours: Answer,
  theirs: Answer,
): Row[] {
  const steps = trials.reduce((sum, { samples }) => sum + epochs * Math.ceil(samples.length / batch), 0);
  const row = (
    what: string,
    unit: string,
    figure: (answer: Answer) => number,
    better: 'less' | 'more',
  ): Row => {
    const [we, they] = [figure(ours), figure(theirs)];
    return {
      what: `${model} experiment beside ${name}: ${what}`,
      value: better === 'less' ? they / we : we / they,
      unit: 'x',
      note: `ours ${we.toFixed(1)} ${unit}, theirs ${they.toFixed(1)} ${unit}`,
    };
  };
  return [
    row('time', 's', ({ starting, training }) => starting + training, 'less'),
    row('time without the start', 's', ({ training }) => training, 'less'),
    row('steps per second', '/s', ({ training }) => steps / training, 'more'),
    row('core seconds', 's', ({ core }) => core, 'less'),
    row('memory', 'MB', ({ memory }) => memory, 'less'),
  ];
}

/**
 * How far the mean test accuracies of an arm are apart, in percentage points. At most three standard errors of that
 * difference and half a point: libraries differ in what a shift leaves at the edges, and in the order of sums.
 */
function accuracyRows(model: ModelName, name: string, ours: Answer, theirs: Answer): Row[] {
  const sides = [ours, theirs].map(({ accuracies }) =>
    ARMS.map((_, arm) => accuracies.filter((_, i) => i % ARMS.length === arm).map((share) => 100 * share)),
  );
  // A few seeds estimate their own noise badly, so all arms of both sides are pooled.
  const variances = sides.flat().map(variance);
  const error = Math.sqrt((2 * mean(variances)) / SIZES[model].seeds);
  return ARMS.map((arm, i) => {
    const [we, they] = [sides[0]![i]!, sides[1]![i]!];
    return {
      what: `${model}, ${arm}: accuracy beside ${name}`,
      value: Math.abs(mean(we) - mean(they)),
      unit: 'pts',
      most: 3 * error + 0.5,
      guarded: true,
      note: `ours ${spread(we)}, theirs ${spread(they)} %`,
    };
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
const spread = (values: readonly number[]) =>
  `${mean(values).toFixed(2)} ± ${Math.sqrt(variance(values)).toFixed(2)}`;
