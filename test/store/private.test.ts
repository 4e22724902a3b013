/** Who may read the data: only the user that runs Augie, for any umask and for files of older versions. */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { translate } from '../../src/i18n/i18n.ts';
import { backupFolder, openDatabase } from '../../src/store/database.ts';
import { lockFolder } from '../../src/store/lock.ts';
import { othersCanUse } from '../../src/store/private.ts';
import { augie, run, server } from '../shell.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

/** Every file that others may do anything with, by its rights; `.` is the folder. */
const wide = (folder: string): Record<string, string> =>
  Object.fromEntries(
    ['.', ...readdirSync(folder)]
      .map((name): [string, number] => [name, statSync(join(folder, name)).mode & 0o777])
      .filter(([, rights]) => (rights & 0o077) !== 0)
      .map(([name, rights]) => [name, rights.toString(8)]),
  );

/** What the start of a program does with the folder; `during` sees it while it is in use. */
function use(folder: string, during: () => void = () => {}): void {
  const unlock = lockFolder(folder, 'a test');
  const db = openDatabase(folder);
  db.exec(`INSERT INTO people VALUES ('t:kim', 'Kim', 0) ON CONFLICT DO NOTHING`);
  try {
    during();
  } finally {
    db.close();
    unlock();
  }
}

let home: string;
let data: string;
let umask: number;
beforeEach(() => {
  home = newFolder();
  data = join(home, 'var');
  umask = process.umask(0);
});
afterEach(() => {
  process.umask(umask);
  deleteFolder(home);
});

/** A folder as older versions left it, after kill -9. */
function oldFolder(): void {
  const elsewhere = join(home, 'elsewhere');
  mkdirSync(data);
  use(elsewhere, () => {
    backupFolder(elsewhere, join(data, 'monday.sqlite'));
    for (const name of ['augie.db', 'augie.db-wal', 'augie.db-shm', 'lock.db', 'owner.txt'])
      copyFileSync(join(elsewhere, name), join(data, name));
  });
  deleteFolder(elsewhere);
  copyFileSync(join(data, 'monday.sqlite'), join(data, 'augie.db.before-003'));
  writeFileSync(join(data, 'augie.db.before-004.part'), '');
  writeFileSync(join(data, `dataset-${'0'.repeat(64)}.raw`), '');
  writeFileSync(join(data, `dataset-${'0'.repeat(64)}.raw.part-1`), '');
  for (const name of readdirSync(data)) chmodSync(join(data, name), 0o644);
  chmodSync(data, 0o755);
}

describe('what Augie writes', () => {
  it('is private from the start, with the files that SQLite keeps beside it', () => {
    const unlock = lockFolder(data, 'a test');
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['lock.db', 'owner.txt']));
    expect(wide(data)).toEqual({}); // before the database is opened, which narrows what it finds
    unlock();
    use(data, () => {
      expect(readdirSync(data)).toEqual(expect.arrayContaining(['augie.db', 'augie.db-wal', 'augie.db-shm']));
      expect(wide(data)).toEqual({});
    });
    expect(wide(data)).toEqual({});
  });

  it('is private when it is a backup in a folder of everybody, or a copy before a migration', () => {
    const migrations = join(home, 'migrations');
    mkdirSync(migrations);
    writeFileSync(join(migrations, '001-first.sql'), 'CREATE TABLE a (x)');
    openDatabase(data, pathToFileURL(`${migrations}/`)).close();
    writeFileSync(join(migrations, '002-second.sql'), 'CREATE TABLE b (x)');
    openDatabase(data, pathToFileURL(`${migrations}/`)).close();
    expect(readdirSync(data)).toEqual(['augie.db', 'augie.db.before-002']);
    expect(wide(data)).toEqual({});

    const shared = join(home, 'shared');
    mkdirSync(shared);
    expect(backupFolder(data, join(shared, 'copy.db'))).toEqual({ exposed: false });
    expect(wide(shared)).toEqual({ '.': '777' });
  });

  it('is private under umask 000 while the program runs', async () => {
    const main = join(import.meta.dirname, '../../dist/src/main.js');
    const running = run(['-c', 'umask 000; exec "$0" "$1"', process.execPath, main], {
      data: home,
      env: { PORT: '0', AUGIE_LOG_LEVEL: 'info' },
      program: 'sh',
    });
    await running.printed(/Augie is running/);
    expect(readdirSync(data)).toEqual(
      expect.arrayContaining(['augie.db-shm', 'augie.db-wal', 'augie.sock', 'lock.db', 'owner.txt']),
    );
    expect(wide(data)).toEqual({});
    expect(running.out()).not.toContain('Other users');
    const copy = join(home, 'copy.db');
    expect(await augie(['backup', copy], { data: home }).ended).toMatchObject({ code: 0, err: '' });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    running.process.kill();
    await running.ended;
  });
});

describe('an old folder', () => {
  it('is narrowed when Augie starts, with the backups in it', () => {
    oldFolder();
    expect(Object.keys(wide(data))).toHaveLength(11);
    use(data, () => expect(wide(data)).toEqual({}));
    expect(othersCanUse(data)).toBe(false);
  });

  it('keeps its own rights when it holds anything of others, but our files in it are narrowed', () => {
    oldFolder();
    writeFileSync(join(data, 'essay.txt'), 'not ours');
    chmodSync(data, 0o1777);
    use(data, () => expect(wide(data)).toEqual({ '.': '777', 'essay.txt': '666' }));
    expect(statSync(data).mode & 0o7777).toBe(0o1777);
    expect(othersCanUse(data)).toBe(false);
  });

  it('is not narrowed through links, which others may have put there', () => {
    const passwords = join(home, 'passwords');
    writeFileSync(passwords, '');
    mkdirSync(data);
    symlinkSync(passwords, join(data, 'augie.db.before-009'));
    use(data);
    expect(statSync(passwords).mode & 0o777).toBe(0o666);
  });

  it('is not written to through a link either', () => {
    const passwords = join(home, 'passwords');
    writeFileSync(passwords, 'as before');
    mkdirSync(data);
    symlinkSync(passwords, join(data, 'owner.txt'));
    use(data);
    expect(readFileSync(passwords, 'utf8')).toBe('as before');
  });

  it('stays locked for other processes when the one that holds it looks at it again', async () => {
    const unlock = lockFolder(data, 'the holder');
    expect(() => lockFolder(data, 'the same process')).toThrow('store.locked');
    const other = await augie(['/experiment list'], { data: home }).ended;
    unlock();
    expect(other).toMatchObject({ code: 2, out: '', err: expect.stringContaining('the holder') });
  });
});

describe('what cannot be narrowed', () => {
  it('is said in one line, by the server and by the shell, which then work', async () => {
    use(data);
    // As somebody does who wants the database on another disk.
    renameSync(join(data, 'augie.db'), join(home, 'big-disk.db'));
    chmodSync(join(home, 'big-disk.db'), 0o644);
    symlinkSync(join(home, 'big-disk.db'), join(data, 'augie.db'));
    writeFileSync(join(data, 'essay.txt'), 'so that the folder keeps its rights');
    chmodSync(data, 0o755);

    const said = translate('de')('store.exposed', { path: data });
    const shell = await augie(['/experiment list', '--locale', 'de'], { data: home }).ended;
    expect(shell).toMatchObject({ code: 0, err: `${said}\n` });

    const running = server({ data: home, env: { LANG: 'de_DE.UTF-8', AUGIE_LOG_LEVEL: 'info' } });
    await running.printed(/Augie is running/);
    expect(running.out().split('\n')).toContain(said);
    running.process.kill();
    await running.ended;
  });

  it('is also a folder where others can put another file in the place of ours', () => {
    mkdirSync(data);
    writeFileSync(join(data, 'essay.txt'), 'not ours');
    for (const [rights, exposed] of [
      [0o755, false],
      [0o770, true],
      [0o777, true],
      [0o1777, false],
    ] as const) {
      chmodSync(data, rights);
      use(data);
      expect([rights, othersCanUse(data)]).toEqual([rights, exposed]);
    }
  });
});
