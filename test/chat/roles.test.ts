/** Who may use what: one table of all commands and their buttons, each tried by everybody. */

import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadCommands } from '../../src/app.ts';
import { parsePolicy } from '../../src/augment/policy.ts';
import { PREDICT_MS } from '../../src/predictions/prediction.ts';
import { EXAMPLE } from '../../src/quiz/content/example.ts';
import { experimentStore } from '../../src/store/experiments.ts';
import { peopleStore } from '../../src/store/people.ts';
import { predictionStore } from '../../src/store/predictions.ts';
import { type Db, openSqlite } from '../../src/store/sqlite.ts';
import { rootWith, specOf, unprepared } from '../experiments/demonstrations.ts';
import { tables } from '../privacy/rows.ts';
import { type QuizScene, quizScene, quizScenes } from '../quiz/scenes.ts';
import '../training/compare-bytes.ts';
import { useTestApp } from '../use-test-app.ts';

/** A student, the student who owns the experiment, and a teacher. */
const askers = {
  student: { name: 'lee' },
  owner: { name: 'ann' },
  teacher: { name: 'ms-park', teacher: true },
} as const;
type Asker = keyof typeof askers;

const everyone: readonly Asker[] = ['student', 'owner', 'teacher'];
const teachers: readonly Asker[] = ['teacher'];
const ownerAndTeachers: readonly Asker[] = ['owner', 'teacher'];
const onlyOwner: readonly Asker[] = ['owner'];

/**
 * What is typed or pressed, who may, which experiment of the owner's it is about (or `me`, or a quiz in some state), and what
 * else is typed or filled in (`arm=augmented low=80`).
 */
type Row = readonly [
  what: string,
  who: readonly Asker[],
  about?:
    | 'proposed'
    | 'long'
    | 'predicted'
    | 'running'
    | 'done'
    | 'demonstration'
    | 'me'
    | QuizScene
    | undefined,
  more?: string,
];

const TINY = 'fraction:0.1 batch:80 epochs:1 seeds:1';

const table: readonly Row[] = [
  ['/experiment demo', everyone, undefined, 'gain'], // first, as nobody may have too many running
  ['/help', everyone],
  ['/augment list', everyone],
  ['/augment preview', everyone],
  ['/experiment run', everyone, undefined, TINY],
  ['/experiment run', teachers, undefined, 'epochs:300 seeds:30'], // longer than AUGIE_MAX_MINUTES
  ['experiment.run.confirm', onlyOwner, 'proposed'],
  ['experiment.run.drop', onlyOwner, 'proposed'],
  ['experiment.run.cancel', ownerAndTeachers, 'running'],
  ['experiment.run.more', everyone, 'done'],
  ['experiment.run.longer', everyone, 'done'],
  ['experiment.run.numbers', everyone, 'done'],
  ['experiment.run.see', teachers, 'done'],
  ['/experiment predict', everyone, 'predicted', 'arm:augmented low:80 high:85'],
  ['experiment.predict.submit', everyone, 'predicted', 'arm=augmented low=80 high=85'],
  ['experiment.predict.mine', everyone, 'predicted'],
  ['experiment.predict.begin', ownerAndTeachers, 'predicted'],
  ['experiment.demo.prepared', everyone, 'demonstration'],
  ['/experiment show', everyone, 'done'],
  ['/experiment list', everyone],
  ['/experiment export', everyone, 'done'],
  ['/experiment labels', everyone, 'done'],
  ['experiment.labels.moved', everyone, 'done'],
  ['experiment.labels.clean', everyone, 'done'],
  ['/experiment cancel', ownerAndTeachers, 'running'],
  ['/experiment rename', ownerAndTeachers, 'done', 'Another name'],
  ['/experiment delete', ownerAndTeachers, 'done'],
  ['/quiz start', teachers, 'ended', 'augmentation'],
  ['/quiz answer', everyone, 'open', '3'],
  ['quiz.answer.submit', everyone, 'open', 'answer=3'],
  ['quiz.answer.choose', everyone, 'choice'],
  ['quiz.answer.hint', everyone, 'open'],
  ['quiz.answer.partner', everyone, 'discuss'],
  ['quiz.answer.mine', everyone, 'revealed'],
  ['/quiz next', teachers, 'revealed'],
  ['quiz.next.now', teachers, 'revealed'],
  ['quiz.next.board', teachers, 'session'],
  ['quiz.next.see', teachers, 'tryable'],
  ['/quiz reveal', teachers, 'open'],
  ['quiz.reveal.now', teachers, 'open'],
  ['quiz.reveal.check', teachers, 'revealed'],
  ['quiz.reveal.accept', teachers, 'wrong'],
  ['/quiz stop', teachers, 'open'],
  ['/quiz list', everyone],
  ['/quiz scores', everyone, 'revealed'],
  ['/quiz export', teachers, 'revealed'],
  ['/quiz new', teachers],
  ['quiz.new.make', teachers, 'made', `source=${EXAMPLE.replaceAll(' ', '␠')}`],
  ['/quiz review', teachers, 'due'],
  ['/settings language', everyone, undefined, 'en'],
  ['/settings language', teachers, undefined, 'en for:channel'],
  ['/settings keep', teachers],
  ['/settings keep', teachers, undefined, 'days:30'],
  ['/settings teacher', teachers, undefined, 'list'],
  ['/settings privacy', everyone],
  ['settings.privacy.export', everyone, 'me'],
  ['settings.privacy.forget', everyone, 'me'],
  ['settings.privacy.confirm', everyone, 'me'],
  ['settings.privacy.drop', everyone, 'me'],
];

// Augie asks before every run, so none trains; small demonstrations do.
const env = { AUGIE_CONFIRM_MINUTES: '0', AUGIE_MAX_MINUTES: '1' };
const testApp = useTestApp(env, undefined, (root) => rootWith(root, unprepared()));
let db: Db;
beforeAll(() => {
  db = openSqlite(join(testApp.folder, 'augie.db'));
});
afterAll(() => {
  db.close();
});

/** Introduces everybody, because one row of this table deletes their data. */
function introduce(): void {
  for (const { name } of Object.values(askers))
    peopleStore(db).seen({ id: `test:${name}`, name, teacher: false }, 0);
}

/** An experiment of the owner's without any network. */
function experiment(state: 'proposed' | 'predicted' | 'running' | 'done' | 'demonstration'): number {
  const store = experimentStore(db);
  const id = store.propose({
    spec:
      state === 'demonstration'
        ? specOf('gain')
        : {
            dataset: 'fashion-mnist',
            model: 'mlp',
            fraction: 0.1,
            policy: parsePolicy('flip'),
            epochs: 1,
            seeds: 1,
            batch: 80,
          },
    asker: `test:${askers.owner.name}`,
    classroom: 'test:class',
    trials: [],
    now: 0,
  });
  if (state === 'predicted') predictionStore(db).open(id, PREDICT_MS);
  if (state !== 'proposed')
    store.launch(id, { place: { platform: 'test', channel: 'class' }, locale: 'en' }, 0);
  if (state === 'done' || state === 'demonstration') store.finish(id, 'done', 0);
  return id;
}

/** Every row of every table, without the times when people were last seen, and without sequence numbers. */
function everything(): unknown {
  const { people = [], sqlite_sequence: _, ...others } = tables(db);
  return [people.map(({ id, name }) => [id, name]), others];
}

it('names every command and every button', async () => {
  const all = (await loadCommands()).flatMap(({ name, command }) => [
    `/${name}`,
    ...Object.keys(command.actions ?? {}).map((action) => `${name.replaceAll(' ', '.')}.${action}`),
  ]);
  // No run is short enough here: test/experiments/shorter.test.ts has a place where one is.
  const here = all.filter((what) => what !== 'experiment.run.shorter');
  expect([...new Set(table.map(([what]) => what))].sort()).toEqual(here.sort());
});

const filledIn = (more: string | undefined) =>
  more &&
  Object.fromEntries(
    more.split(' ').map((part) => {
      const [name = '', value = ''] = part.split(/=(.*)/s);
      return [name, value.replaceAll('␠', ' ')];
    }),
  );

const cases = table.flatMap(([what, who, about, more]) =>
  everyone.map((asker) => ({
    what: [what, more].filter((part) => part !== undefined).join(' '),
    asker,
    may: who.includes(asker),
    values: what.startsWith('/') ? undefined : filledIn(more),
    typed: () => {
      if (quizScenes.some((one) => one === about)) {
        const people = [...Object.values(askers).map(({ name }) => name), 'p1', 'p2'];
        const place = { platform: 'test', channel: 'class' };
        const behind = quizScene(db, about as QuizScene, place, people);
        return what.startsWith('/') ? [what, more].join(' ').trim() : `${what}:${behind}`;
      }
      const id = about === undefined || about === 'me' ? about : experiment(about as 'done');
      if (!what.startsWith('/')) return `${what}:${id}`;
      return [what, id, more].filter((part) => part !== undefined).join(' ');
    },
  })),
);

it.each(cases.filter(({ may }) => may))('$what: $asker may', async ({ asker, typed, values }) => {
  introduce();
  expect((await testApp.finish(typed(), { ...askers[asker], ...(values && { values }) })).outcome.kind).toBe(
    'answered',
  );
});

it.each(cases.filter(({ may }) => !may))('$what: $asker may not, and nothing changes', async (tried) => {
  introduce();
  const typed = tried.typed();
  const before = everything();
  const said = await testApp.finish(typed, askers[tried.asker]);
  expect(said.outcome.kind).toBe('mistake');
  expect(said.message.private).toBe(true);
  expect(said.text()).toMatch(/teacher|started or discarded/);
  expect(everything()).toEqual(before);
});

it.each([
  ['en', 'Only a teacher may use /settings keep. Ask your teacher to send it.'],
  ['ko', '/settings keep 명령은 선생님만 쓸 수 있습니다. 선생님께 보내 달라고 부탁하세요.'],
  ['de', '/settings keep ist nur für Lehrkräfte. Bitte deine Lehrkraft, den Befehl zu senden.'],
])('says in %s who may, whatever is wrong with the options', async (locale, sentence) => {
  for (const options of ['', ' 30', ' days:0', ' dayz:3', ' days:3 days:4'])
    expect((await testApp.say(`/settings keep${options}`, { channel: 'new', locale })).text()).toContain(
      sentence,
    );
});
