/** How long it takes to start: the program for a short command, the server, and a training process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ours } from '../test/datasets/catalogs.ts';
import { augie, built, builtPool, inFolder } from './bin.ts';
import { median, type Row, timed } from './table.ts';
import { trialOf } from './trial.ts';

const REPEATS = 5;

export const measureStart = (): Promise<Row[]> =>
  inFolder(async (folder) => {
    const help: number[] = [];
    const server: number[] = [];
    const trainer: number[] = [];
    const warm: number[] = [];
    for (let i = 0; i < REPEATS; i++) {
      help.push((await augie(['/help'], folder)).took);
      server.push((await serverReady(folder)) / 1000);
      trainer.push((await firstEpoch(false)) / 1000);
      warm.push((await firstEpoch(true)) / 1000);
    }
    return [
      { what: '/help, by the bin', value: median(help), unit: 's', most: 1 },
      { what: 'server: until it is ready', value: median(server), unit: 's', most: 1 },
      {
        what: 'training process: until its first epoch of ten pictures',
        value: median(trainer),
        unit: 's',
        most: 2,
      },
      { what: 'the same, when it got ready before', value: median(warm), unit: 's', most: 1 },
      {
        what: 'times as soon, when it got ready before',
        value: median(trainer) / median(warm),
        unit: 'x',
        least: 1.3,
        guarded: true,
      },
    ];
  });

/** Milliseconds. Ready is when it says so. */
async function serverReady(folder: string): Promise<number> {
  const server = spawn(process.execPath, [built('main.js')], {
    env: { ...process.env, AUGIE_DATA: join(folder, 'server'), AUGIE_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const time = await timed(async () => {
    for await (const text of server.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false }))
      if (text.includes('Augie is running')) return;
    throw new Error('the server ended before it was ready');
  });
  server.kill('SIGTERM');
  await once(server, 'exit');
  return time;
}

/** Milliseconds from asking to the first epoch, which includes classifying the validation part once. */
async function firstEpoch(isWarm: boolean): Promise<number> {
  const pool = await builtPool(1);
  if (isWarm) await pool.warm(ours.default);
  const fraction = 1e-9; // one picture of each label
  const time = await timed(
    () =>
      new Promise<void>((resolve, reject) => {
        pool
          .run(trialOf({ fraction }), undefined, () => resolve(), new AbortController().signal)
          .catch(reject);
      }),
  );
  await pool.stop().catch(() => {});
  return time;
}
