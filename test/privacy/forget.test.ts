/** Deleting a person's data: it disappears from every table and from the bytes of the file; everybody else's stays. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../src/chat/card.ts';
import { translate } from '../../src/i18n/i18n.ts';
import { fileWithoutName, withoutName } from '../../src/privacy/names.ts';
import { classroomStore } from '../../src/store/classrooms.ts';
import { openDatabase } from '../../src/store/database.ts';
import { privacyStore } from '../../src/store/privacy.ts';
import type { Db } from '../../src/store/sqlite.ts';
import { deleteFolder, newFolder, plainText } from '../test-app.ts';
import { fill, inFiles, NAME, NAMESAKE, namePlaces, OTHER, placesOf, tables } from './rows.ts';

let folder: string;
let db: Db;
beforeEach(() => {
  folder = newFolder();
  db = openDatabase(folder);
  fill(db);
});
afterEach(() => {
  db.close();
  deleteFolder(folder);
});

const forget = (person = 'web:1') => privacyStore(db).forget(person, withoutName, fileWithoutName);
const message = (id: number) => tables(db).messages?.find((row) => row.id === id);
const card = (id: number) => plainText(JSON.parse(String(message(id)?.card)) as Card);

it('leaves the name and the id of the person in no column of any table', () => {
  expect(namePlaces(db).length).toBeGreaterThan(NAMESAKE.length + 8);
  forget();
  expect(namePlaces(db)).toEqual(NAMESAKE);
  expect(placesOf(db, 'web:1').filter((place) => place !== 'settings.scope of person:web:10')).toEqual([]);
});

it('leaves the name nowhere in the bytes of the files', () => {
  forget('web:3');
  // The name is in use before, so a checkpoint writes it to the file itself.
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(inFiles(folder, NAME)).toEqual(['augie.db']);
  forget();
  expect(inFiles(folder, NAME)).toEqual([]);
  expect(inFiles(folder, JSON.stringify(NAME).slice(1, -1))).toEqual([]);
});

it('finds the name in no byte after a thousand messages of all lengths, either', () => {
  const add = db.prepare(
    `INSERT INTO messages (classroom, revision, author, said, card, created_at) VALUES ('class', 1, ?, ?, ?, 0)`,
  );
  db.transaction(() => {
    for (let n = 0; n < 1000; n++) {
      const text = `unmistakable ${'x'.repeat((n * 7919) % 9000)} ${n % 2 ? 'hers' : 'theirs'}`;
      add.run(n % 2 ? 'web:1' : 'web:2', n % 2 ? `secret ${text}` : text, null);
    }
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(inFiles(folder, 'secret unmistakable')).toEqual(['augie.db']);
  forget();
  expect(inFiles(folder, 'secret unmistakable')).toEqual([]);
  expect(inFiles(folder, 'unmistakable')).toEqual(['augie.db']);
  expect(db.pragma('freelist_count', { simple: true })).toBe(0);
});

it('keeps answers that others see, without who asked and what was typed', () => {
  forget();
  expect(message(3)).toMatchObject({ author: 'nobody', said: null, key: null });
  expect(card(3)).toBe('Renamed');
  expect([1, 2].map(message)).toEqual([undefined, undefined]);
  expect(tables(db).attachments).toMatchObject([{ message: 5 }, { message: 13 }]);
});

it('puts a word in the place of the name, in the language of each card', () => {
  forget();
  expect(card(5)).toContain('1 | somebody\n2 | Zo');
  expect(card(9)).toContain('1 | Zo\n2 | jemand');
  expect(card(10)).toContain('1 | 누군가');
  expect(card(6)).toContain('The owner of experiment 7 has deleted their data. Ask a teacher.');
  expect(card(7)).toContain('Experiment 7 gehört jemandem, dessen Daten gelöscht sind.');
  expect(card(8)).toContain('실험 7의 요청자는 기록에서 삭제되었습니다.');
});

it('keeps experiments as nobody’s', () => {
  forget();
  expect(tables(db).experiments).toMatchObject([
    { id: 1, asker: 'nobody', state: 'done' },
    { id: 2, asker: 'nobody' },
    { id: 3, asker: 'nobody' },
    { id: 4, asker: 'web:2' },
  ]);
  expect(tables(db).people).toContainEqual({ id: 'nobody', name: '', seen_at: 0 });
});

it('keeps predictions, as nobody’s, and takes back those that could be made again', () => {
  db.exec(`UPDATE experiments SET state = 'running' WHERE id = 2;
    INSERT INTO prediction_rounds VALUES (2, 5000);
    INSERT INTO predictions (experiment, person, arm, low, high, created_at) VALUES
      (2, 'web:1', 'reduced', 0, 1, 0), (2, 'web:2', 'reduced', 0, 1, 0)`);
  forget();
  forget('web:2');
  expect(tables(db).predictions).toMatchObject([
    { experiment: 1, person: null, low: 0.8 },
    { experiment: 1, person: null, low: 0.8 },
  ]);
});

it('keeps answers to quizzes, as nobody’s, and takes back those that could be given again', () => {
  forget();
  expect(tables(db).submissions).toMatchObject([
    { round: 1, person: null, answers: '{"answer":"0.05"}' },
    { round: 1, person: 'web:2' },
    { round: 2, person: 'web:2' },
  ]);
  expect(tables(db).quiz_audit).toMatchObject([
    { by: null, answer: '0.05' },
    { by: 'web:2', answer: '0.06' },
  ]);
});

it('touches nothing of others', () => {
  const theirs = () => {
    const all = tables(db);
    return {
      people: all.people?.filter(({ id }) => id !== 'web:1' && id !== 'nobody'),
      members: all.members?.filter(({ id }) => id !== 1),
      settings: all.settings?.filter(({ scope }) => scope !== 'person:web:1'),
      experiments: all.experiments?.filter(({ asker }) => asker === 'web:2'),
      messages: all.messages?.filter(({ id }) => [4, 11].includes(Number(id))),
      said: all.messages?.filter(({ author }) => author === 'web:2').map(({ said, key }) => [said, key]),
      trials: [all.trials, all.experiment_trials],
      submissions: all.submissions?.filter(({ person }) => person === 'web:2'),
      predictions: all.predictions?.filter(({ person }) => person === 'web:2'),
      other: all.classrooms?.filter(({ slug }) => slug !== 'class'),
    };
  };
  const before = theirs();
  forget();
  expect(theirs()).toEqual(before);
});

it('raises the revision of the classroom and of what changed there, and says which classroom it was', () => {
  expect(forget()).toEqual(['class']);
  expect(tables(db).web_classrooms?.[0]).toMatchObject({ slug: 'class', revision: 41, deleted_revision: 41 });
  for (const id of [3, 5, 6, 9]) expect(message(id)?.revision, String(id)).toBe(41);
  expect(message(4)?.revision).toBe(1);
});

it('forgets one after the other, and whoever comes again starts anew', () => {
  forget();
  forget('web:2');
  expect(placesOf(db, 'web:2')).toEqual([]);
  db.prepare(`INSERT INTO people VALUES ('web:1', ?, 1)`).run(NAME);
  expect(privacyStore(db).kept('web:1')).toMatchObject({ settings: {}, experiments: [], classrooms: [] });
  expect(forget()).toEqual([]);
});

it('is all or nothing', () => {
  db.exec(`CREATE TRIGGER no BEFORE DELETE ON people BEGIN SELECT RAISE(ABORT, 'no'); END`);
  const before = tables(db);
  expect(() => forget()).toThrow('no');
  expect(tables(db)).toEqual(before);
});

it('knows every table that refers to people', () => {
  const refer = Object.keys(tables(db)).flatMap((table) =>
    (db.pragma(`foreign_key_list(${table})`) as { table: string; from: string }[])
      .filter((key) => key.table === 'people')
      .map(({ from }) => `${table}.${from}`),
  );
  expect(refer.sort()).toEqual([
    'experiments.asker',
    'messages.author',
    'messages.only_for',
    'predictions.person',
    'quiz_audit.by',
    'submissions.person',
  ]);
});

it('takes the name out of what others were told in private, and out of files by name', () => {
  forget();
  expect(card(12)).toContain('Discuss with somebody, Zo: you answered differently.');
  const [file] = (tables(db).attachments ?? []).filter((row) => row.message === 13);
  expect(String(file?.content)).toBe(
    'session,quiz,item_number,item,blank,person,vote\r\n1,small,1,turn,answer,,1\r\n1,small,1,turn,answer,Zo,1\r\n',
  );
});

it('leaves nothing of the quizzes of a classroom that is deleted, and all of those elsewhere', () => {
  db.exec(`INSERT INTO classrooms VALUES ('discord:class');
    INSERT INTO quiz_sessions (id, classroom, platform, channel, quiz, title, items, mode, seconds, created_at)
      SELECT 2, 'discord:class', 'discord', channel, quiz, title, items, mode, seconds, created_at FROM quiz_sessions;
    INSERT INTO own_quizzes VALUES ('web:class', 'ours', 'x', '{}', 0), ('web:other', 'theirs', 'x', '{}', 0);
    INSERT INTO learning (classroom, quiz, item, box, due_at)
      VALUES ('web:class', 'small', 'turn', 0, 0), ('web:other', 'small', 'turn', 0, 0)`);
  classroomStore(db).remove('class');
  const all = tables(db);
  expect(all.quiz_sessions).toMatchObject([{ id: 2, platform: 'discord' }]);
  expect([all.rounds, all.submissions, all.quiz_audit]).toEqual([[], [], []]);
  expect(all.own_quizzes).toMatchObject([{ classroom: 'web:other' }]);
  expect(all.learning).toMatchObject([{ classroom: 'web:other' }]);
});

describe('a file', () => {
  it('loses whole cells of its people and no others', () => {
    const file = (person: string) =>
      `item,person,answer\r\n"a ""b"", c",${person},Zo\r\nZo,Zoo,Zo\r\nZo,"Zo, too",Zo\r\n`;
    expect(fileWithoutName(file('Zo'), 'Zo')).toBe(file(''));
    expect(fileWithoutName(file("'=1+1()"), '=1+1()')).toBe(file(''));
    expect(fileWithoutName(`\ufeff${file('Zo')}`, 'Zo')).toBe(`\ufeff${file('')}`);
    expect(fileWithoutName('\ufeffperson,vote\r\nZo,1\r\n', 'Zo')).toBe('\ufeffperson,vote\r\n,1\r\n');
    // As files of earlier versions have it.
    expect(fileWithoutName(file('＝x'), '＝x')).toBe(file(''));
    expect(fileWithoutName('\ufeffcredit;person;answer\r\n0,5;Zo;Zo\r\n1;"a;b";Zo\r\n', 'Zo')).toBe(
      '\ufeffcredit;person;answer\r\n0,5;;Zo\r\n1;"a;b";Zo\r\n',
    );
    expect(fileWithoutName('credit;person;answer\r\n1;"a;b";Zo\r\n', 'a;b')).toBe(
      'credit;person;answer\r\n1;;Zo\r\n',
    );
    expect(fileWithoutName('item,answer\r\nZo,Zo\r\n', 'Zo')).toBe('item,answer\r\nZo,Zo\r\n');
  });
});

describe('a card', () => {
  it.each(['en', 'ko', 'de'])('names somebody in the place of each to discuss with, in %s', (locale) => {
    const t = translate(locale);
    const told = (...names: string[]): Card => ({
      title: 'Q',
      locale,
      blocks: [{ type: 'text', text: t('quiz.peer.partner', { names: names.join(', ') }) }],
    });
    const somebody = t('privacy.somebody');
    for (const [before, after] of [
      [['Zo'], [somebody]],
      [
        ['Zo', 'Zoo'],
        [somebody, 'Zoo'],
      ],
      [
        ['Zoo', 'Zo'],
        ['Zoo', somebody],
      ],
      [
        ['Zoo', 'Enzo'],
        ['Zoo', 'Enzo'],
      ],
    ] as const)
      expect(withoutName(told(...before), 'Zo')).toEqual(told(...after));
  });

  it('loses whole cells and no more', () => {
    const table = (...row: string[]): Card => ({
      title: OTHER,
      locale: 'en',
      blocks: [
        { type: 'table', columns: [{ label: OTHER }], rows: [row] },
        { type: 'text', text: `${OTHER} says: 7` },
      ],
    });
    expect(withoutName(table('Zo', 'Zoo', 'by Zo'), OTHER)).toEqual(table('somebody', 'Zoo', 'by Zo'));
  });
});
