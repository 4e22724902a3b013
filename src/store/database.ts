/** Opens the database: WAL, foreign keys, numbered migrations with a copy of the file before each. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../i18n/user-error.ts';
import { APPLICATION_ID, makePrivateFile, makePrivateFolder, othersCanRead } from './private.ts';
import { type Db, openSqlite } from './sqlite.ts';

export type { Db };

const ourMigrations = new URL('./migrations/', import.meta.url);

/**
 * Opens (or makes) `augie.db` in `folder` and brings it up to date with the numbered SQL files in `migrations`;
 * number n brings it from `user_version` n-1 to n. Throws UserError for a file that cannot be used.
 */
export function openDatabase(folder: string, migrations: URL = ourMigrations): Db {
  const file = join(folder, 'augie.db');
  let db: Db | undefined;
  try {
    makePrivateFolder(folder);
    db = openSqlite(file);
    makeOurs(db, file);
    migrate(db, file, migrations);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    db.pragma('secure_delete = ON'); // overwrites deleted data in free pages
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof UserError) throw error;
    throw new UserError('store.cannotOpen', { file, reason: (error as Error).message });
  }
}

/** Refuses the database of another program, instead of adding our tables to it. */
function makeOurs(db: Db, file: string): void {
  if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return;
  const tables = db.prepare('SELECT name FROM sqlite_schema').pluck().all();
  // Augie 0.1 did not sign its files.
  if (tables.length > 0 && !tables.includes('experiment_trials'))
    throw new UserError('store.foreign', { file });
  // Only works before the first table. It lets deleted experiments return their pages to the disk.
  if (tables.length === 0) db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma(`application_id = ${APPLICATION_ID}`);
}

function migrate(db: Db, file: string, folder: URL): void {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > names.length) throw new UserError('store.newer', { file });
  db.pragma('foreign_keys = OFF');
  for (const [i, name] of names.entries()) {
    const target = i + 1;
    if (target <= version) continue;
    const copy = `${file}.before-${String(target).padStart(3, '0')}`;
    // A copy of an earlier attempt may be older than the data, if people continued with the old version.
    if (version > 0) copyWhole(db, copy);
    db.transaction(() => {
      db.exec(readFileSync(new URL(name, folder), 'utf8'));
      const broken = db.pragma('foreign_key_check') as unknown[];
      if (broken.length > 0) throw new Error(`migration ${name} leaves ${broken.length} broken references`);
      db.pragma(`user_version = ${target}`);
    })();
  }
}

/**
 * A consistent copy of the whole database in `folder`, also while another process is using it. Only this user can read
 * it; `exposed` if the disk does not allow that.
 */
export function backupFolder(folder: string, file: string): { readonly exposed: boolean } {
  const source = join(folder, 'augie.db');
  if (!existsSync(source)) throw new UserError('store.nothingToBackUp', { folder });
  if (existsSync(file)) throw new UserError('store.backupExists', { file });
  let db: Db | undefined;
  try {
    db = openSqlite(source, { readonly: true });
    copyWhole(db, file);
    return { exposed: othersCanRead(file) };
  } catch (error) {
    const { key, params } = error instanceof UserError ? error : {};
    if (key === 'store.damaged') throw error;
    throw new UserError('store.backupFailed', { file, reason: params?.reason ?? (error as Error).message });
  } finally {
    db?.close();
  }
}

/** The file appears only when it is complete. */
function copyWhole(db: Db, file: string): void {
  const growing = `${file}.part`;
  rmSync(growing, { force: true });
  try {
    makePrivateFile(growing);
    db.prepare('VACUUM INTO ?').run(growing);
    renameSync(growing, file);
  } finally {
    rmSync(growing, { force: true });
  }
}
