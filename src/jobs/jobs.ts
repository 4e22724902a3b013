/** Durable jobs: claimed by one process, run once at a time, taken up again after a crash. */

/** Why a job's signal was raised. */
export class JobCancelled extends Error {
  override readonly name = 'JobCancelled';
}
export class JobSuspended extends Error {
  override readonly name = 'JobSuspended';
}

export interface JobRow {
  readonly id: number;
  readonly kind: string;
  /** What the job is about: the id of an experiment. */
  readonly subject: number;
}

export interface JobRepository {
  /** Compare and swap: true for the one process that gets it. */
  claim(id: number, owner: string): boolean;
  get(id: number): JobRow | undefined;
  /** Queued, or claimed by an owner that is gone. */
  unfinished(): JobRow[];
  finish(id: number, state: 'done' | 'cancelled' | 'failed', now: number): void;
  /** Back to the queue, for whoever owns the data next. */
  release(id: number): void;
}

export type JobHandler = (job: JobRow, signal: AbortSignal) => Promise<void>;

export interface JobsParts {
  readonly repository: JobRepository;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** This process; a claim by any other is void, since only one process at a time owns the data folder. */
  readonly owner: string;
  readonly now: () => number;
  readonly onFault: (job: JobRow, error: unknown) => void;
}

export interface Jobs {
  start(id: number): void;
  cancel(id: number): void;
  /** Takes up everything that an earlier process left; says how many. */
  resume(): number;
  /** Resolves when the job has ended or was suspended. */
  settled(id: number): Promise<void>;
  /** Suspends what is running: it stays queued. */
  stop(): Promise<void>;
}

export function createJobs({ repository, handlers, owner, now, onFault }: JobsParts): Jobs {
  const running = new Map<number, { controller: AbortController; settled: Promise<void> }>();

  async function work(job: JobRow, signal: AbortSignal): Promise<void> {
    try {
      const handler = handlers[job.kind];
      if (!handler) throw new Error(`no handler for jobs of kind ${job.kind}`);
      await handler(job, signal);
      repository.finish(job.id, 'done', now());
    } catch (error) {
      if (signal.reason instanceof JobSuspended) repository.release(job.id);
      else if (signal.reason instanceof JobCancelled) repository.finish(job.id, 'cancelled', now());
      else {
        repository.finish(job.id, 'failed', now());
        onFault(job, error);
      }
    }
  }

  function start(id: number): void {
    if (running.has(id) || !repository.claim(id, owner)) return;
    const job = repository.get(id) as JobRow;
    const controller = new AbortController();
    const settled = work(job, controller.signal).finally(() => running.delete(id));
    running.set(id, { controller, settled });
  }

  return {
    start,
    cancel(id) {
      const live = running.get(id);
      if (live) live.controller.abort(new JobCancelled());
      else repository.finish(id, 'cancelled', now());
    },
    resume() {
      const left = repository.unfinished();
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
