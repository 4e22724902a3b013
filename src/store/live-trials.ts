/** Turns live trials of demonstrations, which have their own rows until they are finished, into ordinary ones. */
import { lineageId, type Trial, trialId } from '../training/trial.ts';
import type { Db } from './database.ts';

/**
 * Implements `keepLive` of ExperimentRepository. If there is an unfinished ordinary trial, somebody may be training
 * it: the live one stays separate.
 */
export function liveTrials(db: Db): (experiment: number) => void {
  const finished = db.prepare<[number], { id: string; spec: string }>(
    `SELECT t.id, t.spec FROM experiment_trials x JOIN trials t ON t.id = x.trial
     WHERE x.experiment = ? AND t.finished_at > 0`,
  );
  const exists = db.prepare<[string], number>('SELECT 1 FROM trials WHERE id = ?').pluck();
  const rename = db.prepare('UPDATE trials SET id = @to, lineage = @lineage, spec = @spec WHERE id = @from');
  const renameIn = ['epochs', 'scores', 'networks', 'experiment_trials'].map((table) =>
    db.prepare(`UPDATE ${table} SET trial = @to WHERE trial = @from`),
  );
  /** Whether all measurements of both are equal; IS NOT also finds those that only one of them has. */
  const isEqual = db
    .prepare<{ from: string; to: string }, number>(
      `SELECT 1 FROM trials a JOIN trials b ON b.id = @to
       WHERE a.id = @from AND b.finished_at > 0
         AND a.predictions = b.predictions AND a.test_loss = b.test_loss
         AND a.last_accuracy = b.last_accuracy AND a.train_accuracy = b.train_accuracy
         AND NOT EXISTS (
           SELECT 1 FROM epochs c LEFT JOIN epochs d ON d.trial = @to AND d.epoch = c.epoch
           WHERE c.trial = @from AND (c.step, c.train_loss, c.train_accuracy, c.val_loss, c.val_accuracy)
             IS NOT (d.step, d.train_loss, d.train_accuracy, d.val_loss, d.val_accuracy))
         AND NOT EXISTS (
           SELECT 1 FROM scores s JOIN scores u ON u.trial = @to AND u.test = s.test
           WHERE s.trial = @from AND (s.loss, s.predictions) IS NOT (u.loss, u.predictions))`,
    )
    .pluck();
  const merge = [
    'INSERT OR IGNORE INTO scores SELECT @to, test, spec, accuracy, loss, predictions FROM scores WHERE trial = @from',
    'INSERT OR IGNORE INTO networks (trial, weights) SELECT @to, weights FROM networks WHERE trial = @from',
    'UPDATE experiment_trials SET trial = @to WHERE trial = @from',
    'DELETE FROM trials WHERE id = @from',
  ].map((sql) => db.prepare<{ from: string; to: string }>(sql));

  return db.transaction((experiment: number) => {
    // The next statements update rows that point to a trial.
    db.pragma('defer_foreign_keys = ON');
    for (const { id: from, spec } of finished.all(experiment)) {
      const { live, ...trial } = JSON.parse(spec) as Trial;
      const to = trialId(trial);
      if (live === undefined) continue;
      if (exists.get(to) === undefined) {
        rename.run({ from, to, lineage: lineageId(trial), spec: JSON.stringify(trial) });
        for (const statement of renameIn) statement.run({ from, to });
      } else if (isEqual.get({ from, to }) !== undefined)
        for (const statement of merge) statement.run({ from, to });
    }
  });
}
