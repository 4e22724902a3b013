/** Messages whose time is up: per channel, at start and every hour, in a whole Augie whose time the test moves. */
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { projectRoot, readConfig } from '../../src/config.ts';
import { KEEP_DAYS } from '../../src/privacy/privacy.ts';
import { SWEEP_EVERY_MS } from '../../src/privacy/service.ts';
import { itemSchema } from '../../src/quiz/content/quiz.ts';
import { classroomStore } from '../../src/store/classrooms.ts';
import { openDatabase } from '../../src/store/database.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { type Db, openSqlite } from '../../src/store/sqlite.ts';
import { createChannel, deleteFolder, newFolder } from '../test-app.ts';
import { type FakeClock, fakeClock } from '../time/fake-clock.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = 1_700_000_000_000;

let folder: string;
let db: Db;
let clock: FakeClock;
let app: App | undefined;
let deleted: string[];
let logged: string[];

beforeEach(() => {
  folder = newFolder();
  openDatabase(folder).close();
  db = openSqlite(join(folder, 'augie.db'));
  db.pragma('foreign_keys = ON');
  for (const slug of ['class', 'other']) classroomStore(db).create({ slug, title: slug, code: slug }, 0);
  clock = fakeClock(START);
  deleted = [];
  logged = [];
});
afterEach(async () => {
  await app?.stop();
  app = undefined;
  db.close();
  deleteFolder(folder);
});

async function start(): Promise<App> {
  const root = projectRoot();
  app = await createApp({
    config: readConfig({ AUGIE_DATA: folder }, root),
    root,
    who: 'a test',
    log: pino({ level: 'warn' }, { write: (line) => void logged.push(line) }),
    clock,
  });
  app.connect({ ...createChannel('web'), deleted: (channel) => void deleted.push(channel) });
  return app;
}

const say = (daysAgo: number, classroom = 'class') =>
  db
    .prepare('INSERT INTO messages (classroom, revision, said, created_at) VALUES (?, 1, ?, ?)')
    .run(classroom, `${daysAgo}`, START - daysAgo * DAY);
const left = (classroom = 'class') =>
  db
    .prepare<[string], string>('SELECT said FROM messages WHERE classroom = ? ORDER BY id')
    .pluck()
    .all(classroom);
const revisions = (classroom = 'class') =>
  db
    .prepare('SELECT revision, deleted_revision AS deleted FROM web_classrooms WHERE slug = ?')
    .get(classroom);

const teacher = { id: 'web:1', name: 'Ms Park', teacher: true };

async function keep(days: string, channel = 'class'): Promise<string> {
  let said = '';
  await app?.dispatch(
    { person: teacher, place: { platform: 'web', channel }, input: { text: `/settings keep ${days}` } },
    async ({ blocks: [block] }) => {
      if (block?.type === 'text') said = block.text;
      return { platform: 'web', channel, message: '1' };
    },
  );
  return said;
}

it('go at start, with what hangs on them; the others stay', async () => {
  expect(KEEP_DAYS.default).toBe(365);
  const { lastInsertRowid: old } = say(366);
  say(364);
  db.prepare(`INSERT INTO attachments VALUES (?, 'sheet', 'h', 'image/png', NULL, x'00')`).run(old);
  await start();
  expect(left()).toEqual(['364']);
  expect(db.prepare('SELECT count(*) FROM attachments').pluck().get()).toBe(0);
  expect(revisions()).toEqual({ revision: 1, deleted: 1 });
  expect(revisions('other')).toEqual({ revision: 0, deleted: 0 });
});

it('go every hour, and the platform hears which channel it was', async () => {
  say(364.99);
  say(1, 'other');
  await start();
  expect(left()).toHaveLength(1);
  clock.advance(SWEEP_EVERY_MS - 1);
  expect(left()).toHaveLength(1);
  clock.advance(1);
  expect([left(), left('other'), deleted]).toEqual([[], ['1'], ['class']]);
  clock.advance(10 * SWEEP_EVERY_MS);
  expect(deleted).toEqual(['class']);
  clock.advance(400 * DAY);
  expect([left('other'), deleted]).toEqual([[], ['class', 'other']]);
});

it('go when a teacher says so, and only in this channel', async () => {
  for (const channel of ['class', 'other']) for (const days of [0, 29, 31]) say(days, channel);
  await start();
  expect(await keep('days:30')).toBe(
    'This channel keeps messages and answers for 30 days. Older ones are deleted for good within the hour. Experiments are kept.',
  );
  expect(left()).toHaveLength(3);
  clock.advance(SWEEP_EVERY_MS);
  expect([left(), left('other')]).toEqual([
    ['0', '29'],
    ['0', '29', '31'],
  ]);
  expect(await keep('days:1')).toContain('for 1 day.');
  expect(await keep('')).toContain('for 365 days.');
  clock.advance(SWEEP_EVERY_MS);
  expect(left()).toEqual(['0', '29']);
  for (const days of ['0', '3651', '1.5', 'ever']) expect(await keep(`days:${days}`)).toContain('3,650');
});

it('and with them predictions on experiments of that time, wherever the classroom is: all of a round or none', async () => {
  db.exec(`INSERT INTO people VALUES ('terminal:kim', 'Kim', 0), ('discord:1', 'Lee', 0)`);
  const predicted = (daysAgo: number, classroom: string, state = 'done') => {
    const at = START - daysAgo * DAY;
    db.prepare('INSERT OR IGNORE INTO classrooms VALUES (?)').run(classroom);
    const { lastInsertRowid: id } = db
      .prepare(
        `INSERT INTO experiments (asker, classroom, spec, state, created_at) VALUES ('terminal:kim', ?, '{}', ?, ?)`,
      )
      .run(classroom, state, at);
    db.prepare('INSERT INTO prediction_rounds VALUES (?, 0)').run(id);
    for (const [i, person] of ['terminal:kim', 'discord:1'].entries())
      db.prepare(
        `INSERT INTO predictions (experiment, person, arm, low, high, created_at) VALUES (?, ?, 'reduced', 0, 1, ?)`,
      ).run(id, person, at + i * DAY);
    return id;
  };
  predicted(366, 'web:class');
  predicted(366, 'discord:77');
  const running = predicted(366, 'web:class', 'running');
  const young = predicted(364.5, 'discord:77');
  await start();
  const rounds = () =>
    db.prepare('SELECT experiment FROM prediction_rounds ORDER BY experiment').pluck().all();
  expect(rounds()).toEqual([running, young]);
  expect(db.prepare('SELECT count(*) FROM predictions').pluck().get()).toBe(4);
  expect(db.prepare('SELECT count(*) FROM experiments').pluck().get()).toBe(4);
  expect(deleted).toEqual([]);
  clock.advance(DAY);
  expect(rounds()).toEqual([running]);
});

it('and with them quizzes of that time with their answers and their cards', async () => {
  db.exec(`INSERT INTO people VALUES ('discord:1', 'Lee', 0)`);
  const asked = (daysAgo: number) => {
    const at = START - daysAgo * DAY;
    const store = quizStore(db);
    const place = { platform: 'discord', channel: '77' };
    const session = store.begin({
      classroom: 'discord:77',
      place,
      quiz: 'small',
      title: 'T',
      items: [],
      mode: 'normal',
      seconds: 0,
      createdAt: at,
    });
    const item = itemSchema.parse({ id: 'a', kind: 'number', ask: 'Q', answer: {} });
    const { round } = store.open({ session, position: 0, item, createdAt: at }, { place, locale: 'en' });
    const given = {
      vote: 1,
      answers: { answer: '1' },
      grades: {},
      credit: 0,
      changes: 0,
      nearly: 0,
      at,
    } as const;
    store.submit(round, { id: 'discord:1', name: 'Lee', teacher: false }, given);
    return session;
  };
  asked(366);
  const young = asked(364);
  await start();
  expect(db.prepare('SELECT id FROM quiz_sessions').pluck().all()).toEqual([young]);
  for (const table of ['rounds', 'submissions', 'jobs', 'posts'])
    expect([table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([table, 1]);
});

it('keep the setting over a restart, and space is given back', async () => {
  await start();
  await keep('days:2');
  await app?.stop();
  db.prepare(`INSERT INTO messages (classroom, revision, said, created_at) VALUES ('class', 1, ?, ?)`).run(
    'x'.repeat(1_000_000),
    START - 3 * DAY,
  );
  const pages = () => db.pragma('page_count', { simple: true }) as number;
  const before = pages();
  await start();
  expect(left()).toEqual([]);
  expect(pages()).toBeLessThan(before - 200);
});

it('and so do people whose classroom was deleted', async () => {
  for (const [id, classroom] of [
    [1, 'class'],
    [2, 'other'],
  ])
    db.prepare(`INSERT INTO members (id, classroom, session, name, name_key, joined_at)
       VALUES (?, ?, 's', 'Kim', 'kim', 0)`).run(id, classroom);
  for (const id of ['web:1', 'web:2', 'terminal:kim'])
    db.prepare(`INSERT INTO people VALUES (?, 'Kim', 0)`).run(id);
  db.prepare(`INSERT INTO settings VALUES ('person:web:1', 'language', 'ko')`).run();
  await start();
  const known = () => db.prepare(`SELECT id FROM people WHERE name <> '' ORDER BY id`).pluck().all();
  expect(known()).toEqual(['terminal:kim', 'web:1', 'web:2']);
  db.prepare(`DELETE FROM web_classrooms WHERE slug = 'class'`).run();
  clock.advance(SWEEP_EVERY_MS);
  expect(known()).toEqual(['terminal:kim', 'web:2']);
  expect(db.prepare(`SELECT count(*) FROM settings WHERE scope LIKE 'person:%'`).pluck().get()).toBe(0);
});

it.each([
  ['ahead', 400],
  ['ahead by less than a term', 90],
  ['back', -400],
])('stay when the clock has jumped %s at start, until that time has lasted a day', async (_, days) => {
  say(364);
  say(200);
  await start();
  await app?.stop();
  clock.jump(days * DAY);
  await start();
  expect([left(), logged.join('')]).toEqual([['364', '200'], expect.stringContaining('the clock jumped')]);
  // Somebody has set it right.
  clock.jump(-days * DAY);
  clock.advance(2 * DAY);
  expect([left(), logged.length]).toEqual([['200'], 2]);
});

it('stay when the clock jumps while the program runs, and go when it was no mistake', async () => {
  say(364);
  say(200);
  await start();
  clock.jump(200 * DAY);
  clock.advance(DAY);
  expect([left(), logged.length]).toEqual([['364', '200'], 1]);
  clock.advance(SWEEP_EVERY_MS);
  expect(left()).toEqual([]);
});

it('go also where the program runs for an hour a week', async () => {
  say(364);
  for (let week = 0; week < 3; week++) {
    await start();
    await app?.stop();
    clock.advance(7 * DAY);
  }
  expect(left()).toEqual([]);
});

it('are tried again an hour after something was in the way', async () => {
  say(364.99);
  db.exec(`CREATE TRIGGER no BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, 'no'); END`);
  await start();
  clock.advance(SWEEP_EVERY_MS);
  expect([left().length, deleted]).toEqual([1, []]);
  db.exec('DROP TRIGGER no');
  clock.advance(SWEEP_EVERY_MS);
  expect([left(), deleted]).toEqual([[], ['class']]);
});
