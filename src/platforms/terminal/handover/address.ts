/** Where the server of a data folder listens for shells, and a check that nobody else can have put a socket there. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { posix } from 'node:path';
import { UserError } from '../../../i18n/user-error.ts';

export interface Address {
  readonly path: string;
  /** A folder next to other users' folders: make it, and check it with `isOurs`, before using the socket. */
  readonly shelter?: string;
}

/** Bytes. Linux takes 107, macOS 103. */
const LONGEST = 103;

/**
 * The address for a data folder, an absolute path without links. A socket in the folder; if its path would be too
 * long, one in a separate folder below `temporary`. Windows has named pipes, which others can read, but not write to.
 */
export function addressOf(folder: string, platform = process.platform, temporary = tmpdir()): Address {
  const name = `augie-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  if (platform === 'win32') return { path: `\\\\.\\pipe\\${name}` };
  const path = posix.join(folder, 'augie.sock');
  if (Buffer.byteLength(path) <= LONGEST) return { path };
  const shelter = posix.join(temporary, name);
  return { path: posix.join(shelter, 'augie.sock'), shelter };
}

/** The address for an existing data folder, given by any path. */
export const addressFor = (data: string): Address => addressOf(realpathSync.native(data));

/** Makes the shelter, if there is none. Throws UserError for one that is not only this user's. */
export function makeShelter(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOurs(folder)) throw new UserError('handover.notOurs', { path: folder });
}

/** Whether it is this user's folder and nobody else can read it. */
export function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}
