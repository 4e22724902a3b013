/** The weights of finished networks, separate from checkpoints, and their scores. */
import type { KeptScore, PlannedTrial, TrialRepository } from '../experiments/experiment.ts';
import { CLEAN_TEST, testId } from '../training/trial.ts';
import type { Db } from './database.ts';

interface ScoreRow {
  test: string;
  spec: string;
  accuracy: number;
  loss: number;
  predictions: Buffer;
}

export interface NetworkStore extends Pick<TrialRepository, 'network' | 'scores' | 'addScore'> {
  /** Stores the weights of a trial, and drops the oldest ones beyond the limit. */
  keep(trial: string, weights: Uint8Array): void;
}

/** `bytes`: how much space weights may take. Those of running experiments are never dropped. */
export function networkStore(db: Db, bytes: number): NetworkStore {
  const insert = db.prepare('INSERT OR REPLACE INTO networks (trial, weights) VALUES (?, ?)');
  const dropOldest = db.prepare(
    `DELETE FROM networks
     WHERE id IN (
       SELECT id FROM (SELECT id, sum(length(weights)) OVER (ORDER BY id DESC) AS bytes FROM networks)
       WHERE bytes > ?)
     AND trial NOT IN (
       SELECT x.trial FROM experiment_trials x JOIN experiments e ON e.id = x.experiment WHERE e.state = 'running')`,
  );
  const weights = db.prepare<[string], Buffer>('SELECT weights FROM networks WHERE trial = ?').pluck();
  /** For a trial that was finished before weights were stored separately. */
  const lastCheckpoint = db
    .prepare<[string], Buffer | null>(
      'SELECT checkpoint FROM trials WHERE id = ? AND finished_at > 0 AND checkpoint_epoch = epochs',
    )
    .pluck();
  const result = db.prepare<[string], Omit<ScoreRow, 'test' | 'spec'>>(
    `SELECT test_accuracy AS accuracy, test_loss AS loss, predictions FROM trials
     WHERE id = ? AND finished_at > 0`,
  );
  const scores = db.prepare<[string], ScoreRow>(
    'SELECT test, spec, accuracy, loss, predictions FROM scores WHERE trial = ?',
  );
  const addScore = db.prepare('INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ?, ?, ?)');
  return {
    keep(trial, made) {
      insert.run(trial, made);
      dropOldest.run(bytes);
    },
    network: ({ id }) => weights.get(id) ?? lastCheckpoint.get(id) ?? undefined,
    scores({ id, trial }) {
      const own = result.get(id);
      return new Map<string, KeptScore>([
        ...(own ? [[testId(trial, CLEAN_TEST), { test: CLEAN_TEST, ...own }] as const] : []),
        ...scores
          .all(id)
          .map(({ test, spec, ...score }) => [test, { test: JSON.parse(spec), ...score }] as const),
      ]);
    },
    addScore: ({ id, trial }: PlannedTrial, { test, accuracy, loss, predictions }: KeptScore) =>
      void addScore.run(id, testId(trial, test), JSON.stringify(test), accuracy, loss, predictions),
  };
}
