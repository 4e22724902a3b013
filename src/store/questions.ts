/** The ledger of questions. */
import type { QuestionFacts } from '../experiments/looks.ts';
import type { QuestionLedger } from '../experiments/question.ts';
import type { Db } from './database.ts';

export function questionStore(db: Db): QuestionLedger {
  const add = db.prepare('INSERT INTO questions VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const find = db.prepare<[string, string], QuestionFacts>(
    'SELECT first_seed AS firstSeed, planned, margin, test_images AS testImages FROM questions WHERE classroom = ? AND question = ?',
  );
  const count = db.prepare<[string], number>('SELECT count(*) FROM questions WHERE classroom = ?').pluck();
  return {
    ask: db.transaction((classroom, questions, { firstSeed, planned, margin, testImages }, now) => {
      for (const question of questions)
        add.run(classroom, question, firstSeed, planned, margin, testImages, now);
    }) satisfies QuestionLedger['ask'],
    find: (classroom, question) => find.get(classroom, question),
    count: (classroom) => count.get(classroom) ?? 0,
  };
}
