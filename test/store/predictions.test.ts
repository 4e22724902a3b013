/** Rows of predictions: one for each person, and none after the first epoch. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Prediction } from '../../src/predictions/prediction.ts';
import { type Db, openDatabase } from '../../src/store/database.ts';
import { experimentStore } from '../../src/store/experiments.ts';
import { predictionStore } from '../../src/store/predictions.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

let folder: string;
let db: Db;
beforeEach(() => {
  folder = newFolder();
  db = openDatabase(folder);
  db.exec(`INSERT INTO people VALUES ('t:kim', 'Kim', 0), ('t:lee', 'Lee', 0);
    INSERT INTO classrooms VALUES ('t:c'), ('u:c');
    INSERT INTO experiments (asker, classroom, spec, state, created_at) VALUES
      ('t:kim', 't:c', '{}', 'running', 0), ('t:kim', 't:c', '{}', 'running', 0), ('t:kim', 'u:c', '{}', 'running', 0);
    INSERT INTO trials (id, lineage, epochs, spec) VALUES ('one', 'l', 2, '{}'), ('two', 'l', 2, '{}');
    INSERT INTO experiment_trials VALUES (1, 0, 'reduced', 1, 'one', 0), (1, 1, 'augmented', 1, 'two', 0)`);
});
afterEach(() => {
  db.close();
  deleteFolder(folder);
});

const high: Prediction = { arm: 'augmented', low: 0.8, high: 0.85 };
const low: Prediction = { arm: 'reduced', low: 0.7, high: 0.75 };
const epoch = (trial: string) => db.prepare('INSERT INTO epochs VALUES (?, 1, 1, 1, 1, 1, 1)').run(trial);
const predictions = () => predictionStore(db);

function waiting(experiment = 1) {
  predictions().open(experiment, 90_000);
}

it('keeps one prediction for each person, the newest, and counts people', () => {
  waiting();
  expect(predictions().round(1)).toEqual({ left: 90_000, isOpen: true, count: 0 });
  expect(predictions().predict(1, 't:kim', high, 5)).toBe('counted');
  expect(predictions().predict(1, 't:lee', low, 6)).toBe('counted');
  expect(predictions().predict(1, 't:kim', low, 7)).toBe('changed');
  expect(predictions().predict(1, 't:kim', low, 8)).toBe('changed');
  expect(predictions().round(1)?.count).toBe(2);
  expect(predictions().of(1, 't:kim')).toEqual(low);
  expect(predictions().all(1)).toEqual([low, low]);
  expect(predictions().of(2, 't:kim')).toBeUndefined();
});

it('is not opened twice', () => {
  waiting();
  predictions().setLeft(1, 500);
  waiting();
  expect(predictions().round(1)?.left).toBe(500);
});

it('takes none where nobody was asked', () => {
  expect(predictions().round(1)).toBeUndefined();
  expect(predictions().predict(1, 't:kim', high, 5)).toBe('closed');
  expect(predictions().all(1)).toEqual([]);
});

it('goes on while it trains, until the first epoch of any of its networks', () => {
  waiting();
  predictions().setLeft(1, 0);
  expect(predictions().predict(1, 't:kim', high, 5)).toBe('counted');
  epoch('two');
  expect(predictions().round(1)).toEqual({ left: 0, isOpen: false, count: 1 });
  expect(predictions().predict(1, 't:kim', low, 6)).toBe('closed');
  expect(predictions().predict(1, 't:lee', low, 6)).toBe('closed');
  expect(predictions().all(1)).toEqual([high]);
});

it('waits although networks are there from before, and closes when training begins', () => {
  epoch('one');
  waiting();
  expect(predictions().predict(1, 't:kim', high, 5)).toBe('counted');
  predictions().setLeft(1, 0);
  expect(predictions().predict(1, 't:lee', high, 5)).toBe('closed');
});

it.each(['done', 'cancelled', 'failed'] as const)('is closed when the experiment is %s', (state) => {
  waiting();
  experimentStore(db).finish(1, state, 9);
  expect(predictions().round(1)).toEqual({ left: 0, isOpen: false, count: 0 });
  expect(predictions().predict(1, 't:kim', high, 5)).toBe('closed');
});

it('finds the newest open round of a classroom', () => {
  expect(predictions().openIn('t:c')).toBeUndefined();
  for (const experiment of [1, 2, 3]) waiting(experiment);
  expect(predictions().openIn('t:c')).toBe(2);
  experimentStore(db).finish(2, 'cancelled', 9);
  expect(predictions().openIn('t:c')).toBe(1);
  expect(predictions().openIn('u:c')).toBe(3);
});

it('goes with its experiment', () => {
  waiting();
  predictions().predict(1, 't:kim', high, 5);
  experimentStore(db).finish(1, 'done', 9);
  experimentStore(db).remove(1);
  expect(
    db.prepare('SELECT (SELECT count(*) FROM predictions) + count(*) FROM prediction_rounds').pluck().get(),
  ).toBe(0);
});

it('keeps nothing that is no prediction', () => {
  waiting();
  for (const [from, to] of [
    [0.9, 0.8],
    [-0.1, 0.8],
    [0.8, 1.1],
  ] as const)
    expect(() => predictions().predict(1, 't:kim', { ...high, low: from, high: to }, 5)).toThrow();
  expect(predictions().all(1)).toEqual([]);
});
