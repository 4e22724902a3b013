/** Keeps the data folder private to the user that runs Augie: its secrets would let others act as a teacher. */
import { chmodSync, closeSync, type Dirent, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';

/** "AUGI": identifies our databases. */
export const APPLICATION_ID = 0x41554749;

const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;
/** In such a folder, as /tmp is one, people cannot replace each other's files. */
const STICKY = 0o1000;

/** The database, SQLite's files next to it, the copies before migrations, the lock, the socket for shells, unpacked datasets. */
const ourNames =
  /^(augie\.db([-.].*)?|lock\.db(-.*)?|owner\.txt|augie\.sock|dataset-[0-9a-f]{64}\.raw(\..*)?)$/;

/**
 * Makes the folder, or narrows one that an older version made, with our files in it. A folder that holds anything else
 * may be a home directory or /tmp and is shared on purpose: it keeps its rights, and only our files are narrowed.
 * What cannot be narrowed stays as it is; `othersCanUse` reports it.
 */
export function makePrivateFolder(folder: string): void {
  makeFolder(folder, 0o700);
  const entries = readdirSync(folder, { withFileTypes: true });
  const ours = entries.filter((entry) => isOurs(folder, entry));
  if (ours.length === entries.length) narrow(folder);
  // Never through links: another user may have put them into a shared folder.
  for (const entry of ours) if (entry.isFile()) narrow(join(folder, entry.name));
}

/** Makes an empty file that only this user can read, if there is none. SQLite treats it as a new database. */
export function makePrivateFile(file: string): void {
  try {
    // An existing file is not opened: closing it would release the locks that this process holds on it.
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Whether others can read our files in the folder, or put theirs in their place. On Windows, modes are not checked. */
export function othersCanUse(folder: string): boolean {
  const rights = rightsOf(folder);
  if ((rights & OTHERS) === 0) return false;
  if ((rights & OTHERS_WRITE) !== 0 && (rights & STICKY) === 0) return true;
  return readdirSync(folder, { withFileTypes: true }).some(
    (entry) => isOurs(folder, entry) && othersCanRead(join(folder, entry.name)),
  );
}

/** The same for one file. */
export const othersCanRead = (file: string): boolean => (rightsOf(file) & OTHERS) !== 0;

/** 0 for missing files, and on Windows, where a mode does not say who may read. */
function rightsOf(path: string): number {
  if (process.platform === 'win32') return 0;
  try {
    return statSync(path).mode;
  } catch {
    return 0; // removed meanwhile, or a link to nowhere
  }
}

function narrow(path: string): void {
  const rights = rightsOf(path);
  if ((rights & OTHERS) === 0) return;
  try {
    chmodSync(path, rights & 0o7777 & ~OTHERS);
  } catch {
    // It belongs to another user, its disk has no modes, or SQLite has just removed it.
  }
}

/** By its name; backups have any name, so SQLite's header identifies them. */
function isOurs(folder: string, entry: Dirent): boolean {
  return ourNames.test(entry.name) || (entry.isFile() && isOurDatabase(join(folder, entry.name)));
}

function isOurDatabase(file: string): boolean {
  const start = Buffer.alloc(72);
  try {
    const fd = openSync(file, 'r');
    try {
      readSync(fd, start, 0, start.length, 0);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false; // not readable for us, so not written by us
  }
  return start.toString('latin1', 0, 15) === 'SQLite format 3' && start.readUInt32BE(68) === APPLICATION_ID;
}
