/** A database from before classrooms owned anything: everything is found again where it was, and a copy is kept. */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { classroomStore } from '../../src/store/classrooms.ts';
import { openDatabase } from '../../src/store/database.ts';
import { experimentStore } from '../../src/store/experiments.ts';
import { settingsStore, teacherStore } from '../../src/store/people.ts';
import { classroomFinder, classroomMaker } from '../../src/store/places.ts';
import { predictionStore } from '../../src/store/predictions.ts';
import { privacyStore } from '../../src/store/privacy.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { type Db, openSqlite } from '../../src/store/sqlite.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

const MIGRATIONS = fileURLToPath(new URL('../../src/store/migrations/', import.meta.url));
/** The last version that knew no owners. */
const BEFORE = '006-known-before.sql';
const DISCORD = '1180000000000000001';

let folder: string;
let db: Db | undefined;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  db?.close();
  db = undefined;
  deleteFolder(folder);
});

/** Fills a database as Augie left it at that version, and opens it with the Augie of now. */
function openOld(rows: string): Db {
  const old = join(folder, 'old');
  mkdirSync(old);
  for (const name of readdirSync(MIGRATIONS).filter((one) => one <= BEFORE))
    copyFileSync(join(MIGRATIONS, name), join(old, name));
  const before = openDatabase(folder, new URL(`${pathToFileURL(old).href}/`));
  before.exec(rows);
  before.close();
  db = openDatabase(folder);
  return db;
}

/** An experiment of the old database; `posted` is the platform of its first card. */
const experiment = (id: number, asker: string, channel: string, posted?: string) => `
  INSERT INTO experiments (id, asker, channel, spec, state, created_at)
    VALUES (${id}, '${asker}', '${channel}', '{"n":${id}}', '${posted ? 'done' : 'proposed'}', ${id});
  ${
    posted
      ? `INSERT INTO jobs (kind, subject, state, created_at) VALUES ('experiment', ${id}, 'done', 0);
         INSERT INTO posts (job, place, locale)
           VALUES (last_insert_rowid(), '{"platform":"${posted}","channel":"${channel}"}', 'en');`
      : ''
  }`;

const PEOPLE = `INSERT INTO people VALUES ('web:1', 'Kim', 0), ('discord:5', 'Lee', 0), ('terminal:ann', 'ann', 0),
    ('nobody', '', 0);
  INSERT INTO classrooms (slug, title, code, created_at) VALUES ('class', 'Class', 'AAAAAA', 0), ('2024', 'Y', 'BBBBBB', 0);`;

const owners = (of: Db) =>
  Object.fromEntries(of.prepare<[], [number, string]>('SELECT id, classroom FROM experiments').raw().all());

it('gives each experiment to the classroom of its place, as the card of its job says', () => {
  const now = openOld(`${PEOPLE}
    ${experiment(1, 'web:1', 'class', 'web')}
    ${experiment(2, 'discord:5', DISCORD, 'discord')}
    ${experiment(3, 'terminal:ann', 'shell', 'terminal')}
    ${experiment(4, 'terminal:ann', 'class', 'web')}
    ${experiment(5, 'terminal:ann', 'class', 'terminal')}
    ${experiment(6, 'nobody', 'class', 'slack')}
    INSERT INTO trials (id, lineage, epochs, spec) VALUES ('t', 'l', 1, '{}');
    INSERT INTO experiment_trials VALUES (1, 0, 'full', 1, 't', 0), (5, 0, 'full', 1, 't', 0);
    UPDATE sqlite_sequence SET seq = 40 WHERE name = 'experiments';`);
  expect(owners(now)).toEqual({
    1: 'web:class',
    2: `discord:${DISCORD}`,
    3: 'terminal:shell',
    4: 'web:class',
    5: 'web:class',
    6: 'slack:class',
  });
  const experiments = experimentStore(now);
  // A shell that names a page's classroom means it, with and without a server.
  expect(classroomFinder(now)({ platform: 'terminal', channel: 'class' })).toBe('web:class');
  expect(classroomFinder(now)({ platform: 'terminal', channel: 'shell' })).toBe('terminal:shell');
  expect(experiments.list('web:class', 9).map(({ id }) => id)).toEqual([5, 4, 1]);
  expect(experiments.get(1)).toMatchObject({ asker: 'web:1', spec: { n: 1 }, state: 'done', createdAt: 1 });
  expect(experiments.jobOf(3)).toBeDefined();
  // A number that was given out once is no other experiment's: old buttons name it.
  const trials = experiments.planned(1);
  const proposed = { spec: {} as never, asker: 'web:1', classroom: 'web:class', trials, now: 9 };
  expect(experiments.propose(proposed)).toBe(41);
  // Its jobs, and the trials that nothing else compares, still end with an experiment.
  experiments.remove(5);
  expect(experiments.trials(1, false)).toHaveLength(1);
  for (const id of [1, 41]) experiments.remove(id);
  expect(now.prepare('SELECT count(*) FROM trials').pluck().get()).toBe(0);
  expect(now.prepare('SELECT count(*) FROM jobs').pluck().get()).toBe(4);
});

it('asks the round of predictions, the asker and the name where there was no card', () => {
  const now = openOld(`${PEOPLE}
    INSERT INTO settings VALUES ('retired', 'gone', 'yes');
    ${experiment(1, 'terminal:ann', 'lab')}
    INSERT INTO prediction_rounds VALUES (1, 'web', 5);
    ${experiment(2, 'discord:5', DISCORD)}
    ${experiment(3, 'web:1', '2024')}
    ${experiment(4, 'terminal:ann', 'class')}
    ${experiment(5, 'nobody', '2024')}
    ${experiment(6, 'nobody', DISCORD)}
    ${experiment(7, 'nobody', 'gone')}
    ${experiment(8, 'terminal:ann', 'elsewhere')}`);
  expect(owners(now)).toEqual({
    1: 'web:lab',
    2: `discord:${DISCORD}`,
    3: 'web:2024',
    4: 'web:class',
    5: 'web:2024',
    6: `discord:${DISCORD}`,
    7: 'web:gone',
    8: 'terminal:elsewhere',
  });
  expect(predictionStore(now).round(1)).toEqual({ left: 0, isOpen: false, count: 0 });
});

it('gives quizzes, what is to be learnt, teachers and settings to the classroom of their place', () => {
  const session = (id: number, platform: string, channel: string) =>
    `INSERT INTO quiz_sessions VALUES (${id}, '${platform}', '${channel}', 'q', '"T"', '[]', 'normal', 0, 0, NULL);
     INSERT INTO rounds (id, session, position, item, phase, created_at) VALUES (${id}, ${id}, 0, '{}', 'open', 0);
     INSERT INTO submissions (round, person, vote, answers, grades, credit, created_at)
       VALUES (${id}, 'discord:5', 1, '{}', '{}', 1, 0);`;
  const now = openOld(`${PEOPLE}
    ${session(3, 'web', 'class')} ${session(4, 'discord', 'class')}
    INSERT INTO own_quizzes VALUES ('terminal', 'class', 'ours', 'not', '{}', 9), ('web', 'class', 'ours', 'x', '{}', 0), ('discord', '9', 'theirs', 'x', '{}', 0);
    INSERT INTO learning VALUES ('web', 'class', 'q', 'i', 1, 2, 3);
    INSERT INTO teachers VALUES ('discord', '7', 'discord:5', 'Lee');
    INSERT INTO settings VALUES ('channel:web:class', 'keepDays', '30'), ('channel:terminal:class', 'keepDays', '9'),
      ('channel:terminal:class', 'language', 'ko'), ('channel:discord:8', 'language', 'ko'),
      ('channel:terminal:a:b', 'language', 'de'), ('person:web:1', 'language', 'de'), ('web', 'secret', 's'),
      ('retired', 'gone', 'yes');`);
  const quizzes = quizStore(now);
  expect(quizzes.latest('web:class')).toMatchObject({ id: 3, place: { platform: 'web', channel: 'class' } });
  expect(quizzes.latest('discord:class')).toMatchObject({ id: 4, classroom: 'discord:class' });
  expect(quizzes.given(4)).toMatchObject([{ person: 'discord:5', round: 4 }]);
  expect([quizzes.own('web:class'), quizzes.own('discord:9')]).toMatchObject([
    [{ name: 'ours' }],
    [{ name: 'theirs' }],
  ]);
  expect(now.prepare('SELECT source FROM own_quizzes ORDER BY classroom').pluck().all()).toEqual(['x', 'x']);
  expect(quizzes.learning('web:class')).toEqual([{ quiz: 'q', item: 'i', box: 1, dueAt: 2, successes: 3 }]);
  expect(teacherStore(now).of('discord:7')).toEqual([{ id: 'discord:5', name: 'Lee' }]);
  const settings = settingsStore(now);
  expect(settings.get('classroom:web:class', 'keepDays')).toBe('30');
  expect(settings.get('classroom:web:class', 'language')).toBe('ko');
  expect(settings.get('classroom:discord:8', 'language')).toBe('ko');
  expect(settings.get('classroom:terminal:a:b', 'language')).toBe('de');
  expect([settings.get('person:web:1', 'language'), settings.get('web', 'secret')]).toEqual(['de', 's']);

  expect(privacyStore(now).classrooms()).toEqual([
    'discord:7',
    'discord:8',
    'discord:9',
    'discord:class',
    'terminal:a:b',
    'web:2024',
    'web:class',
    'web:gone',
  ]);
  expect(privacyStore(now).kept('discord:5').teacherIn).toEqual([
    { platform: 'discord', channel: '7', name: 'Lee' },
  ]);
  // A classroom that was deleted keeps its name from others.
  const pages = classroomStore(now);
  expect(['class', 'gone', 'new'].map(pages.isTaken)).toEqual([true, true, false]);
  expect(pages.get('class')).toMatchObject({ title: 'Class', code: 'AAAAAA' });
});

it('keeps a copy of the database as it was', () => {
  openOld(`${PEOPLE} ${experiment(1, 'web:1', 'class', 'web')}`);
  const [copy = ''] = readdirSync(folder).filter((name) => name.startsWith('augie.db.before-'));
  const old = openSqlite(join(folder, copy), { readonly: true });
  expect(old.prepare('SELECT channel FROM experiments').pluck().all()).toEqual(['class']);
  expect(old.pragma('user_version', { simple: true })).toBe(6);
  old.close();
});

it('finds the classroom of a place, also where several places share one, and stores nothing for that', () => {
  db = openDatabase(folder);
  const classroomOf = classroomFinder(db);
  const count = db.prepare('SELECT (SELECT count(*) FROM classrooms) + count(*) FROM places').pluck();
  const page = { platform: 'web', channel: 'class' };
  expect([classroomOf(page), count.get()]).toEqual(['web:class', 0]);
  const make = classroomMaker(db);
  for (let i = 0; i < 2; i++) make('web:class');
  expect([classroomOf(page), count.get()]).toEqual(['web:class', 2]);
  db.prepare(`INSERT INTO places VALUES ('discord', '7', 'web:class')`).run();
  expect(classroomOf({ platform: 'discord', channel: '7' })).toBe('web:class');
  // The same name on another platform is another classroom, except in a shell, which names no platform.
  expect(classroomOf({ platform: 'slack', channel: 'class' })).toBe('slack:class');
  classroomStore(db).create({ slug: 'other', title: 'Other', code: 'AAAAAA' }, 0);
  expect(classroomOf({ platform: 'terminal', channel: 'other' })).toBe('web:other');
});

it('keeps experiments of a deleted classroom, and its name from new ones', () => {
  db = openDatabase(folder);
  const pages = classroomStore(db);
  pages.create({ slug: 'class', title: 'Class', code: 'AAAAAA' }, 0);
  expect(pages.isTaken('class')).toBe(true);
  db.exec(`INSERT INTO people VALUES ('web:1', 'Kim', 0)`);
  const id = experimentStore(db).propose({
    spec: {} as never,
    asker: 'web:1',
    classroom: 'web:class',
    trials: [],
    now: 0,
  });
  teacherStore(db).add('web:class', { id: 'web:1', name: 'Kim' });
  settingsStore(db).set('classroom:web:class', 'keepDays', '3');
  pages.remove('class');
  expect(pages.get('class')).toBeUndefined();
  expect(pages.isTaken('class')).toBe(true);
  expect(experimentStore(db).get(id)?.classroom).toBe('web:class');
  expect(teacherStore(db).of('web:class')).toEqual([]);
  expect(settingsStore(db).get('classroom:web:class', 'keepDays')).toBeUndefined();
});
