/** Durable jobs: claimed by one process, run once at a time, retried if that helps, resumed after a crash. */
import { type Job, JobCancelled, type JobHandler, JobSuspended } from '../chat/job.ts';
import { PassingError } from '../i18n/user-error.ts';
import type { Clock } from '../time/clock.ts';
import { wait } from '../time/wait.ts';

export interface JobRow extends Job {
  readonly kind: string;
}

type EndState = 'done' | 'cancelled' | 'failed';

export interface JobRepository {
  /** Compare and swap: true only for the process that gets the job. */
  claim(id: number, owner: string): boolean;
  get(id: number): JobRow | undefined;
  /** Queued, or claimed by an owner that has ended. */
  unfinished(): JobRow[];
  finish(id: number, state: EndState, now: number): void;
  /** Returns it to the queue, for the next owner of the data. */
  release(id: number): void;
}

export interface JobsParts {
  readonly repository: JobRepository;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** This process. Claims by others are void, because only one process at a time owns the data folder. */
  readonly owner: string;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** Called before the job waits for its next attempt. */
  readonly onPause: (job: number, error: PassingError) => void;
  readonly onEnd: (job: number, state: EndState) => void;
  readonly onFault: (job: number, error: unknown) => void;
}

/** How long after a PassingError, such as a full disk, a job is tried again. */
export const RETRY_MS = 10_000;

export interface Jobs {
  start(id: number): void;
  cancel(id: number): void;
  /** Resumes every job that an earlier process left; returns how many. */
  resume(): number;
  /** Resolves when the job has ended or was suspended. */
  settled(id: number): Promise<void>;
  /** Suspends running jobs: they stay queued. */
  stop(): Promise<void>;
}

export function createJobs({ repository, handlers, owner, clock, onPause, onEnd, onFault }: JobsParts): Jobs {
  const running = new Map<number, { controller: AbortController; settled: Promise<void> }>();

  function end(id: number, state: EndState): void {
    repository.finish(id, state, clock.now());
    onEnd(id, state);
  }

  /** Claims the job and runs it, with retries after passing trouble. Rejects if it fails. */
  async function attempt(id: number, signal: AbortSignal): Promise<void> {
    let job: JobRow | undefined;
    for (;;) {
      try {
        if (!job && !repository.claim(id, owner)) return;
        job ??= repository.get(id) as JobRow;
        const handler = handlers[job.kind];
        if (!handler) throw new Error(`no handler for jobs of kind ${job.kind}`);
        await handler(job, signal);
        return end(id, 'done');
      } catch (error) {
        if (signal.aborted || !(error instanceof PassingError)) throw error;
        onPause(id, error);
        await wait(clock, RETRY_MS, signal);
      }
    }
  }

  async function work(id: number, signal: AbortSignal): Promise<void> {
    try {
      await attempt(id, signal).catch((error: unknown) => {
        if (signal.reason instanceof JobSuspended) repository.release(id);
        else if (signal.reason instanceof JobCancelled) end(id, 'cancelled');
        else {
          onFault(id, error);
          end(id, 'failed');
        }
      });
    } catch (error) {
      // Its row could not be written, so it still says that this process has the job, and the next process will resume it.
      onFault(id, error);
    }
  }

  function start(id: number): void {
    if (running.has(id)) return;
    const controller = new AbortController();
    const settled = work(id, controller.signal).finally(() => running.delete(id));
    running.set(id, { controller, settled });
  }

  return {
    start,
    cancel(id) {
      const live = running.get(id);
      if (live) live.controller.abort(new JobCancelled());
      else end(id, 'cancelled');
    },
    resume() {
      const left = repository.unfinished().filter(({ id }) => !running.has(id));
      for (const { id } of left) start(id);
      return left.length;
    },
    settled: (id) => running.get(id)?.settled ?? Promise.resolve(),
    async stop() {
      for (const { controller } of running.values()) controller.abort(new JobSuspended());
      await Promise.all([...running.values()].map(({ settled }) => settled));
    },
  };
}
