/** /settings privacy as people use it: the card, the export, the question, and what everybody sees afterwards. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../src/chat/card.ts';
import type { Outcome } from '../../src/chat/ports.ts';
import { classroomMaker } from '../../src/store/places.ts';
import { type Db, openSqlite } from '../../src/store/sqlite.ts';
import { deleteFolder, newFolder, openTestApp, plainText, type TestApp, TINY } from '../test-app.ts';
import { fill, NAME, NAMESAKE, namePlaces, OTHER, placesOf, T0 } from './rows.ts';

let folder: string;
let testApp: TestApp;
let db: Db;
beforeEach(async () => {
  folder = newFolder();
  testApp = await openTestApp(folder);
  db = openSqlite(join(folder, 'augie.db'));
});
afterEach(async () => {
  db.close();
  await testApp.stop();
  deleteFolder(folder);
});

interface Answer {
  readonly outcome: Outcome;
  readonly card: Card;
  readonly text: string;
  readonly private: boolean;
}

/** As somebody in the classroom of the page. */
async function web(id: 1 | 2, input: string, locale = 'en'): Promise<Answer> {
  let answer: Omit<Answer, 'outcome'> | undefined;
  const place = { platform: 'web', channel: 'class' };
  const outcome = await testApp.app.dispatch(
    {
      person: { id: `web:${id}`, name: id === 1 ? NAME : OTHER, teacher: false },
      place,
      locale,
      input: input.startsWith('/') ? { text: input } : { action: input },
    },
    async (card, visibility) => {
      answer = { card, text: plainText(card), private: visibility === 'asker' };
      return { ...place, message: '1' };
    },
  );
  if (!answer) throw new Error('nothing was answered');
  return { outcome, ...answer };
}

const fileOf = ({ card }: Pick<Answer, 'card'>) => {
  const file = card.blocks.find((block) => block.type === 'file');
  if (file?.type !== 'file') throw new Error('no file');
  return { ...file, json: JSON.parse(file.content) };
};

describe('in a classroom', () => {
  // The times are long ago: what is too old is deleted when Augie starts, so they are filled in afterwards.
  beforeEach(() => fill(db));

  it('shows what is kept of the one who asks, to nobody else', async () => {
    const said = await web(1, '/settings privacy');
    expect(said.private).toBe(true);
    expect(said.text).toContain(`Name: ${NAME}`);
    expect(said.text).toMatch(/Last seen: \w+ \d+, 20\d\d/);
    expect(said.text).toContain('Settings: language: de');
    expect(said.text).toContain(
      'Experiments: 3\nPredictions: 1\nMessages: 3\nQuiz answers: 2\nMade a teacher in: 1 channel',
    );
    expect(said.text).toMatch(/Experiment \| Started\n3 \| Nov 1[45], 2023.*\n2 \| .*\n1 \| /);
    expect(said.text).toMatch(
      /Classroom \| Messages \| Oldest \| Kept for\nClass A \| 3 \| Nov 1[45], 2023.* \| 30 days/,
    );
    expect(said.text).toContain('Other classrooms know you as somebody else');
    expect(said.text).toContain('[Export] settings.privacy.export:me');
    expect(said.text).toContain('[Delete my data] settings.privacy.forget:me');
    expect(said.text).not.toContain('Class B');
    expect((await web(2, '/settings privacy')).text).toContain('Experiments: 1\nPredictions: 1\nMessages: 7');
  });

  it('lists the newest twenty experiments and counts the rest', async () => {
    const add = db.prepare(
      `INSERT INTO experiments (asker, classroom, spec, state, created_at) VALUES ('web:1', 'web:class', '{}', 'done', ?)`,
    );
    for (let n = 0; n < 18; n++) add.run(T0);
    const { text } = await web(1, '/settings privacy');
    expect(text).toContain('Experiments: 21');
    expect(text).toContain('1 older experiment is in the export.');
    expect(text).not.toMatch(/^1 \| /m);
  });

  it('exports all of it as JSON, and nothing of others', async () => {
    const said = await web(1, 'settings.privacy.export:me');
    expect(said.private).toBe(true);
    const { name, mediaType, content, json } = fileOf(said);
    expect([name, mediaType]).toEqual(['kept-of-me.json', 'application/json']);
    expect(json).toMatchObject({
      person: { id: 'web:1', name: NAME },
      settings: { language: 'de' },
      classrooms: [{ name: 'class', title: 'Class A', joined: '2023-11-14T22:13:20.000Z' }],
      teacherIn: [{ platform: 'web', channel: 'class', name: NAME }],
      experiments: [
        { id: 3, state: 'proposed', results: [] },
        { id: 2, state: 'cancelled' },
        {
          id: 1,
          state: 'done',
          channel: 'class',
          spec: { dataset: 'fashion-mnist' },
          started: '2023-11-14T22:13:20.000Z',
          results: [{ arm: 'full', seed: 1, testAccuracy: 0.5 }],
        },
      ],
      predictions: [
        { experiment: 1, arm: 'augmented', low: 0.8, high: 0.85, at: '2023-11-14T22:13:20.000Z' },
      ],
      answers: [
        // Its key is not shown yet: neither the credit nor names of item and blanks may tell of it.
        {
          quiz: 'small',
          item: null,
          answers: { 1: '0.05' },
          credit: null,
          submitted: '2023-11-14T22:13:20.000Z',
        },
        { quiz: 'small', item: 'turn', answers: { answer: '0.05' }, credit: 1 },
      ],
      accepted: [
        { quiz: 'small', item: 'turn', blank: 'answer', answer: '0.05', at: '2023-11-14T22:13:20.000Z' },
      ],
      messages: [
        { channel: 'class', said: `I am ${NAME}`, private: false, card: null },
        { said: '/help', private: true },
        { said: `/experiment rename 1 ${NAME}`, card: { title: 'Renamed' } },
      ],
    });
    expect(json.messages).toHaveLength(3);
    expect(content).not.toContain('web:2');
    expect(content).not.toContain('hello');
  });

  it('asks before it forgets, can be told no, and then does it and tells the platform', async () => {
    const heard: string[] = [];
    testApp.app.connect({
      ...testApp.channel,
      name: 'web',
      forgotten: (person) => void heard.push(`forgotten ${person}`),
      deleted: (channel) => void heard.push(`deleted in ${channel}`),
    });
    const before = namePlaces(db);
    const asked = await web(1, 'settings.privacy.forget:me');
    expect(asked.text).toContain('Delete your data?');
    expect(asked.text).toContain('You will also leave this classroom.');
    expect(asked.text).toContain(
      '[Delete my data] settings.privacy.confirm:me\n[Keep my data] settings.privacy.drop:me',
    );
    expect(asked.outcome).toEqual({ kind: 'answered', confirm: 'settings.privacy.confirm:me' });
    expect((await web(1, 'settings.privacy.drop:me')).text).toContain('Nothing was deleted.');
    expect([namePlaces(db), heard]).toEqual([before, []]);

    const done = await web(1, 'settings.privacy.confirm:me');
    expect([done.private, done.outcome]).toEqual([true, { kind: 'answered' }]);
    expect(done.text).toContain('Your data is deleted.');
    expect(done.text).not.toContain(NAME);
    expect(heard).toEqual(['forgotten web:1', 'deleted in class']);
    expect(namePlaces(db)).toEqual(NAMESAKE);
    expect((await web(2, '/settings privacy')).text).toContain('Messages: 7');
  });

  it.each([
    ['ko', '보관된 내 정보', '30일', '내 정보를 삭제할까요?', '내 정보를 삭제했습니다'],
    ['de', 'Deine Daten', '30 Tage', 'Deine Daten löschen?', 'Deine Daten sind gelöscht'],
  ])('speaks %s', async (locale, title, days, question, done) => {
    const { text } = await web(1, '/settings privacy', locale);
    expect(text).toContain(title);
    expect(text).toContain(days);
    expect((await web(1, 'settings.privacy.forget:me', locale)).text).toContain(question);
    expect((await web(1, 'settings.privacy.confirm:me', locale)).text).toContain(done);
  });
});

describe('in a shell', () => {
  const addExperiment = () => {
    classroomMaker(db)('test:class');
    return db
      .prepare(
        `INSERT INTO experiments (asker, classroom, spec, state, created_at)
         VALUES ('test:hildegard', 'test:class', ?, 'done', ?)`,
      )
      .run(
        '{"dataset":"fashion-mnist","model":"mlp","fraction":0.1,"policy":[],"epochs":1,"seeds":1,"batch":32}',
        T0,
      );
  };

  it('forgets the id as well, since it is the name', async () => {
    await testApp.say('/settings language de', { name: 'hildegard' });
    addExperiment();
    const shown = await testApp.say('/settings privacy', { name: 'hildegard' });
    expect(shown.text()).toContain('Einstellungen: language: de');
    expect(shown.text()).not.toContain('Klassenraum');
    expect(placesOf(db, 'hildegard').length).toBeGreaterThan(3);
    await testApp.say('settings.privacy.confirm:me', { name: 'hildegard' });
    expect(placesOf(db, 'hildegard')).toEqual([]);
    for (const [locale, word] of [
      ['en', 'somebody'],
      ['ko', '누군가'],
      ['de', 'jemand'],
    ] as const)
      expect((await testApp.say('/experiment list', { locale })).text()).toMatch(
        new RegExp(`^1 \\|.* \\| ${word} \\| `, 'm'),
      );
  });

  it('knows whoever comes again as somebody new: what was theirs stays nobody’s', async () => {
    await testApp.say('/help', { name: 'hildegard' });
    addExperiment();
    await testApp.say('settings.privacy.confirm:me', { name: 'hildegard' });
    expect((await testApp.say('/experiment list', { name: 'hildegard' })).text()).toContain('| somebody |');
    expect((await testApp.say('/settings privacy', { name: 'hildegard' })).text()).toContain(
      'Experiments: 0',
    );
    const refused = await testApp.say('/experiment rename 1 Mine', { name: 'hildegard' });
    expect(refused.text()).toContain('has deleted their data. Ask a teacher.');
    expect((await testApp.say('/experiment rename 1 Ours', { teacher: true })).outcome.kind).toBe('answered');
  });

  it('lets a running experiment go on to its end, with its card', async () => {
    const running = await testApp.say(TINY.replace('epochs:1', 'epochs:2'), { name: 'hildegard' });
    if (running.outcome.kind !== 'answered') throw new Error('not started');
    const trained = db.prepare('SELECT count(*) FROM epochs').pluck();
    while (trained.get() === 0) await new Promise((resolve) => setImmediate(resolve));
    await testApp.say('settings.privacy.confirm:me', { name: 'hildegard' });
    expect((await testApp.say('/experiment show 1')).text()).toMatch(/of 3 networks trained[\s\S]* left/);
    await testApp.app.jobs.settled(running.outcome.job as number);
    expect(running.text()).toContain('The verdict comes after 6 pairs');
    expect(placesOf(db, 'hildegard')).toEqual([]);
  });
});
