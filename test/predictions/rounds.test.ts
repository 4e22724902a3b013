/** The time for predictions: it follows the clock, is stored, and continues after a restart. Real rows. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPredictionRounds, type PredictionRounds, TICK_MS } from '../../src/predictions/rounds.ts';
import { type Db, openDatabase } from '../../src/store/database.ts';
import { experimentStore } from '../../src/store/experiments.ts';
import { predictionStore } from '../../src/store/predictions.ts';
import { deleteFolder, newFolder } from '../test-app.ts';
import { type FakeClock, fakeClock } from '../time/fake-clock.ts';

let folder: string;
let db: Db;
let clock: FakeClock;
let rounds: PredictionRounds;
let log: string[];
const stop = () => new AbortController();

beforeEach(() => {
  folder = newFolder();
  db = openDatabase(folder);
  db.exec(`INSERT INTO people VALUES ('t:kim', 'Kim', 0);
    INSERT INTO classrooms VALUES ('t:c');
    INSERT INTO experiments (asker, classroom, spec, state, created_at) VALUES ('t:kim', 't:c', '{}', 'running', 0)`);
  clock = fakeClock();
  log = [];
  rounds = createPredictionRounds({ predictions: predictionStore(db), clock });
});
afterEach(() => {
  db.close();
  deleteFolder(folder);
});

const open = (ms: number) => predictionStore(db).open(1, ms);
const left = () => predictionStore(db).round(1)?.left;
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function wait(signal = stop().signal, by = rounds): Promise<void> {
  return by.wait(1, signal).then(
    () => void log.push('begins'),
    (reason) => void log.push(String(reason)),
  );
}

async function pass(seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n++) {
    clock.advance(TICK_MS);
    await settle();
  }
}

it('begins at once where nobody is asked', async () => {
  await wait();
  expect(log).toEqual(['begins']);
});

it('begins when the time is up, which is kept every second, and has the card drawn', async () => {
  open(90_000);
  let drawn = 0;
  const unfollow = rounds.follow(1, () => drawn++);
  const begun = wait();
  await pass(30);
  expect([left(), drawn]).toEqual([60_000, 30]);
  await pass(59);
  expect([left(), log]).toEqual([1000, []]);
  await pass(1);
  await begun;
  expect([left(), log]).toEqual([0, ['begins']]);
  unfollow();
  rounds.changed(1);
  expect(drawn).toBe(90);
});

it('does not care for the time of day', async () => {
  open(90_000);
  void wait();
  clock.jump(3_600_000);
  await pass(10);
  clock.jump(-7_200_000);
  await pass(10);
  expect([left(), log]).toEqual([70_000, []]);
});

it('ends a wait that was late at once: a busy process takes no time from people, and gives none', async () => {
  open(90_000);
  const begun = wait();
  clock.advance(200_000);
  await begun;
  expect([left(), log]).toEqual([0, ['begins']]);
});

it('begins when somebody says so', async () => {
  open(90_000);
  const begun = wait();
  await pass(3);
  rounds.begin(1);
  await begun;
  expect([left(), log]).toEqual([0, ['begins']]);
});

it('goes on after a restart with the time that was left, to the millisecond', async () => {
  open(90_000);
  const suspend = stop();
  const begun = wait(suspend.signal);
  await pass(30);
  clock.advance(400);
  suspend.abort('suspended');
  await begun;
  expect([left(), log]).toEqual([59_600, ['suspended']]);
  clock.advance(3_600_000);
  const again = createPredictionRounds({ predictions: predictionStore(db), clock });
  const then = wait(stop().signal, again);
  await pass(59);
  expect(left()).toBe(600);
  await pass(1);
  await then;
  expect(log).toEqual(['suspended', 'begins']);
});

it('does not wait for an experiment that has ended', async () => {
  open(90_000);
  experimentStore(db).finish(1, 'cancelled', 1);
  await wait();
  expect(log).toEqual(['begins']);
});

it('rejects at once when it was cancelled before', async () => {
  open(90_000);
  const cancelled = stop();
  cancelled.abort('cancelled');
  await wait(cancelled.signal);
  expect([left(), log]).toEqual([90_000, ['cancelled']]);
});
