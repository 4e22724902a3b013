/** Quizzes in every state, made directly in the database: what commands and buttons are then about. */
import { itemSchema } from '../../src/quiz/content/quiz.ts';
import { clusterKey } from '../../src/quiz/results/tally.ts';
import { peopleStore } from '../../src/store/people.ts';
import { classroomFinder } from '../../src/store/places.ts';
import { quizStore } from '../../src/store/quiz.ts';
import type { Db } from '../../src/store/sqlite.ts';

const items = {
  number: itemSchema.parse({
    id: 'count',
    kind: 'number',
    ask: 'How many?',
    answer: { accept: ['3'], number: { is: 3 }, hint: 'Less than four.' },
  }),
  choice: itemSchema.parse({
    id: 'arm',
    kind: 'choice',
    ask: 'Which?',
    options: [{ text: 'full', right: true }, { text: 'reduced' }],
  }),
  policy: itemSchema.parse({
    id: 'turn',
    kind: 'blanks',
    ask: 'A quarter?',
    language: 'policy',
    code: 'rotate({[factor]})',
    effect: {},
    blanks: { factor: { accept: ['0.25'], effect: true } },
  }),
};

export const quizScenes = [
  'open',
  'choice',
  'discuss',
  'revealed',
  'session',
  'tryable',
  'wrong',
  'made',
  'due',
  'ended',
] as const;
export type QuizScene = (typeof quizScenes)[number];

/** Puts a place's classroom into this state, with an answer of each of these people; returns the id in its buttons. */
export function quizScene(
  db: Db,
  scene: QuizScene,
  place: { platform: string; channel: string },
  people: readonly string[],
): string {
  const store = quizStore(db);
  const classroom = classroomFinder(db)(place);
  const going = store.current(classroom);
  if (going) {
    const last = store.rounds(going.id).at(-1);
    if (last) store.setPhase(last.id, last.phase, 'stopped', undefined);
    store.end(going.id, 0);
  }
  if (scene === 'made' || scene === 'ended') return '-';
  if (scene === 'due') {
    store.setLearning(classroom, 'augmentation', 'flip-often', { box: 0, dueAt: 0, successes: 0 });
    return '-';
  }
  const item = items[scene === 'choice' ? 'choice' : scene === 'tryable' ? 'policy' : 'number'];
  const session = store.begin({
    classroom,
    place,
    quiz: 'small',
    title: 'Small',
    items: [{ quiz: 'small', item }],
    mode: scene === 'discuss' ? 'peer' : 'normal',
    seconds: 0,
    createdAt: 0,
  });
  const { round } = store.open({ session, position: 0, item, createdAt: 0 }, { place, locale: 'en' });
  if (scene === 'open') return String(round);
  if (scene === 'choice') return `${round}.A`;
  const answer = scene === 'tryable' ? '0.9' : '4';
  const blank = scene === 'tryable' ? 'factor' : 'answer';
  for (const name of people) {
    const person = { id: `${place.platform}:${name}`, name, teacher: false };
    peopleStore(db).seen(person, 0);
    store.submit(round, person, {
      vote: 1,
      answers: { [blank]: answer },
      grades: { [blank]: { outcome: 'wrong', credit: 0, rule: 'none' } },
      credit: 0,
      changes: 0,
      nearly: 0,
      at: 0,
    });
  }
  store.setPhase(round, 'open', scene === 'discuss' ? 'discuss' : 'revealed', undefined);
  if (scene === 'session') return String(session);
  return scene === 'wrong' ? `${round}.1.${clusterKey(answer)}` : String(round);
}
