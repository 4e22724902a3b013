/** A classroom that is deleted: what belongs to it goes with it, and nothing of the others. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { quizSchema } from '../../src/quiz/content/quiz.ts';
import { classroomStore } from '../../src/store/classrooms.ts';
import { openDatabase } from '../../src/store/database.ts';
import { quizStore } from '../../src/store/quiz.ts';
import type { Db } from '../../src/store/sqlite.ts';
import { quizScene } from '../quiz/scenes.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

let folder: string;
let db: Db;
beforeEach(() => {
  folder = newFolder();
  db = openDatabase(folder);
});
afterEach(() => {
  db.close();
  deleteFolder(folder);
});

const OF_QUIZZES = [
  'quiz_sessions',
  'rounds',
  'submissions',
  'quiz_audit',
  'own_quizzes',
  'learning',
  'jobs',
  'posts',
] as const;
const counts = () =>
  Object.fromEntries(
    OF_QUIZZES.map((table) => [table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]),
  );

/** One of everything that quizzes leave in a classroom. */
function play(platform: string, channel: string): void {
  const store = quizStore(db);
  const classroom = `${platform}:${channel}`;
  const round = Number(quizScene(db, 'revealed', { platform, channel }, ['Lee']));
  store.accept(round, { blank: 'answer', answer: '4', by: `${platform}:Lee` }, [], 0);
  const quiz = quizSchema.parse({ title: 'T', about: 'For a test', items: [store.round(round)?.item] });
  store.save(classroom, 'own', 'source', quiz, 0);
  store.setLearning(classroom, 'own', 'a', { box: 0, dueAt: 0, successes: 0 });
}

it('takes its quizzes with it: played, made, and still to be learnt', () => {
  const classrooms = classroomStore(db);
  for (const slug of ['class', 'other']) classrooms.create({ slug, title: slug, code: slug }, 0);
  const each = (n: number) => Object.fromEntries(OF_QUIZZES.map((table) => [table, n]));
  play('web', 'class');
  play('web', 'other');
  // A channel of another platform may have the same name.
  play('discord', 'class');
  expect(counts()).toEqual(each(3));
  classrooms.remove('class');
  expect(counts()).toEqual(each(2));
  const store = quizStore(db);
  for (const [classroom, there] of [
    ['web:class', false],
    ['web:other', true],
    ['discord:class', true],
  ] as const) {
    expect([classroom, store.latest(classroom) !== undefined]).toEqual([classroom, there]);
    expect([store.own(classroom).length, store.learning(classroom).length]).toEqual(there ? [1, 1] : [0, 0]);
  }
});

it('knows how much was said, as if all of it were measured', () => {
  const store = classroomStore(db);
  for (const slug of ['class', 'other']) store.create({ slug, title: slug, code: slug }, 0);
  db.exec(`INSERT INTO people VALUES ('web:1', 'Kim', 0)`);
  const card = (title: string) => ({ title, locale: 'ko', blocks: [] }) as const;
  const file = { name: 'a', hash: 'h', mediaType: 'text/csv', content: Buffer.alloc(5000) };
  const chart = {
    name: 'b',
    hash: 'h',
    mediaType: 'image/png',
    figure: { config: { 가: 1 }, width: 1, height: 1 },
  };
  const { message } = store.add(
    { classroom: 'class', author: 'web:1', said: '안녕', card: card('증강'), attachments: [file, chart] },
    0,
  );
  store.add({ classroom: 'class', said: 'x' }, 0);
  const measured = db.prepare(
    `SELECT (SELECT sum(coalesce(octet_length(said), 0) + coalesce(octet_length(card), 0)) FROM messages) +
       (SELECT sum(coalesce(octet_length(figure), 0) + coalesce(octet_length(content), 0)) FROM attachments)`,
  );
  const all = () => measured.pluck().get();
  expect(store.bytes('class')).toBe(all());
  expect(store.bytes('class', 'web:1')).toBe(store.bytes('class') - 1);
  store.edit(message.id, card('다른'), [file], 3);
  expect(store.bytes('class')).toBe(all());
  expect([store.bytes('other'), store.bytes('class', 'web:2')]).toEqual([0, 0]);
});
