/** Opens SQLite files, explains their errors, and keeps better-sqlite3's objects from being garbage-collected. */
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { PassingError, UserError, withLocal } from '../i18n/user-error.ts';
import { makePrivateFile } from './private.ts';

export type Db = Database.Database;

/**
 * From Node 24.19 on, the process aborts when a statement or database of better-sqlite3 12 is collected while no
 * JavaScript runs (WiseLibs/better-sqlite3#1515; 13 fixes it, but does not run on Node 20). Statements are prepared
 * once per database, so this list stays short.
 */
const kept: object[] = [];

/** Opens or makes a file. Later disk trouble and damage are thrown as UserErrors. */
export function openSqlite(file: string, options: Database.Options = {}): Db {
  // SQLite would make it readable for everybody. Its other files get the mode of the database.
  if (!options.readonly) makePrivateFile(file);
  const db = new Database(file, options);
  const { prepare, transaction, exec } = db;
  const inWords = <F extends (...args: never[]) => unknown>(action: F): F =>
    function (this: unknown, ...args) {
      try {
        return action.apply(this, args);
      } catch (error) {
        throw explain(error, file);
      }
    } as F;
  const keep = (sql: string) => {
    const statement = prepare.call(db, sql);
    const { run, get, all } = statement;
    Object.assign(statement, { run: inWords(run), get: inWords(get), all: inWords(all) });
    kept.push(statement);
    return statement;
  };
  kept.push(db);
  db.prepare = inWords(keep) as Db['prepare'];
  db.transaction = ((action) => inWords(transaction.call(db, action))) as Db['transaction'];
  db.exec = inWords(exec);
  const pragmas = new Map<string, Database.Statement>();
  // The original prepares a statement that we cannot keep.
  db.pragma = inWords((source: string, { simple = false } = {}) => {
    const statement = pragmas.get(source) ?? keep(`PRAGMA ${source}`);
    pragmas.set(source, statement);
    if (!statement.reader) return db.exec(`PRAGMA ${source}`); // some work row by row
    return simple ? statement.pluck().get() : statement.pluck(false).all();
  }) as Db['pragma'];
  return db;
}

function explain(error: unknown, path: string): unknown {
  const file = basename(path);
  const local = { file: path };
  const { code = '', message: reason } = error as Error & { code?: string };
  if (code === 'SQLITE_FULL') return withLocal(new PassingError('store.full', { file, reason }), local);
  if (/^SQLITE_(IOERR|READONLY|CANTOPEN|BUSY)/.test(code)) {
    return Object.assign(withLocal(new PassingError('store.cannotWrite', { file, reason }), local), { code });
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
    return withLocal(new UserError('store.damaged', { file }), local);
  return error;
}
