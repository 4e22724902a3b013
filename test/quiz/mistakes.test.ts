/** Mistakes in a quiz, in every language: one sentence that names the thing and the remedy; nothing is stored. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemSchema } from '../../src/quiz/content/quiz.ts';
import { peopleStore } from '../../src/store/people.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { type Db, openSqlite } from '../../src/store/sqlite.ts';
import { tables } from '../privacy/rows.ts';
import { useTestApp } from '../use-test-app.ts';
import { type QuizScene, quizScene } from './scenes.ts';

const testApp = useTestApp();
let db: Db;
beforeAll(() => {
  db = openSqlite(join(testApp.folder, 'augie.db'));
});
afterAll(() => {
  db.close();
});

const place = { platform: 'test', channel: 'class' };
const lee = { id: 'test:lee', name: 'lee', teacher: false };

/** An open question with two blanks. */
function blanks(): void {
  quizScene(db, 'ended', place, []);
  const store = quizStore(db);
  const item = itemSchema.parse({
    id: 'two',
    kind: 'blanks',
    ask: 'Which?',
    language: 'text',
    code: '{[a]} and {[b]}',
    blanks: { a: { accept: ['1'] }, b: { accept: ['2'] } },
  });
  const session = store.begin({
    classroom: 'test:class',
    place,
    quiz: 'small',
    title: 'Small',
    items: [{ quiz: 'small', item }],
    mode: 'normal',
    seconds: 0,
    createdAt: 0,
  });
  store.open({ session, position: 0, item, createdAt: 0 }, { place, locale: 'en' });
}

/** An open question whose answer lee has changed already. */
function changed(): void {
  const round = Number(quizScene(db, 'open', place, []));
  peopleStore(db).seen(lee, 0);
  quizStore(db).submit(round, lee, {
    vote: 1,
    answers: { answer: '4' },
    grades: { answer: { outcome: 'wrong', credit: 0, rule: 'none' } },
    credit: 0,
    changes: 1,
    nearly: 0,
    at: 0,
  });
}

type Sentences = Readonly<Record<'en' | 'ko' | 'de', string>>;

/** A list that goes on as `…` is tested elsewhere. */
const mistakes: readonly [what: string, scene: QuizScene | (() => void), typed: string, Sentences][] = [
  [
    'no quiz going on',
    'ended',
    '/quiz answer 3',
    {
      en: 'No quiz is running here. A teacher starts one with /quiz start',
      ko: '진행 중인 퀴즈가 없습니다. 선생님이 /quiz start로 시작합니다.',
      de: 'Hier läuft kein Quiz. Eine Lehrkraft startet eines mit /quiz start',
    },
  ],
  [
    'an unknown quiz',
    'ended',
    '/quiz start xyzzyxyzzy',
    {
      en: 'There is no quiz xyzzyxyzzy. Choose one of: …',
      ko: 'xyzzyxyzzy 퀴즈는 없습니다. 다음 중에서 골라 주세요: …',
      de: 'Ein Quiz namens xyzzyxyzzy gibt es nicht. Möglich sind: …',
    },
  ],
  [
    'a misspelt quiz',
    'ended',
    '/quiz start augmentatoin',
    {
      en: 'There is no quiz augmentatoin. Did you mean augmentation?',
      ko: 'augmentatoin 퀴즈는 없습니다. 혹시 augmentation 퀴즈인가요?',
      de: 'Ein Quiz namens augmentatoin gibt es nicht. Meinst du augmentation?',
    },
  ],
  [
    'a question that the quiz does not have',
    'ended',
    '/quiz start augmentation item:50',
    {
      en: 'This quiz has only 18 questions.',
      ko: '이 퀴즈에는 문제가 18개뿐입니다.',
      de: 'Dieses Quiz hat nur 18 Fragen.',
    },
  ],
  [
    'a quiz while a question is open',
    'open',
    '/quiz start augmentation',
    {
      en: 'A question is still open here. Close it with /quiz reveal, or end that quiz with /quiz stop',
      ko: '아직 열린 문제가 있습니다. /quiz reveal로 닫거나 /quiz stop으로 퀴즈를 끝내 주세요.',
      de: 'Hier ist noch eine Frage offen. Schließe sie mit /quiz reveal oder beende das Quiz mit /quiz stop',
    },
  ],
  [
    'the next question while one is open',
    'open',
    '/quiz next',
    {
      en: 'The question is still open. Close it first with /quiz reveal',
      ko: '문제가 아직 열려 있습니다. 먼저 /quiz reveal로 닫아 주세요.',
      de: 'Die Frage ist noch offen. Schließe sie zuerst mit /quiz reveal',
    },
  ],
  [
    'a second reveal',
    'revealed',
    '/quiz reveal',
    {
      en: 'The answer is already shown. Continue with /quiz next',
      ko: '이미 정답을 공개했습니다. /quiz next로 계속해 주세요.',
      de: 'Die Lösung wird schon gezeigt. Weiter geht es mit /quiz next',
    },
  ],
  [
    'an answer that is too late',
    'revealed',
    '/quiz answer 3',
    {
      en: 'The question is closed. No more answers are accepted.',
      ko: '문제가 닫혀 더 이상 답할 수 없습니다.',
      de: 'Die Frage ist geschlossen: Antworten werden nicht mehr angenommen.',
    },
  ],
  [
    'a second change',
    changed,
    '/quiz answer 3',
    {
      en: "You can't change your answer any more. The last one counts.",
      ko: '답을 더 이상 바꿀 수 없습니다. 마지막 답으로 채점합니다.',
      de: 'Du kannst deine Antwort nicht mehr ändern. Die letzte zählt.',
    },
  ],
  [
    'more answers than blanks',
    blanks,
    '/quiz answer answer:"1; 2; 3"',
    {
      en: 'This question has 2 blanks, and your answer is for 3. Write it like this: [1] …; [2] …',
      ko: '이 문제는 빈칸이 2개인데 답은 3개입니다. 이렇게 적어 주세요: [1] …; [2] …',
      de: 'Diese Frage hat 2 Lücken, deine Antwort ist aber für 3. Schreibe sie so: [1] …; [2] …',
    },
  ],
  [
    'a button of a question that is gone',
    'ended',
    'quiz.answer.hint:999999',
    {
      en: 'This question no longer exists.',
      ko: '이 문제는 더 이상 없습니다.',
      de: 'Diese Frage gibt es hier nicht mehr.',
    },
  ],
];

/** Everything but when people were last seen. */
function everything(): unknown {
  // What was meant is kept for its button.
  const { people = [], settings: _, ...others } = tables(db);
  return [people.map(({ id, name }) => [id, name]), others];
}

describe.each(mistakes)('%s', (what, scene, typed, sentences) => {
  it.each(Object.keys(sentences) as (keyof Sentences)[])('in %s', async (locale) => {
    if (typeof scene === 'string') quizScene(db, scene, place, ['lee']);
    else scene();
    peopleStore(db).seen(lee, 0);
    const before = everything();
    const { outcome, message } = await testApp.say(typed, { name: 'lee', teacher: true, locale });
    expect(outcome).toMatchObject({ kind: 'mistake' });
    expect(message).toMatchObject({ private: true, cards: [{ trouble: 'mistake', locale }] });
    const [sentence, ...buttons] = message.cards[0]?.blocks ?? [];
    const text = sentence?.type === 'text' ? sentence.text : '';
    const expected = sentences[locale];
    if (expected.endsWith(': …')) expect(text).toContain(expected.slice(0, -1));
    else expect(text).toBe(expected);
    // A button for what was meant, and no more.
    expect(buttons.map(({ type }) => type)).toEqual(what === 'a misspelt quiz' ? ['choices'] : []);
    expect(everything()).toEqual(before);
  });
});
