/** What Augie takes does not grow with what it has done: memory, open files, and the data folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { pictureFile } from '../../src/chat/card.ts';
import { deleteFolder, newFolder, openTestApp } from '../test-app.ts';

const EXPERIMENTS = 200;
const MEGABYTE = 1_000_000;
/** The two charts are drawn too, as for a channel. */
const SHORT = '/experiment run fraction:0.001 batch:48 epochs:1 seeds:1';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Without the unpacked dataset, which is the same however much is asked. */
const folderBytes = (folder: string) =>
  readdirSync(folder)
    .filter((file) => !file.startsWith('dataset-'))
    .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);

/** Resident memory of this process and of those it has started, in bytes. */
function resident(): { own: number; trainers: number[] } {
  const of = (pid: number | string) => {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  };
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return { own: of('self'), trainers: children.filter((pid) => pid !== '').map(of) };
}

function measure(folder: string) {
  collectGarbage();
  return {
    ...resident(),
    heap: process.memoryUsage().heapUsed,
    files: readdirSync('/proc/self/fd').length,
    folder: folderBytes(folder),
  };
}

const megabytes = (bytes: number) => `${(bytes / MEGABYTE).toFixed(1)} MB`;
const report = (line: string) => process.stdout.write(`    ${line}\n`);

test('two hundred experiments in one process', async () => {
  const folder = newFolder();
  const testApp = await openTestApp(folder, {
    AUGIE_TRAINERS: '2',
    AUGIE_CHECKPOINTS_MB: '20',
    AUGIE_NETWORKS_MB: '7',
  });
  const seen = [];
  for (let n = 1; n <= EXPERIMENTS; n++) {
    const said = await testApp.finish(`${SHORT} policy:shift(${n / 1000})`);
    for (const block of said.card().blocks)
      if (block.type === 'picture') await pictureFile(block, testApp.app.charts);
    testApp.channel.messages.length = 0; // the test's own memory
    if (n % 50 === 0) seen.push(measure(folder));
  }
  for (const { own, trainers, heap, files, folder: bytes } of seen)
    report(
      `resident ${megabytes(own)}, heap ${megabytes(heap)}, trainers ${trainers.map(megabytes).join(' and ')}, ` +
        `${files} files open, data ${megabytes(bytes)}`,
    );
  const [first, second, , last] = seen;
  if (!first || !second || !last) throw new Error('not measured');
  expect(last.files).toBe(first.files);
  expect(last.heap - second.heap).toBeLessThan(5 * MEGABYTE);
  expect(last.own - second.own).toBeLessThan(30 * MEGABYTE);
  expect(Math.max(...last.trainers) - Math.max(...second.trainers)).toBeLessThan(30 * MEGABYTE);

  const each = (last.folder - first.folder) / 150;
  report(`data per further experiment, beyond the room for checkpoints: ${(each / 1000).toFixed(1)} kB`);
  expect(each).toBeLessThan(30_000);

  for (let n = 1; n <= EXPERIMENTS; n++) await testApp.say(`/experiment delete ${n}`);
  await testApp.stop();
  report(`data after all were deleted: ${megabytes(folderBytes(folder))}`);
  expect(folderBytes(folder)).toBeLessThan(0.5 * MEGABYTE);
  deleteFolder(folder);
});
