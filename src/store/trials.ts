/** Trials with their curves and checkpoints. */
import type { PlannedTrial, Trained, TrialRepository } from '../experiments/experiment.ts';
import { type Checkpoint, type EpochResult, lineageId, type TrialResult } from '../training/trial.ts';
import type { Db } from './database.ts';
import { networkStore } from './networks.ts';

/**
 * `room`: how many bytes checkpoints, and the weights of finished networks, may take. The oldest beyond that are dropped when a
 * trial is finished.
 */
export function trialStore(
  db: Db,
  room: { readonly checkpoints: number; readonly networks: number },
): TrialRepository {
  const { keep: keepWeights, ...networks } = networkStore(db, room.networks);
  const finished = db
    .prepare<[string], number>('SELECT 1 FROM trials WHERE id = ? AND finished_at > 0')
    .pluck();
  /** The trial itself and its relatives with fewer epochs, the one that has come farthest first. */
  const checkpoint = db.prepare<[string, number], { id: string; epoch: number; bytes: Buffer }>(
    `SELECT id, checkpoint_epoch AS epoch, checkpoint AS bytes FROM trials
     WHERE lineage = ? AND epochs <= ? AND checkpoint IS NOT NULL ORDER BY checkpoint_epoch DESC LIMIT 1`,
  );
  const inherit = db.prepare(
    `INSERT OR REPLACE INTO epochs
     SELECT ?, epoch, step, train_loss, train_accuracy, val_loss, val_accuracy FROM epochs
     WHERE trial = ? AND epoch <= ?`,
  );
  const forgetValidation = db.prepare(
    'UPDATE epochs SET val_loss = NULL, val_accuracy = NULL WHERE trial = ? AND epoch = ?',
  );
  const addEpoch = db.prepare('INSERT OR REPLACE INTO epochs VALUES (?, ?, ?, ?, ?, ?, ?)');
  const keep = db.prepare('UPDATE trials SET checkpoint_epoch = ?, checkpoint = ? WHERE id = ?');
  const finish = db.prepare(
    `UPDATE trials SET test_accuracy = ?, test_loss = ?, predictions = ?, last_accuracy = ?, train_accuracy = ?,
       trained_work = ?, trained_ms = ?, finished_at = coalesce(finished_at, ?)
     WHERE id = ?`,
  );
  // A trial without a checkpoint is still complete. To continue, training starts over, with the same numbers.
  const dropOldest = db.prepare(
    `UPDATE trials SET checkpoint_epoch = NULL, checkpoint = NULL
     WHERE rowid IN (
       SELECT rowid FROM (
         SELECT rowid, sum(length(checkpoint)) OVER (ORDER BY rowid DESC) AS bytes
         FROM trials INDEXED BY trials_with_checkpoint WHERE checkpoint IS NOT NULL)
       WHERE bytes > ?)
     AND id NOT IN (
       SELECT x.trial FROM experiment_trials x JOIN experiments e ON e.id = x.experiment WHERE e.state = 'running')`,
  );
  const pace = db
    .prepare<[string, string], number>('SELECT ms_per_unit FROM paces WHERE model = ? AND backend = ?')
    .pluck();
  const keepPace = db.prepare(
    `INSERT OR REPLACE INTO paces SELECT spec ->> 'model', spec ->> 'backend', ? FROM trials WHERE id = ?`,
  );
  const nearestCheckpoint = ({ trial }: PlannedTrial) => checkpoint.get(lineageId(trial), trial.epochs);
  return {
    isFinished: (id) => finished.get(id) !== undefined,
    checkpoint(planned) {
      const row = nearestCheckpoint(planned);
      return row && { epoch: row.epoch, bytes: row.bytes };
    },
    inherit: db.transaction((planned: PlannedTrial, epoch: number, isLastValidated: boolean) => {
      const row = nearestCheckpoint(planned);
      if (!row || row.id === planned.id) return;
      inherit.run(planned.id, row.id, epoch);
      if (!isLastValidated) forgetValidation.run(planned.id, epoch);
    }),
    addEpoch: db.transaction((id: string, e: EpochResult, made?: Checkpoint) => {
      addEpoch.run(
        id,
        e.epoch,
        e.step,
        e.trainLoss,
        e.trainAccuracy,
        e.valLoss ?? null,
        e.valAccuracy ?? null,
      );
      if (made) keep.run(made.epoch, made.bytes, id);
    }),
    finish: db.transaction((id: string, result: TrialResult, trained: Trained, now: number) => {
      keep.run(result.checkpoint.epoch, result.checkpoint.bytes, id);
      finish.run(
        result.testAccuracy,
        result.testLoss,
        result.predictions,
        result.lastAccuracy,
        result.trainAccuracy,
        trained.work,
        Math.round(trained.cpuMs),
        now,
        id,
      );
      keepPace.run(trained.pace, id);
      dropOldest.run(room.checkpoints);
      keepWeights(id, result.weights);
    }),
    pace: (model, backend) => pace.get(model, backend),
    ...networks,
  };
}
