/** Experiments, their trials, and the job and post that start each. */
import {
  type Experiment,
  type ExperimentRepository,
  type ExperimentSpec,
  type ExperimentState,
  type JobPlace,
  measures,
  movedTest,
  type NewExperiment,
  type PlannedTrial,
  type TrialProgress,
} from '../experiments/experiment.ts';
import { type EpochResult, lineageId, testId } from '../training/trial.ts';
import type { Db } from './database.ts';
import { liveTrials } from './live-trials.ts';
import { classroomMaker } from './places.ts';

interface ExperimentRow {
  id: number;
  name: string | null;
  asker: string;
  asker_name: string;
  classroom: string;
  spec: string;
  state: ExperimentState;
  problem: string | null;
  created_at: number;
  finished_at: number | null;
}

interface TrialRow {
  arm: PlannedTrial['arm'];
  seed: number;
  id: string;
  spec: string;
  crashed: number;
  test_accuracy: number | null;
  test_loss: number | null;
  last_accuracy: number | null;
  train_accuracy: number | null;
  finished_at: number | null;
  kept: number;
}

interface EpochRow extends Omit<EpochResult, 'valLoss' | 'valAccuracy'> {
  trial: string;
  valLoss: number | null;
  valAccuracy: number | null;
}

const fromRow = (row: ExperimentRow): Experiment => ({
  id: row.id,
  ...(row.name !== null && { name: row.name }),
  asker: row.asker,
  askerName: row.asker_name,
  classroom: row.classroom,
  spec: JSON.parse(row.spec),
  state: row.state,
  ...(row.problem !== null && { problem: JSON.parse(row.problem) }),
  createdAt: row.created_at,
  ...(row.finished_at !== null && { finishedAt: row.finished_at }),
});

const plannedFromRow = (row: TrialRow): PlannedTrial => ({
  arm: row.arm,
  seed: row.seed,
  id: row.id,
  trial: JSON.parse(row.spec),
});

export function experimentStore(db: Db): ExperimentRepository {
  const make = classroomMaker(db);
  const select = (where: string) =>
    `SELECT e.*, p.name AS asker_name FROM experiments e JOIN people p ON p.id = e.asker WHERE ${where}`;
  const get = db.prepare<[number], ExperimentRow>(select('e.id = ?'));
  const list = db.prepare<[string, number], ExperimentRow>(
    select(`e.classroom = ? AND e.state <> 'proposed' ORDER BY e.id DESC LIMIT ?`),
  );
  const same = db.prepare<[string, string, string], ExperimentRow>(
    select(`e.asker = ? AND e.classroom = ? AND e.spec = ? AND e.state IN ('running', 'done')
            ORDER BY e.id DESC LIMIT 1`),
  );
  const running = db
    .prepare<{ asker: string | null }, number>(
      `SELECT count(*) FROM experiments WHERE state = 'running' AND (@asker IS NULL OR asker = @asker)`,
    )
    .pluck();
  const insert = db.prepare(
    `INSERT INTO experiments (asker, classroom, spec, state, created_at) VALUES (?, ?, ?, 'proposed', ?)`,
  );
  const insertTrial = db.prepare(
    'INSERT OR IGNORE INTO trials (id, lineage, epochs, spec) VALUES (?, ?, ?, ?)',
  );
  const insertPart = db.prepare(
    `INSERT INTO experiment_trials (experiment, position, arm, seed, trial)
     VALUES (@experiment, (SELECT count(*) FROM experiment_trials WHERE experiment = @experiment), @arm, @seed, @trial)`,
  );
  const addTrials = (experiment: number, planned: readonly PlannedTrial[]) => {
    for (const { arm, seed, id, trial } of planned) {
      insertTrial.run(id, lineageId(trial), trial.epochs, JSON.stringify(trial));
      insertPart.run({ experiment, arm, seed, trial: id });
    }
  };
  const setRunning = db.prepare(`UPDATE experiments SET state = 'running' WHERE id = ?`);
  const insertJob = db.prepare(
    `INSERT INTO jobs (kind, subject, state, created_at) VALUES ('experiment', ?, 'queued', ?)`,
  );
  const insertPost = db.prepare('INSERT INTO posts (job, place, locale) VALUES (?, ?, ?)');
  const jobOf = db.prepare<[number], { job: number; post: number }>(
    `SELECT j.id AS job, p.id AS post FROM jobs j JOIN posts p ON p.job = j.id
     WHERE j.kind = 'experiment' AND j.subject = ? ORDER BY j.id DESC LIMIT 1`,
  );
  const trials = db.prepare<[number], TrialRow>(
    `SELECT x.arm, x.seed, x.crashed, t.id, t.spec, t.test_accuracy, t.test_loss, t.last_accuracy, t.train_accuracy, t.finished_at,
       EXISTS (SELECT 1 FROM networks n WHERE n.trial = t.id)
         OR (t.finished_at > 0 AND t.checkpoint_epoch = t.epochs) AS kept
     FROM experiment_trials x JOIN trials t ON t.id = x.trial WHERE x.experiment = ? ORDER BY x.position`,
  );
  const epochs = db.prepare<[number], EpochRow>(
    `SELECT c.trial, c.epoch, c.step, c.train_loss AS trainLoss, c.train_accuracy AS trainAccuracy,
       c.val_loss AS valLoss, c.val_accuracy AS valAccuracy
     FROM epochs c WHERE c.trial IN (SELECT trial FROM experiment_trials WHERE experiment = ?)
     ORDER BY c.trial, c.epoch`,
  );
  /** Pairs whose networks give every image of a test the same label; the clean test has no id. */
  const unchanged = db.prepare<{ experiment: number }, { seed: number; test: string | null }>(
    `WITH pairs AS (
       SELECT a.seed, a.trial AS augmented, r.trial AS reduced
       FROM experiment_trials a JOIN experiment_trials r ON r.experiment = a.experiment AND r.seed = a.seed
       WHERE a.experiment = @experiment AND a.arm = 'augmented' AND r.arm = 'reduced')
     SELECT seed, NULL AS test FROM pairs
       JOIN trials a ON a.id = augmented JOIN trials r ON r.id = reduced WHERE a.predictions = r.predictions AND a.epochs = r.epochs
     UNION ALL SELECT seed, a.test FROM pairs
       JOIN scores a ON a.trial = augmented JOIN scores r ON r.trial = reduced AND r.test = a.test
       WHERE a.predictions = r.predictions`,
  );
  const moved = db.prepare<[number], { trial: string; test: string; accuracy: number; loss: number }>(
    `SELECT s.trial, s.test, s.accuracy, s.loss FROM scores s
     WHERE s.trial IN (SELECT trial FROM experiment_trials WHERE experiment = ?)`,
  );
  const markCrashed = db.prepare(
    'UPDATE experiment_trials SET crashed = 1 WHERE experiment = ? AND trial = ?',
  );
  const finish = db.prepare(
    `UPDATE experiments SET state = ?, problem = ?, finished_at = ? WHERE id = ? AND state = 'running'`,
  );
  const rename = db.prepare('UPDATE experiments SET name = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM experiments WHERE id = ?');
  const forget = db.prepare(`DELETE FROM experiments WHERE state = 'proposed' AND created_at < ?`);

  return {
    propose: db.transaction(({ spec, asker, classroom, trials: planned, now }: NewExperiment) => {
      make(classroom);
      const id = Number(insert.run(asker, classroom, JSON.stringify(spec), now).lastInsertRowid);
      addTrials(id, planned);
      return id;
    }),
    forgetProposals: (before) => void forget.run(before),
    launch: db.transaction((id: number, at: JobPlace, now: number) => {
      setRunning.run(id);
      const job = Number(insertJob.run(id, now).lastInsertRowid);
      const post = Number(insertPost.run(job, JSON.stringify(at.place), at.locale).lastInsertRowid);
      return { job, post };
    }),
    get(id) {
      const row = get.get(id);
      return row && fromRow(row);
    },
    latest(classroom) {
      const row = list.get(classroom, 1);
      return row && fromRow(row);
    },
    list: (classroom, limit) => list.all(classroom, limit).map(fromRow),
    same(asker, classroom, spec) {
      const row = same.get(asker, classroom, JSON.stringify(spec));
      return row && fromRow(row);
    },
    running: (asker) => running.get({ asker: asker ?? null }) ?? 0,
    planned: (id) => trials.all(id).map(plannedFromRow),
    add: db.transaction(addTrials),
    trials(id, withEpochs = true): TrialProgress[] {
      const curves = new Map<string, EpochResult[]>();
      for (const { trial, valLoss, valAccuracy, ...training } of withEpochs ? epochs.all(id) : []) {
        const isValidated = valLoss !== null && valAccuracy !== null;
        const epoch = { ...training, ...(isValidated && { valLoss, valAccuracy }) };
        const curve = curves.get(trial);
        if (curve) curve.push(epoch);
        else curves.set(trial, [epoch]);
      }
      const { test } = JSON.parse(get.get(id)?.spec ?? '{}') as Partial<ExperimentSpec>;
      const scored = new Map(test && moved.all(id).map((row) => [`${row.trial} ${row.test}`, row]));
      const same = unchanged.all({ experiment: id });
      return trials.all(id).map((row) => {
        const planned = plannedFromRow(row);
        const movedId = test && testId(planned.trial, movedTest(test));
        const onMoved = test && scored.get(`${row.id} ${movedId}`);
        const alike = same.filter(({ seed }) => row.arm === 'augmented' && seed === row.seed);
        return {
          ...planned,
          crashed: row.crashed === 1,
          isKept: row.kept === 1,
          unchanged: measures.filter((measure) =>
            alike.some(({ test: on }) => on === (measure === 'clean' ? null : movedId)),
          ),
          epochs: curves.get(row.id) ?? [],
          ...(onMoved && { movedAccuracy: onMoved.accuracy, movedLoss: onMoved.loss }),
          ...(row.test_accuracy !== null && { testAccuracy: row.test_accuracy }),
          ...(row.test_loss !== null && { testLoss: row.test_loss }),
          ...(row.last_accuracy !== null && { lastAccuracy: row.last_accuracy }),
          ...(row.train_accuracy !== null && { trainAccuracy: row.train_accuracy }),
          ...(row.finished_at !== null && { finishedAt: row.finished_at }),
        };
      });
    },
    jobOf: (id) => jobOf.get(id),
    markCrashed: (id, trial) => void markCrashed.run(id, trial),
    keepLive: liveTrials(db),
    finish: (id, state, now, problem) =>
      void finish.run(state, problem ? JSON.stringify(problem) : null, now, id),
    rename: (id, name) => void rename.run(name, id),
    remove(id) {
      remove.run(id);
      db.pragma('incremental_vacuum');
    },
  };
}
