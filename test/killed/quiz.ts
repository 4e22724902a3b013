/** kill -9 of the server while 30 people answer a question: what must be true afterwards, at any moment. */
import { receiptOf } from '../../src/quiz/session/answer.ts';
import { draws } from '../../src/random/draws.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { type Browser, untilTaken } from '../platforms/web/test-web.ts';
import { openClass } from './class.ts';

const PEOPLE = 30;
const SECONDS = 600;
const CLASSROOM = 'web:class';
/** Of a round that nobody ends: long enough for all answers and a restart. */
const SHORT_SECONDS = 10;
/** Every nth round ends by itself. */
const RUNS_OUT = 5;
/** Answers come within about this time, and the kill somewhere in it. */
const WHILE_MS = 600;

export interface Outcome {
  /** What people sent until they had an answer, and what is in the database. */
  readonly told: readonly string[];
  readonly kept: readonly string[];
  /** The codes of their last receipts, and those of what is in the database. */
  readonly receipts: readonly string[];
  readonly due: readonly string[];
  /** Cards of this question in the classroom. */
  readonly cards: number;
  /** The card as it ends, as JSON. */
  readonly shown: string;
  /** Milliseconds that the class got back by the kill. */
  readonly givenBack: number;
}

export interface QuizClass {
  /** Asks a question, and kills the server at a moment of the answers to it. */
  round(moment: number): Promise<Outcome>;
  stop(): Promise<void>;
}

/** A server with 30 people in its classroom; it is the same one over all rounds. */
export async function openQuizClass(): Promise<QuizClass> {
  const { teacher, people, read, kill, start, end } = await openClass(PEOPLE, 900);
  const stored = <T>(look: (store: ReturnType<typeof quizStore>) => T): T =>
    read((db) => look(quizStore(db)));
  const round = () => stored((store) => store.rounds(store.latest(CLASSROOM)!.id).at(-1)!);

  return {
    async round(moment) {
      const random = draws(moment, 'quiz kill').at(0, 0);
      const runsOut = moment % RUNS_OUT === 0;
      const seconds = runsOut ? SHORT_SECONDS : SECONDS;
      await untilTaken(() => teacher.say('/quiz stop', { key: `stop-before-${moment}` }));
      await untilTaken(() =>
        teacher.say(`/quiz start charts item:5 time:${seconds}`, { key: `start-of-${moment}` }),
      );
      const began = performance.now();
      const form = `quiz.answer.submit:${round().id}`;
      const answers = people.map(async (browser, i) => {
        // A third of them change their answer, as they may once.
        const given = i % 3 === 0 ? ['5', '6'] : [String(4 + (i % 5))];
        for (const [n, answer] of given.entries()) {
          await pause(WHILE_MS * random.uniform(i + 30 * n) * 0.5);
          const key = `answer-${moment}-${n}-of-it`;
          await untilTaken(() =>
            i % 2 === 0
              ? browser.say(`/quiz answer ${answer}`, { key })
              : browser.post('/api/c/class/press', { action: form, key, values: { answer } }),
          );
        }
        return `Student ${i}: ${given.at(-1)}, ${given.length - 1}`;
      });
      await pause(WHILE_MS * random.uniform(200));
      await kill();
      const alive = performance.now() - began;
      const givenBack = (round().left ?? 0) - (seconds * 1000 - alive);
      await start();
      const told = await Promise.all(answers);
      const receipts = await Promise.all(people.map(async (browser, i) => receiptIn(browser, i)));
      if (!runsOut) await untilTaken(() => teacher.say('/quiz reveal', { key: `reveal-of-${moment}` }));
      const asked = round();
      for (;;) {
        // What only the card of this round has, once it is over.
        const cards = (await teacher.messages())
          .map(({ card }) => JSON.stringify(card ?? null))
          .filter((card) => card.includes(`"quiz.answer.mine:${asked.id}"`));
        const [shown] = cards;
        if (shown === undefined) {
          await pause(50);
          continue;
        }
        const rows = stored((store) => store.submissions(asked.id));
        const kept = rows.map(({ name, answers: said, changes }) => `${name}: ${said.answer}, ${changes}`);
        const due = rows.map(
          (row) => `${row.name}: Receipt ${receiptOf(asked.id, row.person as string, row)}`,
        );
        return {
          told: told.sort(),
          kept: kept.sort(),
          receipts: receipts.sort(),
          due: due.sort(),
          cards: cards.length,
          shown,
          givenBack,
        };
      }
    },
    stop: end,
  };
}

/** The code of somebody's newest receipt. */
async function receiptIn(browser: Browser, i: number): Promise<string> {
  const own = (await browser.messages()).filter(({ private: isPrivate }) => isPrivate).at(-1);
  const [code = JSON.stringify(own)] = /Receipt [0-9A-F]{6}/.exec(JSON.stringify(own?.card)) ?? [];
  return `Student ${i}: ${code}`;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
