/** The ledger of questions. */
import type { LedgerRow, QuestionLedger } from '../experiments/question.ts';
import type { Db } from './database.ts';

export function questionStore(db: Db): QuestionLedger {
  const add = db.prepare('INSERT INTO questions VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const find = db.prepare<[string, string], LedgerRow>(
    'SELECT first_seed AS firstSeed, planned, margin FROM questions WHERE classroom = ? AND question = ?',
  );
  const count = db.prepare<[string], number>('SELECT count(*) FROM questions WHERE classroom = ?').pluck();
  return {
    ask: db.transaction((classroom: string, questions: readonly string[], row: LedgerRow, now: number) => {
      const { firstSeed, planned, margin } = row;
      for (const question of questions) add.run(classroom, question, firstSeed, planned, margin, now);
    }),
    find: (classroom, question) => find.get(classroom, question),
    count: (classroom) => count.get(classroom) ?? 0,
  };
}
