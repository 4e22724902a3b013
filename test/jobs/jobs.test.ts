/** Jobs on a real database: claimed once, ended in the right state, taken up after a crash. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJobs, type JobHandler } from '../../src/jobs/jobs.ts';
import { type Db, openDatabase } from '../../src/store/database.ts';
import { jobStore } from '../../src/store/jobs.ts';

let folder: string;
let db: Db;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'augie-'));
  db = openDatabase(folder);
  db.exec(`INSERT INTO people VALUES ('t:kim', 'Kim', 0);
    INSERT INTO experiments (asker, channel, spec, state, created_at) VALUES ('t:kim', 'c', '{}', 'running', 0);
    INSERT INTO jobs (kind, subject, state, created_at) VALUES ('experiment', 1, 'queued', 0)`);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const state = () => db.prepare('SELECT state FROM jobs').pluck().get();

function jobsOf(owner: string, handler: JobHandler, faults: unknown[] = []) {
  return createJobs({
    repository: jobStore(db),
    handlers: { experiment: handler },
    owner,
    now: () => 5,
    onFault: (_job, error) => faults.push(error),
  });
}

const untilAborted: JobHandler = (_job, signal) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

it('runs a job once and ends it', async () => {
  let runs = 0;
  const jobs = jobsOf('one', async () => void runs++);
  jobs.start(1);
  jobs.start(1);
  await jobs.settled(1);
  jobs.start(1);
  expect([runs, state()]).toEqual([1, 'done']);
});

it('reports a fault and ends the job', async () => {
  const faults: unknown[] = [];
  const jobs = jobsOf('one', () => Promise.reject(new Error('broken')), faults);
  jobs.start(1);
  await jobs.settled(1);
  expect(state()).toBe('failed');
  expect(faults).toMatchObject([{ message: 'broken' }]);
});

it('cancels what runs, and what waits', async () => {
  const jobs = jobsOf('one', untilAborted);
  jobs.start(1);
  jobs.cancel(1);
  await jobs.settled(1);
  expect(state()).toBe('cancelled');
  db.exec(`UPDATE jobs SET state = 'queued'`);
  jobs.cancel(1);
  expect(state()).toBe('cancelled');
});

it('is taken up by the next owner, after a stop and after a crash', async () => {
  const first = jobsOf('first', untilAborted);
  first.start(1);
  await first.stop();
  expect(state()).toBe('queued');

  const crashed = jobsOf('crashed', untilAborted);
  crashed.start(1);
  expect(state()).toBe('running');

  let taken = 0;
  const next = jobsOf('next', async () => void taken++);
  expect(next.resume()).toBe(1);
  await next.settled(1);
  expect([taken, state(), next.resume()]).toEqual([1, 'done', 0]);
});
