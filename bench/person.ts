/** How long a person waits for the default command with the built program, and what it costs. */
import { join } from 'node:path';
import type { Card } from '../src/chat/card.ts';
import { pictureFile } from '../src/chat/card.ts';
import { openTestApp } from '../test/test-app.ts';
import { augie, inFolder } from './bin.ts';
import { readFigures, watched } from './monitor.ts';
import { median, type Row, timed } from './table.ts';

const QUESTION = '/experiment run';
const REPEATS = 5;

export const measurePerson = (): Promise<Row[]> =>
  inFolder(async (folder) => {
    const first = await augie([QUESTION, '--json'], folder, watched(folder));
    const at = (seen: (card: Card) => boolean) =>
      first.events.find(({ card }) => seen(card))?.at ?? Number.NaN;
    const costs = costRows(folder);
    const byBin = [];
    for (let i = 0; i < REPEATS; i++) byBin.push((await augie([QUESTION], folder)).took);
    return [
      { what: 'default run: first points of a pair', value: at(hasFirstPoints), unit: 's', most: 20 },
      { what: 'default run: first pair finished', value: at(hasFirstPair), unit: 's', most: 40 },
      { what: 'default run: all of it', value: first.took, unit: 's' },
      {
        what: 'the same again, inside a running Augie',
        value: (await repeatInside(join(folder, 'var'))) / 1000,
        unit: 's',
        most: 0.5,
      },
      { what: 'the same again, by the bin', value: median(byBin), unit: 's', most: 1 },
      ...costs,
    ];
  });

const hasFirstPoints = (card: Card) =>
  card.blocks.some((block) => block.type === 'picture' && /Reduced.*Augmented/.test(block.alt));

/** Both arms of seed 1 have a final accuracy. */
const hasFirstPair = (card: Card) =>
  card.blocks.some(
    (block) =>
      block.type === 'table' &&
      block.rows.filter(([arm, , , accuracy]) => /Reduced|Augmented/.test(arm ?? '') && accuracy !== '–')
        .length === 2,
  );

/** Milliseconds. Charts drawn: an answer is there when it can be seen. */
async function repeatInside(data: string): Promise<number> {
  const testApp = await openTestApp(data);
  const times: number[] = [];
  for (let i = 0; i <= REPEATS; i++)
    times.push(
      await timed(async () => {
        const said = await testApp.finish(QUESTION, { name: 'inside', channel: 'bench' });
        for (const block of said.card().blocks)
          if (block.type === 'picture') await pictureFile(block, testApp.app.charts);
      }),
    );
  await testApp.stop();
  return median(times.slice(1)); // the first one is a new experiment, made of kept trials
}

function costRows(folder: string): Row[] {
  const all = readFigures(folder);
  const [talking] = all.filter(({ trainer }) => !trainer);
  const trainers = all.filter(({ trainer }) => trainer);
  if (!talking || trainers.length === 0) throw new Error('the processes left no figures');
  const growth = trainers.map(
    ({ memory }) => (memory.at(-1) ?? 0) - (memory[Math.floor(memory.length / 2)] ?? 0),
  );
  return [
    { what: 'event-loop delay while all cores train, p99', value: talking.p99, unit: 'ms', most: 50 },
    { what: 'event-loop delay while all cores train, longest', value: talking.max, unit: 'ms' },
    {
      what: 'memory of the process that talks',
      value: Math.max(...talking.memory),
      unit: 'MB',
      most: 300,
      guarded: true,
    },
    {
      what: 'memory of a trainer',
      value: Math.max(...trainers.flatMap(({ memory }) => memory)),
      unit: 'MB',
      most: 700,
      guarded: true,
    },
    {
      what: 'growth of a trainer in its second half',
      value: Math.max(...growth),
      unit: 'MB',
      most: 50,
      guarded: true,
    },
  ];
}
