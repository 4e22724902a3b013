/** A database with something of two people in every table that knows people. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Card } from '../../src/chat/card.ts';
import { toCsv } from '../../src/chat/csv.ts';
import { translate } from '../../src/i18n/i18n.ts';
import type { Db } from '../../src/store/sqlite.ts';

/** Letters that SQLite's LIKE and JSON might trip over. */
export const NAME = 'Zoë "Z" O’Neil_100%';
export const OTHER = 'Zo';

export const T0 = 1_700_000_000_000;

const listCard = (locale: string, ...names: string[]): Card => ({
  title: 'Experiments',
  locale,
  blocks: [
    {
      type: 'table',
      columns: [{ label: 'No.' }, { label: 'By' }],
      rows: names.map((name, i) => [String(i + 1), name]),
    },
  ],
});

const notYours = (locale: string, owner: string): Card => ({
  title: '…',
  locale,
  trouble: 'mistake',
  blocks: [{ type: 'text', text: translate(locale)('experiment.notYours', { id: '7', owner }) }],
});

/** Person web:1 is NAME, web:2 is OTHER, both in `class`; web:3 is another NAME, in `other`. */
export function fill(db: Db): void {
  const insert = (table: string, rows: readonly Record<string, unknown>[]) => {
    for (const row of rows) {
      const keys = Object.keys(row);
      db.prepare(`INSERT INTO ${table} (${keys.join()}) VALUES (${keys.map((key) => `@${key}`).join()})`).run(
        row,
      );
    }
  };
  insert(
    'people',
    [NAME, OTHER, NAME].map((name, i) => ({ id: `web:${i + 1}`, name, seen_at: T0 })),
  );
  insert(
    'classrooms',
    ['class', 'other', 'quiet'].map((slug) => ({ id: `web:${slug}` })),
  );
  insert(
    'places',
    ['class', 'other', 'quiet'].map((channel) => ({ platform: 'web', channel, classroom: `web:${channel}` })),
  );
  insert('web_classrooms', [
    { slug: 'class', title: 'Class A', code: 'a', created_at: T0, revision: 40, deleted_revision: 3 },
    { slug: 'other', title: 'Class B', code: 'b', created_at: T0, revision: 5 },
    { slug: 'quiet', title: 'Class C', code: 'c', created_at: T0 },
  ]);
  insert(
    'members',
    [NAME, OTHER, NAME].map((name, i) => ({
      id: i + 1,
      classroom: i < 2 ? 'class' : 'other',
      session: `s${i}`,
      name,
      name_key: name.toLowerCase(),
      joined_at: T0,
    })),
  );
  insert('settings', [
    { scope: 'person:web:1', name: 'language', value: 'de' },
    { scope: 'person:web:10', name: 'language', value: 'ko' },
    { scope: 'person:web:2', name: 'language', value: 'ko' },
    { scope: 'classroom:web:class', name: 'keepDays', value: '30' },
  ]);
  insert('teachers', [
    { classroom: 'web:class', id: 'web:1', name: NAME },
    { classroom: 'web:class', id: 'web:2', name: OTHER },
  ]);
  const card = (one: Card) => JSON.stringify(one);
  const say = (author: string | null, more: Record<string, unknown>, classroom = 'class') => ({
    classroom,
    revision: 1,
    author,
    key: author && `key-${author}`,
    created_at: T0,
    ...more,
  });
  insert('messages', [
    say('web:1', { id: 1, said: `I am ${NAME}` }),
    say('web:1', { id: 2, said: '/help', key: 'k2', only_for: 'web:1', card: card(notYours('en', OTHER)) }),
    say('web:1', {
      id: 3,
      said: `/experiment rename 1 ${NAME}`,
      key: 'k3',
      card: card({ title: 'Renamed', blocks: [] }),
      created_at: T0 - 1000,
    }),
    say('web:2', { id: 4, said: 'hello', card: null }),
    say('web:2', { id: 5, said: '/experiment list', key: 'k5', card: card(listCard('en', NAME, OTHER)) }),
    say('web:2', { id: 6, said: '/e', key: 'k6', only_for: 'web:2', card: card(notYours('en', NAME)) }),
    say('web:2', { id: 7, said: '/e', key: 'k7', only_for: 'web:2', card: card(notYours('de', NAME)) }),
    say('web:2', { id: 8, said: '/e', key: 'k8', only_for: 'web:2', card: card(notYours('ko', NAME)) }),
    say(null, { id: 9, nonce: 'post-1', card: card(listCard('de', OTHER, NAME)) }),
    say(null, { id: 10, nonce: 'post-2', card: card(listCard('ko', NAME)) }),
    say('web:2', {
      id: 12,
      key: 'k12',
      only_for: 'web:2',
      card: card({
        title: 'Q',
        locale: 'en',
        blocks: [
          { type: 'text', text: translate('en')('quiz.peer.partner', { names: `${NAME}, ${OTHER}` }) },
        ],
      }),
    }),
    say(null, { id: 13, nonce: 'post-3', only_for: 'web:2', card: card({ title: 'Answers', blocks: [] }) }),
    say('web:3', { id: 11, said: `also ${NAME}`, card: card(listCard('en', NAME)) }, 'other'),
  ]);
  insert('attachments', [
    { message: 2, name: 'sheet', hash: 'h', media_type: 'image/png', content: Buffer.from(NAME) },
    { message: 5, name: 'sheet', hash: 'h', media_type: 'image/png', content: Buffer.from('theirs') },
    {
      message: 13,
      name: 'quiz-1.csv',
      hash: 'h',
      media_type: 'text/csv; charset=utf-8; header=present',
      content: Buffer.from(
        toCsv([
          ['session', 'quiz', 'item_number', 'item', 'blank', 'person', 'vote'],
          [1, 'small', 1, 'turn', 'answer', NAME, 1],
          [1, 'small', 1, 'turn', 'answer', OTHER, 1],
        ]),
      ),
    },
  ]);
  const spec = '{"dataset":"fashion-mnist"}';
  insert(
    'experiments',
    (['done', 'cancelled', 'proposed'] as const).map((state, i) => ({
      id: i + 1,
      asker: 'web:1',
      classroom: 'web:class',
      spec,
      state,
      created_at: T0,
    })),
  );
  insert('experiments', [
    { id: 4, asker: 'web:2', classroom: 'web:class', spec, state: 'done', created_at: T0 },
  ]);
  insert('trials', [{ id: 't1', lineage: 'l', epochs: 1, spec: '{}', test_accuracy: 0.5, finished_at: T0 }]);
  const item = '{"id":"turn","kind":"number","points":1}';
  insert('quiz_sessions', [
    {
      id: 1,
      classroom: 'web:class',
      platform: 'web',
      channel: 'class',
      quiz: 'small',
      title: '"T"',
      items: '[]',
      mode: 'normal',
      seconds: 0,
      created_at: T0,
    },
  ]);
  insert('rounds', [
    { id: 1, session: 1, position: 0, item, phase: 'revealed', created_at: T0 },
    { id: 2, session: 1, position: 1, item, phase: 'open', created_at: T0 },
  ]);
  insert(
    'submissions',
    [1, 2].flatMap((n) =>
      [1, 2].map((round) => ({
        round,
        person: `web:${n}`,
        vote: 1,
        answers: '{"answer":"0.05"}',
        grades: '{}',
        credit: 1,
        created_at: T0,
      })),
    ),
  );
  insert('quiz_audit', [
    { round: 1, blank: 'answer', answer: '0.05', by: 'web:1', regraded: 1, created_at: T0 },
    { round: 1, blank: 'answer', answer: '0.06', by: 'web:2', regraded: 1, created_at: T0 },
  ]);
  insert('prediction_rounds', [{ experiment: 1, left_ms: 0 }]);
  insert(
    'predictions',
    [1, 2].map((n) => ({
      experiment: 1,
      person: `web:${n}`,
      arm: 'augmented',
      low: 0.8,
      high: 0.85,
      created_at: T0,
    })),
  );
  insert('experiment_trials', [{ experiment: 1, position: 0, arm: 'full', seed: 1, trial: 't1' }]);
}

export type Row = Record<string, unknown>;

/** All rows of all tables. */
export function tables(db: Db): Record<string, Row[]> {
  const names = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  return Object.fromEntries(
    names.map((name) => [name, db.prepare<[], Row>(`SELECT * FROM "${name}"`).all()]),
  );
}

/** Every place, as `table.column of key`, that holds one of these texts, as it is or as JSON writes it. */
export function placesOf(db: Db, ...texts: string[]): string[] {
  const wanted = texts.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]);
  return Object.entries(tables(db)).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row)
        .filter(([, value]) => wanted.some((one) => String(value).replaceAll('""', '"').includes(one)))
        .map(([column]) => `${table}.${column} of ${row.id ?? row.message ?? row.slug ?? row.scope}`),
    ),
  );
}

/** Where NAME occurs, in any stored form. */
export const namePlaces = (db: Db): string[] => placesOf(db, NAME, NAME.toLowerCase()).sort();

/** Where it stays when web:1 is forgotten: it is somebody else's, in another classroom. */
export const NAMESAKE = [
  'members.name of 3',
  'members.name_key of 3',
  'messages.card of 11',
  'messages.said of 11',
  'people.name of web:3',
];

/** Whether a text occurs anywhere in the bytes of the database or of its log. */
export const inFiles = (folder: string, text: string): string[] =>
  ['augie.db', 'augie.db-wal'].filter((file) => readFileSync(join(folder, file)).includes(text));
