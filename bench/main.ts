/**
 * npm run bench: one table of ratios (guarded: a broken one fails the run) and budgets (seconds a person waits,
 * read beside the calibration loop: on a slower machine everything is slower alike). `--json` prints JSON.
 */
import { cpus } from 'node:os';
import { measureAugment } from './augment.ts';
import { measurePerson } from './person.ts';
import { measureCnn, measureSteps } from './steps.ts';

interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be at least or at most. */
  readonly least?: number;
  readonly most?: number;
  /** Guarded rows fail the run; the others depend on the machine and are for reading. */
  readonly guarded: boolean;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Milliseconds for a fixed amount of arithmetic: how fast this machine is at this moment. */
function calibrate(): number {
  const rounds = Array.from({ length: 9 }, () => {
    const start = performance.now();
    let x = 1;
    for (let i = 0; i < 2e7; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
    return performance.now() - start + (x === 0 ? 1 : 0);
  });
  return median(rounds);
}

/** Beside the layers of others, where there is a Python that has them. */
function peerRows(): Row[] {
  if (typeof augment.peers === 'string') return [];
  const { keras, torchvision, torchvisionAlike } = augment.peers;
  return [
    { what: 'the same: ours per Keras', value: augment.ours / keras, unit: 'x', guarded: false },
    { what: 'the same: ours per torchvision', value: augment.ours / torchvision, unit: 'x', guarded: false },
    {
      what: 'ours per torchvision with one draw for a batch',
      value: augment.ours / torchvisionAlike,
      unit: 'x',
      guarded: false,
    },
  ];
}

const before = calibrate();
const steps = await measureSteps();
const cnn = await measureCnn();
const augment = await measureAugment();
const person = await measurePerson();
const rows: Row[] = [
  { what: 'calibration loop, before', value: before, unit: 'ms', guarded: false },
  { what: 'calibration loop, after', value: calibrate(), unit: 'ms', guarded: false },
  { what: 'mlp, wasm: step of ours', value: steps.ours, unit: 'ms', guarded: false },
  { what: 'mlp, wasm: step of model.fit', value: steps.plain, unit: 'ms', guarded: false },
  {
    what: 'mlp, wasm: our steps per step of model.fit',
    value: steps.plain / steps.ours,
    unit: 'x',
    least: 2.5,
    guarded: true,
  },
  { what: 'cnn, wasm: step', value: cnn.wasm, unit: 'ms', guarded: false },
  { what: 'cnn, cpu: step', value: cnn.cpu, unit: 'ms', guarded: false },
  {
    what: 'cnn: steps on wasm per step on cpu',
    value: cnn.cpu / cnn.wasm,
    unit: 'x',
    least: 5,
    guarded: true,
  },
  { what: 'cnn, wasm: billions of operations per second', value: cnn.gflops, unit: '', guarded: false },
  { what: 'cnn, wasm: beside those of matMul', value: cnn.gflops / cnn.matMul, unit: 'x', guarded: false },
  {
    what: 'flip + shift + rotate: pictures per second and core',
    value: augment.ours,
    unit: '',
    least: 100_000,
    guarded: false,
  },
  {
    what: 'flip + shift + rotate: added to a step of the mlp',
    value: 100 * augment.ofStep,
    unit: '%',
    most: 25,
    guarded: true,
  },
  ...peerRows(),
  { what: 'contact sheet of 5 x 6', value: augment.sheet, unit: 'ms', most: 150, guarded: false },
  {
    what: 'default run: first points of a pair',
    value: person.firstPoints,
    unit: 's',
    most: 20,
    guarded: false,
  },
  { what: 'default run: first pair finished', value: person.firstPair, unit: 's', most: 40, guarded: false },
  { what: 'default run: all of it', value: person.whole, unit: 's', guarded: false },
  {
    what: 'the same again, inside a running Augie',
    value: median(person.againInside),
    unit: 's',
    most: 0.5,
    guarded: false,
  },
  {
    what: 'the same again, by the bin',
    value: median(person.againByBin),
    unit: 's',
    most: 1,
    guarded: false,
  },
  { what: '/help, by the bin', value: median(person.help), unit: 's', guarded: false },
  {
    what: 'event-loop delay while all cores train, p99',
    value: person.delayP99,
    unit: 'ms',
    most: 50,
    guarded: false,
  },
  {
    what: 'event-loop delay while all cores train, longest',
    value: person.delayMax,
    unit: 'ms',
    guarded: false,
  },
  {
    what: 'memory of the process that talks',
    value: person.talkingMemory,
    unit: 'MB',
    most: 300,
    guarded: true,
  },
  { what: 'memory of a trainer', value: person.trainerMemory, unit: 'MB', most: 700, guarded: true },
  {
    what: 'growth of a trainer in its second half',
    value: person.trainerGrowth,
    unit: 'MB',
    most: 50,
    guarded: true,
  },
];

const within = ({ value, least = -Infinity, most = Infinity }: Row) => value >= least && value <= most;
const write = (text: string) => process.stdout.write(`${text}\n`);
if (process.argv.includes('--json'))
  write(JSON.stringify({ node: process.version, cpus: cpus().length, rows }));
else {
  write(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}`);
  if (typeof augment.peers === 'string') write(`No rows of Keras and torchvision (${augment.peers})`);
  for (const row of rows) {
    const target =
      row.least !== undefined ? `at least ${row.least}` : row.most !== undefined ? `at most ${row.most}` : '';
    const mark = target === '' ? '' : within(row) ? 'ok' : row.guarded ? 'BROKEN' : 'over';
    write(
      `${row.what.padEnd(52)}${row.value.toFixed(2).padStart(9)} ${row.unit.padEnd(3)} ${target.padEnd(13)} ${mark}`,
    );
  }
}
if (rows.some((row) => row.guarded && !within(row))) process.exitCode = 1;
