/** Experiments outlive their datasets: AUGIE_DATASETS may name another folder the next time, or other data of that name. */
import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { smallDatasets } from '../datasets/catalogs.ts';
import { deleteFolder, newFolder, openTestApp, type TestApp, TINY } from '../test-app.ts';

let folder: string;
let testApp: TestApp;

/** The small dataset under another name. */
function renamedDatasets(): string {
  const own = join(folder, 'datasets');
  cpSync(smallDatasets, own, { recursive: true });
  renameSync(join(own, 'data', 'fashion-mnist'), join(own, 'data', 'clothes'));
  renameSync(join(own, 'declarations', 'fashion-mnist.js'), join(own, 'declarations', 'clothes.js'));
  return own;
}

/** As a restart with other datasets does it. */
async function reopen(datasets: string): Promise<void> {
  await testApp?.stop();
  testApp = await openTestApp(join(folder, 'var'), { AUGIE_DATASETS: datasets });
}

beforeEach(() => {
  folder = newFolder();
});

afterEach(async () => {
  await testApp.stop();
  deleteFolder(folder);
});

const say = async (text: string) => (await testApp.say(text)).text();

it('experiments whose dataset is not here any more are listed, shown and deleted', async () => {
  await reopen(renamedDatasets());
  expect((await testApp.finish(TINY)).text()).toMatch(/Reduced \(10%\) .*\| 80 \| 1\n/);
  await reopen(smallDatasets);
  expect(await say('/experiment list')).toContain('10% of clothes');
  const shown = await say('/experiment show 1');
  expect(shown).toContain('Dataset: clothes');
  expect(shown).toMatch(/Reduced \(10%\) .*\d \| – \| –\n/);
  expect(await say('/experiment export 1')).toContain('experiment-1.csv');
  expect(await say('/experiment labels 1')).toContain('There is no dataset “clothes”');
  expect(await say('/quiz list')).toMatch(/history \| \d/);
  expect(await say('experiment.run.longer:1')).toContain('There is no dataset “clothes”');
  expect(await say('/experiment delete 1')).toContain('Experiment 1 is deleted');
});

it('what an experiment was trained on is not told from other data of the same name', async () => {
  await reopen(smallDatasets);
  await testApp.finish(TINY);
  const ours = 'Moved test images and the answers of two networks';
  expect(await say('/experiment show 1')).toContain(ours);
  await reopen('');
  const shown = await say('/experiment show 1');
  expect(shown).toMatch(/Reduced \(10%\) .*\d \| – \| –\n/);
  expect(shown).not.toContain(ours);
  for (const command of ['/experiment labels 1', '/experiment export 1 what:predictions'])
    expect(await say(command)).toContain('tested on different data of Fashion-MNIST');
});
