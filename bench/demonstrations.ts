/**
 * The prepared demonstrations: trains seeds 1 to 6 into data/demonstrations, and prints what 30 other seeds show.
 * `npx tsx bench/demonstrations.ts ship`, or `confirm 201 230 [FILE]`; FILE stores trained networks, one a line, so that
 * an interrupted run can continue. src/experiments/DEMONSTRATIONS.md has the results.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv, stderr, stdout } from 'node:process';
import { parsePolicy } from '../src/augment/policy.ts';
import { type DemonstrationName, demonstrationNames } from '../src/experiments/demonstration-names.ts';
import { type ExperimentSpec, type PlannedTrial, testsOf } from '../src/experiments/experiment.ts';
import { plan } from '../src/experiments/plan.ts';
import { fingerprint, MACHINE, type Prepared, type PreparedNetwork } from '../src/experiments/prepared.ts';
import { mean } from '../src/experiments/statistics.ts';
import { resolveBackend } from '../src/training/backend.ts';
import { createPool } from '../src/training/pool.ts';
import { type EpochResult, NUMERICS } from '../src/training/trial.ts';
import { ours } from '../test/datasets/catalogs.ts';

const info = ours.info(ours.default);
const common = {
  dataset: info.name,
  model: 'mlp',
  fraction: 0.05,
  policy: parsePolicy('shift(0.1)@0.5'),
  epochs: 40,
  seeds: 6,
  batch: 32,
  full: 0,
} as const;

/** Chosen on seeds 101 to 120; DEMONSTRATIONS.md lists the candidates. */
const SPECS: Readonly<Record<DemonstrationName, ExperimentSpec>> = {
  moved: { ...common, full: 1, test: parsePolicy(info.movedTest), demonstration: 'moved' },
  gain: { ...common, demonstration: 'gain' },
  harm: { ...common, policy: parsePolicy('crop(0.2)'), epochs: 20, demonstration: 'harm' },
  overfitting: { ...common, demonstration: 'overfitting' },
  late: { ...common, epochs: 80, early: 3, demonstration: 'late' },
};

const backend = resolveBackend('wasm');
const pool = createPool({ size: 1, backend: backend.name, datasets: ours.source });
const { signal } = new AbortController();

type Trained = Omit<PreparedNetwork, 'arm' | 'seed' | 'epochs'>;

/** The same network may be part of several demonstrations. */
const key = ({ id }: PlannedTrial, { test }: ExperimentSpec) => `${id} ${test ? 'moved' : 'clean'}`;

async function train({ trial }: PlannedTrial, spec: ExperimentSpec): Promise<Trained> {
  const epochs: EpochResult[] = [];
  const result = await pool.run(trial, undefined, (epoch) => void epochs.push(epoch), signal);
  const clean = { accuracy: result.testAccuracy, loss: result.testLoss, predictions: result.predictions };
  const [moved] = spec.test ? await pool.score(trial, result.weights, testsOf(spec), signal) : [];
  return {
    fingerprint: fingerprint({ ...result, epochs, scores: [clean, ...(moved ? [moved] : [])] }),
    testAccuracy: result.testAccuracy,
    testLoss: result.testLoss,
    trainAccuracy: result.trainAccuracy,
    ...(moved && { movedAccuracy: moved.accuracy, movedLoss: moved.loss }),
    validations: epochs.flatMap(({ epoch, step, valLoss, valAccuracy }) =>
      valLoss === undefined || valAccuracy === undefined ? [] : [[epoch, step, valLoss, valAccuracy]],
    ),
  };
}

/** Trains the networks that `known` does not have. */
async function networks(
  spec: ExperimentSpec,
  known: Map<string, Trained>,
  keep: (key: string, trained: Trained) => void,
): Promise<PreparedNetwork[]> {
  const found: PreparedNetwork[] = [];
  for (const planned of plan(spec, info, backend)) {
    const { arm, seed, trial } = planned;
    const name = key(planned, spec);
    const trained = known.get(name) ?? (await train(planned, spec));
    if (!known.has(name)) keep(name, trained);
    known.set(name, trained);
    stderr.write(`${spec.demonstration} ${arm} ${seed} ${trial.epochs}: ${trained.testAccuracy}\n`);
    found.push({ arm, seed, epochs: trial.epochs, ...trained });
  }
  return found;
}

async function ship(): Promise<void> {
  mkdirSync('data/demonstrations', { recursive: true });
  const known = new Map<string, Trained>();
  for (const name of demonstrationNames) {
    const spec = SPECS[name];
    const file = {
      spec,
      title: info.title,
      datasetHash: info.hash,
      backend: backend.name,
      backendVersion: backend.version,
      numerics: NUMERICS,
      machine: MACHINE,
    };
    const all = await networks(spec, known, () => {});
    // One network a line, so that differences are easy to see.
    const lines = all.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
    const head = JSON.stringify(file satisfies Omit<Prepared, 'networks'> | object, null, 2).slice(0, -2);
    writeFileSync(`data/demonstrations/${name}.json`, `${head},\n  "networks": [\n${lines}\n  ]\n}\n`);
  }
}

const percent = (share: number) => (100 * share).toFixed(2);
const spread = (values: readonly number[]) =>
  `mean ${percent(mean(values))}, least ${percent(Math.min(...values))}, most ${percent(Math.max(...values))}`;

/** What up to 30 seeds say about a demonstration. */
function summary(name: DemonstrationName, all: readonly PreparedNetwork[]): string[] {
  const { epochs, early } = SPECS[name];
  const pairsAfter = (after: number) =>
    all.flatMap((one) => {
      const isOther = ({ arm, seed, epochs: of }: PreparedNetwork) =>
        arm === 'reduced' && seed === one.seed && of === after;
      const reduced = one.arm === 'augmented' && one.epochs === after && all.find(isOther);
      return reduced ? [{ reduced, augmented: one }] : [];
    });
  const line = (label: string, differences: readonly number[]) => {
    const [won, lost] = [differences.filter((d) => d > 0).length, differences.filter((d) => d < 0).length];
    return `${label}: won ${won}, lost ${lost} of ${differences.length}; ${spread(differences)}`;
  };
  const clean = (after: number) =>
    pairsAfter(after).map(({ reduced, augmented }) => augmented.testAccuracy - reduced.testAccuracy);
  const moved = pairsAfter(epochs).flatMap(({ reduced, augmented }) =>
    reduced.movedAccuracy === undefined || augmented.movedAccuracy === undefined
      ? []
      : [augmented.movedAccuracy - reduced.movedAccuracy],
  );
  const rises = (arm: string) =>
    all
      .filter((one) => one.arm === arm && one.epochs === epochs)
      .map(({ validations }) => {
        const losses = validations.map(([, , loss]) => loss);
        return (losses.at(-1) ?? 0) / Math.min(...losses) - 1;
      });
  const risen = (arm: string) =>
    `${arm}: loss 10 % above its minimum in ${rises(arm).filter((rise) => rise >= 0.1).length}; ${spread(rises(arm))} %`;
  return [
    ...(early === undefined ? [] : [line(`clean, ${early} epochs`, clean(early))]),
    line(`clean, ${epochs} epochs`, clean(epochs)),
    ...(moved.length > 0 ? [line('moved', moved)] : []),
    risen('reduced'),
    risen('augmented'),
    ...all
      .filter(({ arm }) => arm === 'full')
      .map(
        (one) =>
          `full, seed ${one.seed}: ${percent(one.testAccuracy)} clean, ${percent(one.movedAccuracy ?? 0)} moved`,
      ),
  ];
}

async function confirm(first: number, last: number, kept: string | undefined): Promise<void> {
  const known = new Map<string, Trained>();
  if (kept !== undefined && existsSync(kept))
    for (const line of readFileSync(kept, 'utf8').split('\n').filter(Boolean)) {
      const [name, trained] = JSON.parse(line) as [string, Trained];
      known.set(name, trained);
    }
  const keep = (name: string, trained: Trained) => {
    if (kept !== undefined) appendFileSync(kept, `${JSON.stringify([name, trained])}\n`);
  };
  for (const name of demonstrationNames) {
    const all = await networks({ ...SPECS[name], first, seeds: last - first + 1 }, known, keep);
    stdout.write(
      `${name}\n${summary(name, all)
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );
  }
}

if (argv[2] === 'confirm') await confirm(Number(argv[3] ?? 201), Number(argv[4] ?? 230), argv[5]);
else await ship();
await pool.stop();
