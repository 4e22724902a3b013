/** The database: migrations with a copy before each, one owner, backups in use, deletion that gives space back. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePolicy } from '../../src/augment/policy.ts';
import type { ExperimentSpec } from '../../src/experiments/experiment.ts';
import { plan } from '../../src/experiments/plan.ts';
import { PassingError } from '../../src/i18n/user-error.ts';
import { backupFolder, type Db, openDatabase } from '../../src/store/database.ts';
import { experimentStore } from '../../src/store/experiments.ts';
import { postStore } from '../../src/store/jobs.ts';
import { lockFolder } from '../../src/store/lock.ts';
import { peopleStore } from '../../src/store/people.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { trialStore } from '../../src/store/trials.ts';
import { ours } from '../datasets/catalogs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'augie-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('opening', () => {
  it('makes a database with every table in WAL mode, and opens it again', () => {
    const db = openDatabase(folder);
    const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
    expect(tables).toEqual(
      expect.arrayContaining(['experiments', 'trials', 'epochs', 'jobs', 'posts', 'people', 'settings']),
    );
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    db.close();
    openDatabase(folder).close();
    expect(readdirSync(folder)).toEqual(['augie.db']);
  });

  it('refuses a database of a newer version and leaves it alone', () => {
    const db = openDatabase(folder);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(join(folder, 'augie.db'));
    expect(() => openDatabase(folder)).toThrow('store.newer');
    expect(readFileSync(join(folder, 'augie.db')).equals(before)).toBe(true);
  });

  it('says what is wrong with a file that is no database, and with a folder that is none', () => {
    writeFileSync(
      join(folder, 'augie.db'),
      'not a database, and long enough to be looked at as one'.repeat(50),
    );
    expect(() => openDatabase(folder)).toThrow('store.damaged');
    expect(() => openDatabase(join(folder, 'augie.db'))).toThrow('store.cannotOpen');
  });

  it("leaves another program's database alone, and takes one of an Augie that did not sign it yet", () => {
    const other = openSqlite(join(folder, 'augie.db'));
    other.exec('CREATE TABLE bookmarks (url TEXT)');
    other.close();
    const before = readFileSync(join(folder, 'augie.db'));
    expect(() => openDatabase(folder)).toThrow('store.foreign');
    expect(readFileSync(join(folder, 'augie.db')).equals(before)).toBe(true);

    const old = openDatabase(join(folder, 'old'));
    old.pragma('application_id = 0');
    old.close();
    openDatabase(join(folder, 'old')).close();
    expect(readdirSync(join(folder, 'old'))).toEqual(['augie.db']);
  });

  it('says that it is damaged when that is found out later, to whoever reads, writes or copies it', () => {
    const db = openDatabase(folder);
    const insert = db.prepare(`INSERT INTO people VALUES (?, 'name', 0)`);
    // Far more than the tables themselves, so that the second half is only rows.
    for (let i = 0; i < 20_000; i++) insert.run(`t:${i}`);
    db.close();
    const file = join(folder, 'augie.db');
    const bytes = readFileSync(file);
    bytes.fill(0xff, bytes.length / 2);
    writeFileSync(file, bytes);
    const damaged = openDatabase(folder);
    expect(() => damaged.prepare('SELECT sum(seen_at) FROM people').get()).toThrow('store.damaged');
    expect(() => damaged.transaction(() => damaged.exec('DELETE FROM people'))()).toThrow('store.damaged');
    damaged.close();
    expect(() => backupFolder(folder, join(folder, 'copy.db'))).toThrow('store.damaged');
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual([]);
  });

  it('says that another program has locked it', () => {
    const db = openDatabase(folder);
    db.pragma('busy_timeout = 1');
    const other = openSqlite(join(folder, 'augie.db'));
    other.exec('BEGIN IMMEDIATE');
    const kim = { id: 't:kim', name: 'Kim', teacher: false };
    expect(() => peopleStore(db).seen(kim, 1)).toThrow(PassingError);
    other.close();
    peopleStore(db).seen(kim, 1);
    db.close();
  });

  it('says that the disk is full, keeps what was there, and goes on when there is room', () => {
    const db = openDatabase(folder);
    const people = peopleStore(db);
    people.seen({ id: 't:kim', name: 'Kim', teacher: false }, 1);
    // SQLite's own way of being full; the real one is tried in test/trouble.
    db.exec(`PRAGMA max_page_count = ${db.pragma('page_count', { simple: true })}`);
    const fill = () => {
      for (let i = 0; i < 1000; i++) people.seen({ id: `t:${i}`, name: 'x'.repeat(100), teacher: false }, 2);
    };
    expect(db.transaction(fill)).toThrow(PassingError);
    const names = db.prepare('SELECT name FROM people').pluck();
    expect(names.all()).toEqual(['Kim']);
    db.exec('PRAGMA max_page_count = 100000');
    db.transaction(fill)();
    expect(names.all()).toHaveLength(1001);
    db.close();
  });
});

it('has one owner at a time, who is named', () => {
  const unlock = lockFolder(folder, 'npm start, process 1');
  expect(() => lockFolder(folder, 'a second one')).toThrow(
    expect.objectContaining({ key: 'store.locked', params: { folder, owner: 'npm start, process 1' } }),
  );
  unlock();
  lockFolder(folder, 'a second one')();
});

it('makes a consistent copy while it is in use, and overwrites nothing', () => {
  const copy = join(folder, 'copy.db');
  expect(() => backupFolder(folder, copy)).toThrow('store.nothingToBackUp');
  const db = openDatabase(folder);
  peopleStore(db).seen({ id: 't:kim', name: 'Kim', teacher: false }, 1);
  db.exec('BEGIN IMMEDIATE; DELETE FROM people'); // somebody is in the middle of something
  backupFolder(folder, copy);
  db.exec('ROLLBACK');
  db.close();
  const copied = openSqlite(copy, { readonly: true });
  expect(copied.prepare('SELECT name FROM people').pluck().all()).toEqual(['Kim']);
  copied.close();
  expect(() => backupFolder(folder, copy)).toThrow('store.backupExists');
  expect(() => backupFolder(folder, join(folder, 'no', 'such', 'folder.db'))).toThrow('store.backupFailed');
});

describe('experiments and trials', () => {
  let db: Db;
  beforeEach(() => {
    db = openDatabase(folder);
    peopleStore(db).seen({ id: 't:kim', name: 'Kim', teacher: false }, 1);
  });
  afterEach(() => db.close());

  const spec = (policy: string, epochs = 2): ExperimentSpec => ({
    dataset: 'fashion-mnist',
    model: 'mlp',
    fraction: 0.2,
    policy: parsePolicy(policy),
    epochs,
    seeds: 1,
    batch: 32,
  });
  const planOf = (asked: ExperimentSpec) =>
    plan(asked, ours.info(asked.dataset), { name: 'wasm', version: '4.22.0' });
  const propose = (asked: ExperimentSpec) =>
    experimentStore(db).propose({
      spec: asked,
      asker: 't:kim',
      classroom: 'terminal:c',
      trials: planOf(asked),
      now: 5,
    });
  const place = { place: { platform: 'terminal', channel: 'c' }, locale: 'ko' };
  const epoch = (n: number) => ({
    epoch: n,
    step: 300 * n,
    trainLoss: 1,
    trainAccuracy: 0.5,
    valLoss: 1,
    valAccuracy: 0.5 + n / 100,
  });

  it('launches with a job and a post that is still to go out', () => {
    const experiments = experimentStore(db);
    const id = propose(spec('flip'));
    expect(experiments.list('terminal:c', 9)).toEqual([]);
    const { job, post } = experiments.launch(id, place, 6);
    expect(experiments.get(id)).toMatchObject({ state: 'running', askerName: 'Kim', spec: spec('flip') });
    expect(postStore(db).ofJob(job)).toEqual({ id: post, job, ...place });
    postStore(db).setPosted(post, { ...place.place, message: '1' }, 'ko');
    expect(postStore(db).ofJob(job)?.posted?.message).toBe('1');
    expect(experiments.same('t:kim', 'terminal:c', spec('flip'))?.id).toBe(id);
    expect(experiments.same('t:lee', 'terminal:c', spec('flip'))).toBeUndefined();
    experiments.finish(id, 'done', 9);
    experiments.finish(id, 'failed', 10);
    expect(experiments.get(id)).toMatchObject({ state: 'done', finishedAt: 9 });
  });

  it('continues from a relative with fewer epochs, epochs included', () => {
    const [two] = [propose(spec('flip', 2)), propose(spec('flip', 4))];
    const [short] = planOf(spec('flip', 2));
    const [long] = planOf(spec('flip', 4));
    const trials = trialStore(db, { checkpoints: Infinity, networks: Infinity });
    if (!short || !long) throw new Error('no plan');
    trials.addEpoch(short.id, epoch(1));
    expect(trials.checkpoint(long)).toBeUndefined();
    trials.addEpoch(short.id, epoch(2), { epoch: 2, bytes: Uint8Array.of(1, 2, 3) });
    expect(trials.checkpoint(long)).toEqual({ epoch: 2, bytes: Buffer.from([1, 2, 3]) });
    trials.inherit(long, 2, true);
    expect(experimentStore(db).trials(two + 1)[0]?.epochs).toEqual([epoch(1), epoch(2)]);
    trials.inherit(long, 2, false);
    const { valLoss: _, valAccuracy: __, ...training } = epoch(2);
    expect(experimentStore(db).trials(two + 1)[0]?.epochs).toEqual([epoch(1), training]);
    expect(experimentStore(db).trials(two + 1)[0]?.testAccuracy).toBeUndefined();
  });

  it('drops the oldest checkpoints when they take too much room, and none of a running experiment', () => {
    const trials = trialStore(db, { checkpoints: 2500, networks: 2500 });
    const result = (epochs: number) => ({
      testAccuracy: 0.8,
      testLoss: 1,
      predictions: Uint8Array.of(1),
      lastAccuracy: 0.7,
      trainAccuracy: 0.9,
      checkpoint: { epoch: epochs, bytes: new Uint8Array(1000) },
      weights: new Uint8Array(300),
    });
    const kept = () =>
      db.prepare('SELECT epochs FROM trials WHERE checkpoint IS NOT NULL ORDER BY rowid').pluck().all();
    const finish = (epochs: number) => {
      const [trial] = planOf(spec('flip', epochs));
      if (trial) trials.finish(trial.id, result(epochs), { work: 1, cpuMs: 1, pace: 1 }, 7);
    };
    const first = propose(spec('flip', 1));
    experimentStore(db).launch(first, place, 6);
    for (const epochs of [2, 3, 4]) propose(spec('flip', epochs));
    for (const epochs of [1, 2, 3, 4]) finish(epochs);
    expect(kept()).toEqual([1, 3, 4]);
    experimentStore(db).finish(first, 'done', 9);
    finish(4);
    expect(kept()).toEqual([3, 4]);
    expect(experimentStore(db).trials(first)[0]?.testAccuracy).toBe(0.8);
  });

  it('deletes an experiment with the trials that only it uses, and gives the space back', () => {
    const [flip, erase] = [propose(spec('flip')), propose(spec('erase'))];
    const trials = trialStore(db, { checkpoints: Infinity, networks: Infinity });
    for (const asked of [spec('flip'), spec('erase')]) {
      for (const { id } of planOf(asked)) {
        trials.addEpoch(id, epoch(1), { epoch: 1, bytes: new Uint8Array(300_000) });
      }
    }
    const count = () => db.prepare('SELECT count(*) FROM trials').pluck().get();
    const size = () => {
      db.pragma('wal_checkpoint(TRUNCATE)');
      return statSync(join(folder, 'augie.db')).size;
    };
    expect(count()).toBe(4);
    const before = size();
    experimentStore(db).remove(erase);
    expect(count()).toBe(3);
    experimentStore(db).remove(flip);
    expect(count()).toBe(0);
    expect(db.prepare('SELECT count(*) FROM epochs').pluck().get()).toBe(0);
    expect(size()).toBeLessThan(before / 4);
  });
});

describe('migrations', () => {
  const migrations = () => new URL(`${pathToFileURL(join(folder, 'migrations')).href}/`);
  const write = (name: string, sql: string) => {
    mkdirSync(join(folder, 'migrations'), { recursive: true });
    writeFileSync(join(folder, 'migrations', name), sql);
  };

  it('run once each, on a database that was copied before', () => {
    write('001-first.sql', 'CREATE TABLE a (x); INSERT INTO a VALUES (1)');
    openDatabase(folder, migrations()).close();
    write('002-second.sql', 'ALTER TABLE a RENAME TO b');
    openDatabase(folder, migrations()).close();
    const db = openDatabase(folder, migrations());
    expect(db.prepare('SELECT x FROM b').pluck().all()).toEqual([1]);
    db.close();
    const copy = openSqlite(join(folder, 'augie.db.before-002'), { readonly: true });
    expect(copy.prepare('SELECT x FROM a').pluck().all()).toEqual([1]);
    copy.close();
  });

  it('copy what there is when they run, and not what there was when they last failed', () => {
    write('001-first.sql', 'CREATE TABLE a (x)');
    openDatabase(folder, migrations()).close();
    write('002-second.sql', 'CREATE TABLE a (y)');
    expect(() => openDatabase(folder, migrations())).toThrow('store.cannotOpen');
    const old = openSqlite(join(folder, 'augie.db'));
    old.exec('INSERT INTO a VALUES (1)');
    old.close();
    write('002-second.sql', 'DELETE FROM a');
    openDatabase(folder, migrations()).close();
    const copy = openSqlite(join(folder, 'augie.db.before-002'), { readonly: true });
    expect(copy.prepare('SELECT x FROM a').pluck().all()).toEqual([1]);
    copy.close();
  });

  it('leave everything as it was when they fail', () => {
    write('001-first.sql', 'CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a REFERENCES a (id))');
    openDatabase(folder, migrations()).close();
    write('002-breaks.sql', 'INSERT INTO b VALUES (7)');
    expect(() => openDatabase(folder, migrations())).toThrow('store.cannotOpen');
    rmSync(join(folder, 'migrations', '002-breaks.sql'));
    const db = openDatabase(folder, migrations());
    expect(db.prepare('SELECT * FROM b').all()).toEqual([]);
    db.close();
  });
});
