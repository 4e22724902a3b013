/** Jobs on a real database: claimed once, ended in the right state, resumed after a crash. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JobHandler } from '../../src/chat/job.ts';
import { PassingError } from '../../src/i18n/user-error.ts';
import { createJobs, RETRY_MS } from '../../src/jobs/jobs.ts';
import { type Db, openDatabase } from '../../src/store/database.ts';
import { jobStore } from '../../src/store/jobs.ts';
import { fakeClock } from '../time/fake-clock.ts';

let folder: string;
let db: Db;
const clock = fakeClock();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'augie-'));
  db = openDatabase(folder);
  db.exec(`INSERT INTO people VALUES ('t:kim', 'Kim', 0);
    INSERT INTO classrooms VALUES ('t:c');
    INSERT INTO experiments (asker, classroom, spec, state, created_at) VALUES ('t:kim', 't:c', '{}', 'running', 0);
    INSERT INTO jobs (kind, subject, state, created_at) VALUES ('experiment', 1, 'queued', 0)`);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const state = () => db.prepare('SELECT state FROM jobs').pluck().get();

function jobsOf(owner: string, handler: JobHandler, faults: unknown[] = []) {
  return createJobs({
    repository: jobStore(db),
    handlers: { experiment: handler },
    owner,
    clock: { ...clock, now: () => 5 },
    onPause: () => {},
    onEnd: () => {},
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

it('tries again after trouble that passes, until it does', async () => {
  let tries = 0;
  const faults: unknown[] = [];
  const jobs = jobsOf(
    'one',
    async () => {
      if (++tries < 3) throw new PassingError('store.full', { file: 'augie.db' });
    },
    faults,
  );
  jobs.start(1);
  for (const expected of [1, 2]) {
    await settle();
    clock.advance(RETRY_MS - 1);
    await settle();
    expect([tries, state()]).toEqual([expected, 'running']);
    clock.advance(1);
  }
  await jobs.settled(1);
  expect([tries, state(), faults]).toEqual([3, 'done', []]);
});

it('can be cancelled and stopped while it waits to try again', async () => {
  const full: JobHandler = () => Promise.reject(new PassingError('store.full', { file: 'augie.db' }));
  const jobs = jobsOf('one', full);
  jobs.start(1);
  await settle();
  await jobs.stop();
  expect(state()).toBe('queued');
  jobs.start(1);
  await settle();
  jobs.cancel(1);
  await jobs.settled(1);
  expect(state()).toBe('cancelled');
});

it('is left to the next owner when not even its end can be written down', async () => {
  const faults: unknown[] = [];
  const jobs = createJobs({
    ...{ handlers: { experiment: () => Promise.reject(new Error('broken')) }, owner: 'one' },
    ...{ clock, onPause: () => {}, onEnd: () => {} },
    ...{ onFault: (_: number, error: unknown) => faults.push(error) },
    repository: {
      ...jobStore(db),
      finish() {
        throw new PassingError('store.full', { file: 'augie.db' });
      },
    },
  });
  jobs.start(1);
  await jobs.settled(1);
  expect(faults).toMatchObject([{ message: 'broken' }, { key: 'store.full' }]);
  expect(jobsOf('next', async () => {}).resume()).toBe(1);
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
