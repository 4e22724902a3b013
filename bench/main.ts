/**
 * npm run bench: one table of ratios (guarded: a broken one fails the run) and budgets (seconds that a person waits, read
 * beside the calibration loop). Names of subjects measure only these: npm run bench -- mlp peers. `--json` prints JSON.
 */
import { cpus } from 'node:os';
import { argv, stdout, version } from 'node:process';
import { measureAugment } from './augment.ts';
import { measureChart } from './chart.ts';
import { measureClassroom } from './classroom.ts';
import { measureCnn } from './cnn.ts';
import { measureDataset } from './dataset.ts';
import { measureDiscord } from './discord.ts';
import { measureMachine } from './machine.ts';
import { measureMlp } from './mlp.ts';
import { measurePeers } from './peers.ts';
import { measurePerson } from './person.ts';
import { measurePreview } from './preview.ts';
import { measureScaling } from './scaling.ts';
import { measureStart } from './start.ts';
import { measureStore } from './store.ts';
import { isBroken, type Row, rowText } from './table.ts';

/** One file each. They run one after the other, because two at a time would disturb each other. */
const subjects: Readonly<Record<string, () => Promise<Row[]>>> = {
  mlp: measureMlp,
  cnn: measureCnn,
  scaling: measureScaling,
  augment: measureAugment,
  chart: measureChart,
  preview: measurePreview,
  dataset: measureDataset,
  start: measureStart,
  store: measureStore,
  person: measurePerson,
  classroom: measureClassroom,
  discord: measureDiscord,
  peers: measurePeers,
};

const json = argv.includes('--json');
const chosen = argv.slice(2).filter((name) => name !== '--json');
const rows: Row[] = [];
const add = (more: readonly Row[]) => {
  rows.push(...more);
  if (!json) for (const row of more) stdout.write(`${rowText(row)}\n`);
};

if (!json) stdout.write(`Node ${version}, ${cpus().length} x ${cpus()[0]?.model}\n`);
add([await measureMachine('before')]);
for (const [name, measure] of Object.entries(subjects))
  if (chosen.length === 0 || chosen.includes(name)) add(await measure());
add([await measureMachine('after')]);
if (json) stdout.write(`${JSON.stringify({ node: version, cpus: cpus().length, rows })}\n`);
if (rows.some(isBroken)) process.exitCode = 1;
