/** Opens SQLite files, and keeps everything better-sqlite3 makes from being garbage-collected. */
import Database from 'better-sqlite3';

export type Db = Database.Database;

/**
 * From Node 24.19 on, the process aborts when a statement or database of better-sqlite3 12 is collected while no
 * JavaScript runs (WiseLibs/better-sqlite3#1515; 13 mends it, but does not run on Node 20). Statements are prepared
 * once per database, so this list stays short.
 */
const kept: object[] = [];

export function openSqlite(file: string, options: Database.Options = {}): Db {
  const db = new Database(file, options);
  const prepare = db.prepare.bind(db);
  const keep = (sql: string) => {
    const statement = prepare(sql);
    kept.push(statement);
    return statement;
  };
  kept.push(db);
  db.prepare = keep as Db['prepare'];
  // The original prepares a statement behind our back.
  db.pragma = (source, { simple = false } = {}) => {
    const statement = keep(`PRAGMA ${source}`);
    if (!statement.reader) return db.exec(`PRAGMA ${source}`); // some do their work row by row
    return simple ? statement.pluck().get() : statement.all();
  };
  return db;
}
