/** How long the database keeps the process that answers people, after long use by a school: 50,000 messages, 2,000 experiments. */

import { classroomScope, personScope } from '../src/chat/ports.ts';
import { classroomStore } from '../src/store/classrooms.ts';
import { type Db, openDatabase } from '../src/store/database.ts';
import { experimentStore } from '../src/store/experiments.ts';
import { settingsStore } from '../src/store/people.ts';
import { classroomFinder } from '../src/store/places.ts';
import { privacyStore } from '../src/store/privacy.ts';
import { trialStore } from '../src/store/trials.ts';
import { inFolder } from './bin.ts';
import { median, ownTime, type Row } from './table.ts';
import { trialOf } from './trial.ts';

const MESSAGES = 50_000;
const EXPERIMENTS = 2_000;
const TRIALS_EACH = 6;
const PEOPLE = 5_000;
const CHECKPOINT_BYTES = 500_000_000;
const REPEATS = 15;

export const measureStore = (): Promise<Row[]> =>
  inFolder(async (folder) => {
    const db = openDatabase(folder);
    try {
      fill(db);
      return await measure(db);
    } finally {
      db.close();
    }
  });

/** A class of 30 with all messages, and all former people, in classrooms of 25. */
function fill(db: Db): void {
  const card = JSON.stringify({ title: 'Experiment', blocks: [{ type: 'text', text: 'x'.repeat(800) }] });
  const series = (to: number) =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;
  const person = `'web:' || (1 + i % 30)`;
  const pages = classroomStore(db);
  db.transaction(() => {
    for (let i = 0; i <= PEOPLE / 25; i++)
      pages.create({ slug: `class-${i}`, title: `Class ${i}`, code: `C${i}` }, 0);
    db.exec(`
      ${series(PEOPLE)} INSERT INTO people SELECT 'web:' || i, 'Person ' || i, 0 FROM n;
      ${series(PEOPLE)} INSERT INTO members (id, classroom, session, name, name_key, joined_at)
        SELECT i, 'class-' || iif(i <= 30, 0, i / 25), 's' || i, 'Person ' || i, 'person' || i, 0 FROM n;
      ${series(EXPERIMENTS)} INSERT INTO experiments (asker, classroom, spec, state, created_at, finished_at)
        SELECT ${person}, 'web:class-0', '{"n":' || i || '}', 'done', i, i FROM n;`);
    db.prepare(
      `${series(MESSAGES)} INSERT INTO messages (classroom, revision, author, key, only_for, said, card, created_at)
       SELECT 'class-0', i, ${person}, 'k' || i, iif(i % 5 = 0, ${person}, NULL), 'hello', iif(i % 2, @card, NULL), i FROM n`,
    ).run({ card });
    db.prepare(
      `${series(EXPERIMENTS * TRIALS_EACH)} INSERT INTO trials
         (id, lineage, epochs, spec, checkpoint_epoch, checkpoint, trained_work, trained_ms, test_accuracy, predictions, finished_at)
       SELECT 't' || i, 'l' || i, 5, @spec, 5, zeroblob(30000), 100, 80, 0.8, zeroblob(10000), i FROM n`,
    ).run({ spec: JSON.stringify(trialOf({ policy: 'flip + rotate(0.04)' })) });
    db.exec(`
      ${series(EXPERIMENTS * TRIALS_EACH)} INSERT INTO experiment_trials
        SELECT 1 + (i - 1) / ${TRIALS_EACH}, i % ${TRIALS_EACH}, 'reduced', 1, 't' || i, 0 FROM n;
      ${series(EXPERIMENTS * TRIALS_EACH)} INSERT INTO epochs
        SELECT 't' || i, e.value, 100, 1, 0.5, 1, 0.5 FROM n, json_each('[1,2,3,4,5]') e;`);
  })();
}

/** Milliseconds of a core, the median of several times. */
async function costs(action: (n: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let n = 1; n <= REPEATS; n++) times.push(await ownTime(() => action(n)));
  return median(times);
}

async function measure(db: Db): Promise<Row[]> {
  const [pages, settings, experiments] = [classroomStore(db), settingsStore(db), experimentStore(db)];
  const [privacy, trials, classroomOf] = [
    privacyStore(db),
    trialStore(db, { checkpoints: CHECKPOINT_BYTES, networks: CHECKPOINT_BYTES }),
    classroomFinder(db),
  ];
  const { model, backend } = trialOf({});

  /** What GET /api/c/:slug asks. */
  function load(n: number): void {
    const session = `s${1 + (n % 30)}`;
    pages.isTeacher(session);
    const { slug } = pages.get('class-0') ?? { slug: '' };
    const member = pages.member(slug, session);
    const id = `web:${member?.id}`;
    settings.get(personScope({ id, name: '', teacher: false }), 'language');
    settings.get(classroomScope(classroomOf({ platform: 'web', channel: slug })), 'language');
    if (pages.before(slug, id, undefined, 31).length !== 31) throw new Error('there are messages missing');
  }

  function finish(n: number): void {
    const checkpoint = { epoch: 5, bytes: Buffer.alloc(30_000) };
    const result = {
      testAccuracy: 0.8,
      testLoss: 1,
      predictions: Buffer.alloc(10_000),
      lastAccuracy: 0.8,
      trainAccuracy: 0.9,
      checkpoint,
      weights: Buffer.alloc(10_000),
    };
    trials.finish(`t${n}`, result, { work: 100, cpuMs: 80, pace: 0.8 }, n);
  }

  function sweep(): void {
    privacy.strays();
    for (const classroom of privacy.classrooms()) privacy.deleteBefore(classroom, 0);
  }

  const row = async (what: string, action: (n: number) => unknown, most?: number): Promise<Row> => ({
    what,
    value: await costs(action),
    unit: 'ms',
    ...(most !== undefined && { most }),
  });
  return [
    await row(`${MESSAGES} messages: a page loads`, load, 10),
    await row('the same, 30 messages further up', () => pages.before('class-0', 'web:1', 25_000, 31), 10),
    await row(
      `${EXPERIMENTS * TRIALS_EACH} trials: an estimate before a run`,
      () => trials.pace(model, backend),
      5,
    ),
    await row('the newest 10 experiments', () => experiments.list('web:class-0', 10), 5),
    await row('a trial is finished', finish, 10),
    await row('an experiment is deleted', (n) => experiments.remove(n), 10),
    await row(`${PEOPLE} people: whose classroom is gone`, () => privacy.strays(), 10),
    await row('the sweep of every hour', sweep, 50),
    await row('a person is shown what is kept', (n) => privacy.kept(`web:${n}`), 20),
    await row(
      'a person is forgotten, out of the class',
      (n) =>
        privacy.forget(
          `web:${n}`,
          (card) => card,
          (csv) => csv,
        ),
      500,
    ),
  ];
}
