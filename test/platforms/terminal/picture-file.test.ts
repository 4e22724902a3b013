/** Files that people name in the shell: read whole, or refused before they are opened. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { maxBytes } from '../../../src/images/decode.ts';
import { readPictureFile } from '../../../src/platforms/terminal/picture-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'augie-file-'));
const inside = (name: string) => join(folder, name);
const file = inside('a photo.jpg');
writeFileSync(file, 'bytes');
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => vi.stubEnv('HOME', folder).stubEnv('USERPROFILE', folder));
afterEach(() => vi.unstubAllEnvs());

const read = async (path: string) => Buffer.from(await readPictureFile(path)).toString();

it('reads a file, also by a link', async () => {
  symlinkSync(file, inside('link'));
  expect(await read(file)).toBe('bytes');
  expect(await read(inside('link'))).toBe('bytes');
});

it('expands ~/ to the home folder', async () => {
  expect(homedir()).toBe(folder);
  expect(await read('~/a photo.jpg')).toBe('bytes');
});

it.each(['none.png', 'a photo.jpg/none.png', '~/none.png'])('says that there is no %s', async (name) => {
  const path = name.startsWith('~') ? name : inside(name);
  await expect(readPictureFile(path)).rejects.toMatchObject({ key: 'picture.noFile', params: { path } });
});

/** Files that are none, where the system has them in its folders: Windows does not. */
function pipeAndDevices(): string[] {
  if (process.platform === 'win32') return [];
  execFileSync('mkfifo', [inside('pipe')]);
  return [inside('pipe'), '/dev/zero', '/dev/null'];
}

it('refuses what is no file, and does not wait for a pipe', async () => {
  mkdirSync(inside('folder'));
  for (const path of [inside('folder'), ...pipeAndDevices()]) {
    await expect(readPictureFile(path)).rejects.toMatchObject({ key: 'picture.notAFile', params: { path } });
  }
});

it('refuses a file that is too large', async () => {
  writeFileSync(inside('large'), '');
  truncateSync(inside('large'), maxBytes);
  expect(await readPictureFile(inside('large'))).toHaveLength(maxBytes);
  truncateSync(inside('large'), maxBytes + 1);
  await expect(readPictureFile(inside('large'))).rejects.toMatchObject({
    key: 'picture.tooLarge',
    params: { max: 20 },
  });
});

it('gives the reason when a file cannot be read', async () => {
  symlinkSync(inside('loop'), inside('loop'));
  await expect(readPictureFile(inside('loop'))).rejects.toMatchObject({
    key: 'picture.cannotRead',
    params: { path: inside('loop'), reason: expect.stringContaining('ELOOP') },
  });
  await expect(readPictureFile('a\0b')).rejects.toMatchObject({ key: 'picture.cannotRead' });
});
