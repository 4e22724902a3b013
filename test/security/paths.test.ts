/** Paths of the server are in its log, and on no card; a folder that cannot be made is said, and not tried for ever. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localParams, UserError } from '../../src/i18n/user-error.ts';
import { lockFolder } from '../../src/store/lock.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { cannotFork } from '../../src/training/fork.ts';
import { deleteFolder, newFolder, openTestApp } from '../test-app.ts';

let folder: string;
beforeAll(() => {
  folder = newFolder();
});
afterAll(() => deleteFolder(folder));

function thrownBy(action: () => void): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

it.each(['/proc/nope', '/proc/nope/deeper', '/dev/null/x'])('%s is no data folder', (path) => {
  expect(thrownBy(() => lockFolder(path, 'a test')).key).toBe('store.cannotOpen');
});

it('a dataset that is missing is named without its folder, which the log has', async () => {
  const root = join(folder, 'root');
  mkdirSync(join(root, 'data'), { recursive: true });
  let log = '';
  const write = (line: string) => {
    log += line;
  };
  const data = join(folder, 'var');
  const testApp = await openTestApp(data, {}, root, undefined, pino({ level: 'warn' }, { write }));
  const said = (await testApp.say('/augment preview dataset:photos')).text();
  expect(said).toMatch(/missing from photos\./);
  expect(said).not.toContain(folder);
  await testApp.stop();
  expect(log).toContain(join(root, 'data', 'photos'));
});

it('nor has a trouble of the database, or a program that does not start', () => {
  const file = join(folder, 'small.db');
  const db = openSqlite(file);
  db.exec('CREATE TABLE t (x); PRAGMA max_page_count = 2');
  const errors = [
    thrownBy(() => db.exec(`INSERT INTO t VALUES ('${'x'.repeat(100_000)}')`)),
    cannotFork(Object.assign(new Error('spawn /opt/secret/node EAGAIN'), { code: 'EAGAIN' })),
  ];
  db.close();
  for (const error of errors) expect(JSON.stringify(error.params)).not.toMatch(/\//);
  expect(localParams(errors[0]!)).toMatchObject({ file });
  expect(localParams(errors[1]!)).toMatchObject({ reason: 'spawn /opt/secret/node EAGAIN' });
});
