/** What the shell promises at real size: an experiment that is killed again and again gives the same numbers as an undisturbed one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { draws } from '../../src/random/draws.ts';
import { augie } from '../shell.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

const QUESTION = '/experiment run fraction:0.2 epochs:6 seeds:2 policy:flip + rotate(0.02)@0.5 + erase@0.3';
const KILLS = 6;

const folders: string[] = [];
afterAll(() => folders.forEach(deleteFolder));

function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

async function csv(data: string): Promise<string> {
  await augie(['/experiment export', '--out', 'csv'], { data }).ended;
  return readFileSync(join(data, 'csv', 'experiment-1.csv'), 'utf8');
}

test('kill -9 of everything, six times: the same experiment, the same numbers to the last bit', async () => {
  const undisturbed = folder();
  expect(await augie([QUESTION], { data: undisturbed, seconds: 300 }).ended).toMatchObject({ code: 0 });

  const data = folder();
  const when = draws(1, 'kill');
  for (let kill = 0; kill < KILLS; kill++) {
    const run = augie([QUESTION], { data });
    const ms = 500 + 4000 * when.at(kill, 0).uniform(0);
    await Promise.race([new Promise((resolve) => setTimeout(resolve, ms)), run.ended]);
    run.process.kill('SIGKILL');
    await run.ended;
    process.stdout.write(`    killed after ${ms.toFixed(0)} ms\n`);
  }
  const last = await augie([QUESTION], { data, seconds: 300 }).ended;
  expect(last).toMatchObject({ code: 0, err: '' });
  expect(last.out).toContain('Experiment 1:');
  expect(await csv(data)).toBe(await csv(undisturbed));
});
