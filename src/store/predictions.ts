/** Predictions and their rounds. */
import type { Prediction, PredictionRepository, Round } from '../predictions/prediction.ts';
import type { Db } from './database.ts';

/** An experiment `e` with its round `r` takes predictions: while it waits, and then until it has an epoch. */
const OPEN = `e.state = 'running' AND (r.left_ms > 0 OR NOT EXISTS (
  SELECT 1 FROM experiment_trials x JOIN epochs c ON c.trial = x.trial WHERE x.experiment = e.id))`;
const ROUNDS = 'prediction_rounds r JOIN experiments e ON e.id = r.experiment';
/** Whether the experiment of a prediction, here named `p`, still takes predictions. */
export const STILL_OPEN = `EXISTS (SELECT 1 FROM ${ROUNDS} WHERE r.experiment = p.experiment AND ${OPEN})`;

export function predictionStore(db: Db): PredictionRepository {
  const open = db.prepare(
    'INSERT INTO prediction_rounds (experiment, left_ms) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const round = db.prepare<[number], Omit<Round, 'isOpen'> & { isOpen: number }>(
    `SELECT iif(e.state = 'running', r.left_ms, 0) AS left, ${OPEN} AS isOpen,
       (SELECT count(*) FROM predictions p WHERE p.experiment = r.experiment) AS count
     FROM ${ROUNDS} WHERE r.experiment = ?`,
  );
  const openIn = db
    .prepare<[string], number>(
      `SELECT e.id FROM ${ROUNDS} WHERE e.classroom = ? AND ${OPEN} ORDER BY e.id DESC LIMIT 1`,
    )
    .pluck();
  const setLeft = db.prepare('UPDATE prediction_rounds SET left_ms = ? WHERE experiment = ?');
  const of = db.prepare<[number, string], Prediction>(
    'SELECT arm, low, high FROM predictions WHERE experiment = ? AND person = ?',
  );
  const all = db.prepare<[number], Prediction>(
    'SELECT arm, low, high FROM predictions WHERE experiment = ? ORDER BY id',
  );
  const upsert = db.prepare(
    `INSERT INTO predictions (experiment, person, arm, low, high, created_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET arm = excluded.arm, low = excluded.low, high = excluded.high`,
  );
  return {
    open: (experiment, ms) => void open.run(experiment, ms),
    round(experiment) {
      const row = round.get(experiment);
      return row && { ...row, isOpen: row.isOpen === 1 };
    },
    openIn: (classroom) => openIn.get(classroom),
    setLeft: (experiment, ms) => void setLeft.run(ms, experiment),
    predict: db.transaction(
      (experiment: number, person: string, { arm, low, high }: Prediction, now: number) => {
        if (round.get(experiment)?.isOpen !== 1) return 'closed';
        const known = of.get(experiment, person);
        upsert.run(experiment, person, arm, low, high, now);
        return known ? 'changed' : 'counted';
      },
    ),
    of: (experiment, person) => of.get(experiment, person),
    all: (experiment) => all.all(experiment),
  };
}
