/** Three hundred people at a quiz of twenty questions: what is asked, what each answers when, and whether the export has it. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Place } from '../../src/chat/place.ts';
import { blankNames, type Item, quizSchema } from '../../src/quiz/content/quiz.ts';
import { draws } from '../../src/random/draws.ts';
import { classroomStore } from '../../src/store/classrooms.ts';
import { openDatabase } from '../../src/store/database.ts';
import { quizStore } from '../../src/store/quiz.ts';
import { openSqlite } from '../../src/store/sqlite.ts';

export const PEOPLE = 300;
export const QUESTIONS = 20;
/** Everybody answers each question within this time, evenly, as a class does that thinks. */
const ANSWERING_MS = 8000;
/** Every nth person changes their answer. */
const CHANGES = 5;
/** Trains from before the first answer until after the last. */
export const LONG = { fraction: 0.2, epochs: 300, seeds: 30 };
/** The long run is neither asked about nor refused. */
export const ENV = {
  AUGIE_CONFIRM_MINUTES: '1000000',
  AUGIE_MAX_MINUTES: '1000000',
  AUGIE_LOG_LEVEL: 'silent',
};

/** One of each kind, with four answers to it; several blanks are apart by semicolons. */
const KINDS = [
  [{ kind: 'number', ask: 'How many?', answer: { number: { is: 3 } } }, ['3', '4', '5', '7/2']],
  [
    {
      kind: 'choice',
      ask: 'Which?',
      options: [{ text: 'full', right: true }, { text: 'reduced' }, { text: 'augmented' }, { text: 'none' }],
    },
    ['A', 'B', 'C', 'D'],
  ],
  [
    {
      kind: 'blanks',
      ask: 'At most a quarter turn?',
      language: 'policy',
      code: 'rotate({[factor]})',
      effect: {},
      blanks: { factor: { accept: ['0.25'], effect: true } },
    },
    ['0.25', '1/4', '0.1', '0.5'],
  ],
  [
    {
      kind: 'blanks',
      ask: 'Which two?',
      language: 'python',
      code: 'split({[train]}, {[test]})',
      blanks: { train: { accept: ['0.8'] }, test: { accept: ['0.2'] } },
    },
    ['0.8; 0.2', '0.2; 0.8', '.8; 1/5', '0.5; 0.5'],
  ],
  [
    { kind: 'text', ask: 'What is it called?', answer: { accept: ['overfitting'] } },
    ['overfitting', 'noise', 'early stopping', 'dropout'],
  ],
] as const;

const kindOf = (question: number) => KINDS[question % KINDS.length] as (typeof KINDS)[number];
const quiz = quizSchema.parse({
  title: 'Long',
  about: 'For a test',
  items: Array.from({ length: QUESTIONS }, (_, n) => ({ id: `question-${n}`, ...kindOf(n)[0] })),
});
export const itemOf = (question: number): Item => quiz.items[question] as Item;

/** Puts the quiz `long` into the classroom of a data folder in which no Augie runs; a classroom of the page is made first. */
export function saveQuiz(data: string, { platform, channel }: Place): void {
  const db = openDatabase(data);
  if (platform === 'web') classroomStore(db).create({ slug: channel, title: 'Class', code: 'CLASSX' }, 0);
  quizStore(db).save(`${platform}:${channel}`, 'long', '', quiz, 0);
  db.close();
}

/** Epochs that were trained so far. */
export function trained(data: string): number {
  const db = openSqlite(join(data, 'augie.db'), { readonly: true });
  const count = db.prepare<[], number>('SELECT count(*) FROM epochs').pluck().get() ?? 0;
  db.close();
  return count;
}

export const nameOf = (person: number): string => `Student ${person}`;

/** What was accepted: the last answer by person, question and blank, and how often it was changed. */
export type Accepted = Map<string, string>;

/** Everybody answers a question in their time: `send` resolves with the milliseconds to the receipt. */
export async function answerAll(
  question: number,
  accepted: Accepted,
  send: (person: number, answer: string) => Promise<number>,
): Promise<number[]> {
  const random = draws(1, 'crowd').at(question, 0);
  const names = blankNames(itemOf(question));
  const texts = kindOf(question)[1];
  const delays = await Promise.all(
    Array.from({ length: PEOPLE }, async (_, person) => {
      const first = Math.floor(4 * random.uniform(person));
      const times = person % CHANGES === 0 ? 2 : 1;
      const took: number[] = [];
      for (let n = 0; n < times; n++) {
        await pause((ANSWERING_MS / times) * random.uniform(PEOPLE * (n + 1) + person));
        const answer = texts[(first + n) % texts.length] as string;
        took.push(await send(person, answer));
        for (const [i, part] of answer.split('; ').entries())
          accepted.set(`${nameOf(person)}, question-${question}, ${names[i]}`, `${part}, ${n}`);
      }
      return took;
    }),
  );
  return delays.flat();
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Every accepted answer is in there once, as it was accepted last, and nothing else. */
export function expectExported(csv: string, accepted: Accepted): void {
  const [header = '', ...lines] = csv
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n');
  const columns = header.split(',');
  const rows = lines.map((line) => {
    // No answer here has a comma or a quote.
    const cells = line.split(',');
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    return `${cell('person')}, ${cell('item')}, ${cell('blank')}: ${cell('answer')}, ${cell('changes')}`;
  });
  const expected = [...accepted].map(([what, answer]) => `${what}: ${answer}`);
  expect(rows).toHaveLength(expected.length);
  expect(rows.sort()).toEqual(expected.sort());
}

/** Prints how long receipts took, and holds the slowest of a hundred to a second. */
export function expectQuick(where: string, delays: readonly number[]): void {
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  const [median, p99, longest] = [0.5, 0.99, 1].map((share) => Math.round(at(share)));
  process.stdout.write(
    `    ${where}: ${sorted.length} answers; to the receipt ${median} ms (median), ${p99} ms (p99), ${longest} ms (longest)\n`,
  );
  expect(p99).toBeLessThan(1000);
}
