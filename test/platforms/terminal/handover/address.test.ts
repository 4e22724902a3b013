/** Where a server listens: one place for one data folder, short enough for a socket, and nobody else's. */
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  addressFor,
  addressOf,
  isOurs,
  makeShelter,
} from '../../../../src/platforms/terminal/handover/address.ts';
import { deleteFolder, newFolder } from '../../../test-app.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => deleteFolder(folder));

it('is in the data folder, and elsewhere only where the path would be too long', () => {
  expect(addressOf('/home/kim/augie/data/var', 'linux', '/tmp')).toEqual({
    path: '/home/kim/augie/data/var/augie.sock',
  });
  // 103 bytes are taken everywhere, 104 are not; 가 is three of them.
  const room = 103 - '/augie.sock'.length;
  expect(addressOf(`/${'x'.repeat(room - 1)}`, 'linux', '/tmp').shelter).toBeUndefined();
  for (const long of [`/${'x'.repeat(room)}`, `/${'가'.repeat(Math.ceil(room / 3))}`]) {
    const { path, shelter } = addressOf(long, 'darwin', '/tmp');
    expect(shelter).toMatch(/^\/tmp\/augie-[0-9a-f]{16}$/);
    expect(path).toBe(`${shelter}/augie.sock`);
    expect(addressOf(long, 'darwin', '/tmp')).toEqual({ path, shelter });
    expect(addressOf(`${long}y`, 'darwin', '/tmp').path).not.toBe(path);
  }
});

it('is a named pipe on Windows', () => {
  const { path, shelter } = addressOf('C:\\augie\\data', 'win32');
  expect(path).toMatch(/^\\\\\.\\pipe\\augie-[0-9a-f]{16}$/);
  expect(shelter).toBeUndefined();
});

it('is the same for every name of a folder', () => {
  const long = join(folder, 'x'.repeat(120));
  mkdirSync(long);
  symlinkSync(long, join(folder, 'link'));
  expect(addressFor(long).shelter).toBeDefined();
  expect(addressFor(join(folder, 'link'))).toEqual(addressFor(long));
});

it('takes no shelter that others can look into, or have put there', () => {
  const shelter = join(folder, 'shelter');
  expect(isOurs(shelter)).toBe(false);
  makeShelter(shelter);
  makeShelter(shelter);
  expect(isOurs(shelter)).toBe(true);
  symlinkSync(shelter, join(folder, 'link'));
  expect(isOurs(join(folder, 'link'))).toBe(false);
  chmodSync(shelter, 0o750);
  expect(() => makeShelter(shelter)).toThrow(
    expect.objectContaining({ key: 'handover.notOurs', params: { path: shelter } }),
  );
  expect(isOurs(shelter)).toBe(false);
  // Root's, or for root a folder as everybody's temporary one.
  expect(isOurs('/tmp')).toBe(false);
});
