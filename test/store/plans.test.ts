/** No statement reads all of what grows: SQLite says what it will do, for every statement of every store. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classroomStore } from '../../src/store/classrooms.ts';
import { openDatabase } from '../../src/store/database.ts';
import { experimentStore } from '../../src/store/experiments.ts';
import { jobStore, postStore } from '../../src/store/jobs.ts';
import { peopleStore, settingsStore, teacherStore } from '../../src/store/people.ts';
import { classroomFinder, classroomMaker } from '../../src/store/places.ts';
import { predictionStore } from '../../src/store/predictions.ts';
import { privacyStore } from '../../src/store/privacy.ts';
import { questionStore } from '../../src/store/questions.ts';
import { quizStore } from '../../src/store/quiz.ts';
import type { Db } from '../../src/store/sqlite.ts';
import { trialStore } from '../../src/store/trials.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

const stores: readonly ((db: Db) => unknown)[] = [
  classroomStore,
  experimentStore,
  jobStore,
  postStore,
  peopleStore,
  settingsStore,
  teacherStore,
  classroomFinder,
  classroomMaker,
  predictionStore,
  privacyStore,
  questionStore,
  quizStore,
  (db) => trialStore(db, { checkpoints: 0, networks: 0 }),
];

/** Statements, by how they begin, that read or sort as much as they find, and why they may. */
const MAY_READ_ALL: Readonly<Record<string, string>> = {
  'SELECT * FROM web_classrooms ORDER BY created_at':
    'the classrooms of one school, for the teacher who lists them',
  'SELECT id FROM classrooms': 'the sweep goes through all of them, once an hour',
  'DELETE FROM networks WHERE id IN': 'networks, as many as there is room for',
  'DELETE FROM teacher_sessions WHERE session IS NOT': 'a new teacher link ends all others',
};
const MAY_SORT: Readonly<Record<string, string>> = {
  'SELECT * FROM web_classrooms ORDER BY created_at': 'the classrooms of one school',
  'SELECT c.* FROM web_classrooms c JOIN members': 'the classrooms of one browser',
  'SELECT id, name FROM teachers': 'the teachers of one classroom',
  'SELECT quiz, item, box, due_at': 'what one classroom is still to learn',
  'SELECT arm, low, high FROM predictions WHERE experiment': 'the predictions on one experiment',
  'SELECT s.rowid AS id, s.*, p.name FROM submissions s LEFT JOIN people p ON p.id = s.person WHERE s.round':
    'the answers of one round or session',
  'SELECT id, checkpoint_epoch AS epoch': 'the relatives of one trial',
  'UPDATE trials SET checkpoint_epoch = NULL': 'checkpoints, as many as there is room for',
  // One person's data, for an export or before it is deleted.
  'SELECT experiment, arm, low, high': 'the predictions of one person',
  'SELECT substr(classroom, 1, instr(classroom': 'the places of one teacher',
  'WITH found (slug': 'the classrooms of one person',
  'SELECT classroom AS channel, created_at': 'the messages of one person',
  'SELECT DISTINCT classroom FROM messages': 'the messages of one person',
  'SELECT id, classroom, card FROM messages WHERE instr': 'where one person was',
  'SELECT m.id, m.classroom, a.name': 'where one person was',
};

let folder: string;
let db: Db;
beforeAll(() => {
  folder = newFolder();
  db = openDatabase(folder);
});
afterAll(() => {
  db.close();
  deleteFolder(folder);
});

function statements(): string[] {
  const { prepare } = db;
  const found = new Set<string>();
  db.prepare = ((sql: string) => {
    found.add(sql.replace(/\s+/g, ' ').trim());
    return prepare.call(db, sql);
  }) as Db['prepare'];
  for (const store of stores) store(db);
  db.prepare = prepare;
  return [...found];
}

/** What SQLite will do, a step a line. Values that are not known yet are NULL. */
function planOf(sql: string): string[] {
  const explained = db.prepare<[], { detail: string }>(
    `EXPLAIN QUERY PLAN ${sql.replace(/\?|@\w+/g, 'NULL')}`,
  );
  return explained.all().map(({ detail }) => detail);
}

/** Indexes of a part of a table, which all of what is asked for is in. */
const partial = () =>
  db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'`)
    .pluck()
    .all();
/** Whether a step goes through a whole table, or through a whole index of it. */
function readsAll(step: string): boolean {
  const index = /^SCAN \S+(?: USING (?:COVERING )?INDEX (\S+))?/.exec(step);
  if (!index) return step.includes('AUTOMATIC');
  return !/^SCAN (f|found|\(subquery|CONSTANT)/.test(step) && !partial().includes(index[1] ?? '');
}

const begins = (sql: string, known: Readonly<Record<string, string>>) =>
  Object.keys(known).some((beginning) => sql.startsWith(beginning));

describe('a statement', () => {
  it('is found, with its plan', () => {
    expect(statements().length).toBeGreaterThan(120);
    expect(planOf('SELECT * FROM messages').filter(readsAll)).toHaveLength(1);
    expect(planOf('SELECT count(*) FROM messages').filter(readsAll)).toHaveLength(1);
    expect(planOf(`SELECT 1 FROM experiments WHERE state = 'running'`).filter(readsAll)).toEqual([]);
  });

  it('never reads all rows of a table', () => {
    const bad = statements()
      .filter((sql) => !begins(sql, MAY_READ_ALL))
      .map((sql) => [sql, planOf(sql).filter(readsAll)])
      .filter(([, steps]) => steps?.length !== 0);
    expect(bad).toEqual([]);
  });

  it('sorts nothing but what belongs to one person, round, experiment or classroom', () => {
    const bad = statements().filter(
      (sql) => !begins(sql, MAY_SORT) && planOf(sql).some((step) => step.includes('TEMP B-TREE')),
    );
    expect(bad).toEqual([]);
  });

  it('is in no list of exceptions without need', () => {
    const all = statements();
    const needed = (known: object, isBad: (step: string) => boolean) =>
      Object.keys(known).filter(
        (beginning) => !all.some((sql) => sql.startsWith(beginning) && planOf(sql).some(isBad)),
      );
    expect(needed(MAY_READ_ALL, readsAll)).toEqual([]);
    expect(needed(MAY_SORT, (step) => step.includes('TEMP B-TREE'))).toEqual([]);
  });
});

it('finds what refers to a row that is deleted by an index', () => {
  const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  const bare = tables.flatMap((table) => {
    const keys = db.prepare<[], { from: string }>(`SELECT "from" FROM pragma_foreign_key_list('${table}')`);
    return keys
      .all()
      .filter(({ from }) => planOf(`SELECT 1 FROM ${table} WHERE ${from} = ?`).some(readsAll))
      .map(({ from }) => `${table}.${from}`);
  });
  expect(bare).toEqual([]);
});
