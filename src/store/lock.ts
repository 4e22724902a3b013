/** One owner per data folder: a lock held by an open SQLite transaction, so the system releases it after kill -9. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../i18n/user-error.ts';
import { makePrivateFolder } from './private.ts';
import { type Db, openSqlite } from './sqlite.ts';

/** Takes the folder for this process until the returned function is called. A UserError names the holder. */
export function lockFolder(folder: string, who: string): () => void {
  const ownerFile = join(folder, 'owner.txt');
  let lock: Db;
  try {
    makePrivateFolder(folder);
    lock = openSqlite(join(folder, 'lock.db'), { timeout: 0 });
  } catch (error) {
    throw new UserError('store.cannotOpen', { file: folder, reason: (error as Error).message });
  }
  try {
    lock.exec('BEGIN IMMEDIATE');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new UserError('store.locked', { folder, owner: readOwner(ownerFile) });
  }
  try {
    // Never through a link, which another user may have put into a shared folder.
    rmSync(ownerFile, { force: true });
    writeFileSync(ownerFile, who, { mode: 0o600, flag: 'wx' });
  } catch {
    // Only a second process needs this file. Opening the database reports trouble with the folder.
  }
  return () => lock.close();
}

function readOwner(file: string): string {
  try {
    return readFileSync(file, 'utf8') || '?';
  } catch {
    return '?';
  }
}
