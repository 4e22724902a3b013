/** kill -9 of the server while 30 people answer a question: what must be true afterwards, whatever the moment. */
import { join } from 'node:path';
import { draws } from '../../src/random/draws.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { deleteFolder, newFolder } from '../house.ts';
import { type Browser, createBrowser } from '../platforms/web/school.ts';
import { type Running, server } from '../shell.ts';

const PEOPLE = 30;
const SECONDS = 600;
const PLACE = { platform: 'web', channel: 'class' };
/** Answers come within about this time, and the kill somewhere in it. */
const WHILE_MS = 600;

export interface Outcome {
  /** Submissions that were told to count, and what they are in the database. */
  readonly told: readonly string[];
  readonly kept: readonly string[];
  /** Cards of this question in the classroom. */
  readonly cards: number;
  /** The card as it ends, as JSON. */
  readonly shown: string;
  /** Milliseconds that the kill has given back to the class. */
  readonly givenBack: number;
}

export interface School {
  /** Asks a question, and kills the server at a moment of the answers to it. */
  round(moment: number): Promise<Outcome>;
  stop(): Promise<void>;
}

/** A server with 30 people in its classroom; it is the same one over all rounds. */
export async function openSchool(): Promise<School> {
  const data = newFolder();
  let running: Running;
  let port = '0';
  let secret = '';
  async function start(): Promise<void> {
    running = server({ data, env: { PORT: port, AUGIE_LOG_LEVEL: 'silent' }, seconds: 900 });
    await running.printed(/#teach=\S+/);
    [, port = '', secret = ''] = /:(\d+)\/#teach=(\S+)/.exec(running.out()) ?? [];
  }
  await start();
  const url = `http://127.0.0.1:${port}`;
  const teacher = createBrowser(url);
  await teacher.post('/api/teach', { secret });
  await teacher.post('/api/enter/class', { name: 'Teacher' });
  const { code } = (await teacher.get('/api/c/class/invitation')).json;
  const people: Browser[] = [];
  for (let i = 0; i < PEOPLE; i++) {
    const browser = createBrowser(url);
    await untilTaken(() => browser.post('/api/join', { code, name: `Student ${i}` }));
    people.push(browser);
  }
  const db = () => openSqlite(join(data, 'var', 'augie.db'), { readonly: true });
  const read = <T>(look: (store: ReturnType<typeof quizStore>) => T): T => {
    const open = db();
    try {
      return look(quizStore(open));
    } finally {
      open.close();
    }
  };
  const round = () => read((store) => store.rounds(store.latest(PLACE)!.id).at(-1)!);

  return {
    async round(moment) {
      const random = draws(moment, 'quiz kill').at(0, 0);
      await untilTaken(() => teacher.say('/quiz stop', { key: `stop-before-${moment}` }));
      await untilTaken(() =>
        teacher.say(`/quiz start charts item:5 time:${SECONDS}`, { key: `start-of-${moment}` }),
      );
      const began = performance.now();
      const answers = people.map(async (browser, i) => {
        // A third of them change their answer, as they may once.
        const given = i % 3 === 0 ? ['5', '6'] : [String(4 + (i % 5))];
        for (const [n, answer] of given.entries()) {
          await pause(WHILE_MS * random.uniform(i + 30 * n) * 0.5);
          await untilTaken(() =>
            browser.say(`/quiz answer ${answer}`, { key: `answer-${moment}-${n}-of-it` }),
          );
        }
        return `Student ${i}: ${given.at(-1)}, ${given.length - 1}`;
      });
      await pause(WHILE_MS * random.uniform(200));
      running.process.kill('SIGKILL');
      await running.ended;
      const alive = performance.now() - began;
      const givenBack = (round().left ?? 0) - (SECONDS * 1000 - alive);
      await start();
      const told = await Promise.all(answers);
      await untilTaken(() => teacher.say('/quiz reveal', { key: `reveal-of-${moment}` }));
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
        const kept = read((store) => store.submissions(asked.id)).map(
          ({ name, answers: said, changes }) => `${name}: ${said.answer}, ${changes}`,
        );
        return { told: told.sort(), kept: kept.sort(), cards: cards.length, shown, givenBack };
      }
    },
    async stop() {
      running.process.kill('SIGKILL');
      await running.ended;
      deleteFolder(data);
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** As the page does: the same request under the same key, until there is an answer. */
async function untilTaken(send: () => Promise<{ readonly status: number }>): Promise<void> {
  for (;;) {
    const { status } = await send().catch(() => ({ status: 0 }));
    if (status === 200) return;
    await pause(20);
  }
}
