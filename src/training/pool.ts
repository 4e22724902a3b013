/** Trains and scores trials in child processes: started when needed or shortly before, one trial each at a time, first come first served. */
import type { ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { DatasetSource } from '../datasets/catalog.ts';
import type { MessageKey } from '../i18n/i18n.ts';
import { UserError } from '../i18n/user-error.ts';
import { cannotFork, forkProgram } from './fork.ts';
import { fromChild, type ToChild } from './messages.ts';
import {
  type BackendName,
  type OnEpoch,
  type Score,
  TrialCrashed,
  type TrialPool,
  TrialRefused,
  type TrialResult,
  trialId,
} from './trial.ts';

export interface PoolOptions {
  /** How many children there may be. */
  readonly size: number;
  readonly backend: BackendName;
  /** Where its children read datasets from. */
  readonly datasets: DatasetSource;
  /**
   * Children without work are ended after this time: each holds some 300 MB. Those that are warm and have had no work yet
   * wait ten times as long.
   */
  readonly idleMs?: number;
  readonly log?: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

type Work = Exclude<ToChild, { type: 'warm' }>;

/** What somebody waits for: a trial to be trained, or its network to be scored. */
interface Job {
  /** What the next child is told: training goes on from the newest checkpoint. */
  request: Work;
  /** The last epoch that was handed on: after a crash some are trained, but not told, twice. */
  told: number;
  crashed: boolean;
  readonly onEpoch: OnEpoch;
  readonly resolve: (result: TrialResult | readonly Score[]) => void;
  readonly reject: (reason: unknown) => void;
}

interface Child {
  readonly process: ChildProcess;
  job: Job | undefined;
  /** Those who wait for it to be warm. Until then it may have a job already, which it has not begun. */
  readonly warming: (() => void)[];
  /** The end of what it wrote to stderr, for the report of a crash. */
  lastWords: string;
}

const LAST_WORDS_LENGTH = 2000;
const WARM_PATIENCE = 10;

export function createPool({
  size,
  backend,
  datasets,
  idleMs = 60_000,
  log = () => {},
}: PoolOptions): TrialPool {
  const children = new Set<Child>();
  const queue: Job[] = [];
  let stopped = false;
  let idle: NodeJS.Timeout | undefined;
  let patienceMs = idleMs;

  /** Gives waiting jobs to free children, starting children as long as there may be more. */
  function assign(): void {
    rest();
    while (queue.length > 0) {
      const free = [...children].find(({ job }) => !job);
      if (!free && children.size >= size) return;
      const job = queue.shift()!;
      try {
        const child = free ?? start();
        child.job = job;
        patienceMs = idleMs;
        log('trial given to a training process', {
          pid: child.process.pid,
          trial: trialId(job.request.trial),
          ...stepOf(job.request),
        });
        // A child that has just died is dealt with by its close event.
        child.process.send(job.request, () => {});
      } catch (error) {
        job.reject(cannotFork(error));
      }
    }
  }

  /** Ends the children when nobody has needed them for a while. */
  function rest(): void {
    clearTimeout(idle);
    if (queue.length > 0 || [...children].some(({ job }) => job)) return;
    idle = setTimeout(() => {
      for (const child of children) void end(child);
    }, patienceMs).unref();
  }

  function start(): Child {
    const child: Child = {
      process: forkProgram('child', [backend, JSON.stringify(datasets)]),
      job: undefined,
      warming: [],
      lastWords: '',
    };
    const { process, warming } = child;
    children.add(child);
    lowerPriority(process.pid);
    process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      child.lastWords = (child.lastWords + text).slice(-LAST_WORDS_LENGTH);
    });
    process.on('message', (message) => receive(child, message));
    // 'error' without a pid means that the process never was.
    process.on('error', (error) => {
      if (process.pid !== undefined) return;
      children.delete(child);
      finish(child)?.reject(cannotFork(error));
      for (const done of warming.splice(0)) done();
      log('no training process could be started', { reason: error.message });
      assign();
    });
    let ofItself = false;
    // From its exit on it gets no trial any more; by its close its last words have arrived.
    process.on('exit', () => {
      ofItself = children.delete(child);
    });
    process.on('close', (code, signal) => {
      const job = finish(child);
      const waiting = warming.splice(0);
      const death = { code, signal, lastWords: child.lastWords, wasWarming: waiting.length > 0 };
      if (job) recover(job, death);
      else if (ofItself) log('training process died without a trial', death);
      for (const done of waiting) done();
      assign();
    });
    log('training process started', { pid: process.pid, backend });
    return child;
  }

  function receive(child: Child, raw: unknown): void {
    const { data, error } = fromChild.safeParse(raw);
    if (data?.type === 'warmed') {
      log('training process is warm', { pid: child.process.pid, problem: data.problem });
      child.warming.shift()?.();
      return;
    }
    const job = child.job;
    if (!job) return;
    const message = data ?? ({ type: 'fault', stack: error.message } as const);
    switch (message.type) {
      case 'epoch':
        if (job.request.type === 'train' && message.checkpoint)
          job.request = { ...job.request, from: message.checkpoint };
        if (message.epoch.epoch <= job.told) return;
        job.told = message.epoch.epoch;
        tell(job, message.epoch, message.checkpoint, message.cpuMs);
        return;
      case 'result':
        finish(child);
        job.resolve(message.result);
        break;
      case 'scores':
        finish(child);
        job.resolve(message.scores);
        break;
      case 'refused':
        finish(child);
        job.reject(new TrialRefused(message.key as MessageKey, message.params));
        break;
      case 'userError':
        finish(child);
        job.reject(new UserError(message.key as MessageKey, message.params));
        break;
      case 'fault':
        finish(child);
        job.reject(new Error(`training failed: ${message.stack}`));
        break;
    }
    assign();
  }

  /** The listener is not ours: if it throws, that ends its own trial and nobody else's. */
  function tell(job: Job, ...news: Parameters<OnEpoch>): void {
    try {
      job.onEpoch(...news);
    } catch (error) {
      drop(job);
      job.reject(error);
    }
  }

  /** Takes the job from a child. */
  function finish(child: Child): Job | undefined {
    const { job } = child;
    child.job = undefined;
    return job;
  }

  /** A child died under a job: once it is given to another child, from its last checkpoint. */
  function recover(
    job: Job,
    death: { code: unknown; signal: unknown; lastWords: string; wasWarming: boolean },
  ): void {
    const isAgain = job.crashed && !death.wasWarming;
    log('training process died', { ...death, willResume: !isAgain });
    if (isAgain) {
      job.reject(new TrialCrashed(`${death.signal ?? death.code}: ${death.lastWords}`));
      return;
    }
    // What killed this child may have killed idle ones too, of which we would hear too late: it gets a new one.
    for (const child of children) if (!child.job) void end(child);
    // A child that was not warm yet had not begun with the job, which did not kill it.
    job.crashed ||= !death.wasWarming;
    queue.unshift(job);
  }

  /** Takes a job out of the pool, wherever it is. Its child is ended, for a child cannot be interrupted otherwise. */
  function drop(job: Job): void {
    const place = queue.indexOf(job);
    if (place >= 0) queue.splice(place, 1);
    for (const child of children)
      if (child.job === job) {
        finish(child);
        void end(child);
      }
    assign();
  }

  /** Ends a child at once. It counts no longer, so that its successor need not wait for its death. */
  function end(child: Child): Promise<void> {
    children.delete(child);
    const { process } = child;
    return new Promise((resolve) => {
      // Without a pid it never was, and Node's kill would reach our whole process group (20.20, 24.21).
      if (process.pid === undefined || process.exitCode !== null || process.signalCode !== null)
        return resolve();
      process.once('close', () => resolve());
      process.kill('SIGKILL');
    });
  }

  /** Tells a child to get ready. Resolves when it is, or is gone. */
  const warmUp = (child: Child, dataset: string): Promise<void> =>
    new Promise((resolve) => {
      child.warming.push(resolve);
      child.process.send({ type: 'warm', dataset } satisfies ToChild, () => {});
    });

  /** Resolves with what a child answers to the request. */
  function ask<T extends TrialResult | readonly Score[]>(
    request: Work,
    onEpoch: OnEpoch,
    signal: AbortSignal,
  ): Promise<T> {
    if (stopped) return Promise.reject(new Error('the pool is stopped'));
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const cancel = () => {
        drop(job);
        reject(signal.reason);
      };
      const settle =
        <R>(how: (outcome: R) => void) =>
        (outcome: R) => {
          signal.removeEventListener('abort', cancel);
          how(outcome);
        };
      const job: Job = {
        request,
        told: request.type === 'train' ? (request.from?.epoch ?? 0) : 0,
        crashed: false,
        onEpoch,
        resolve: settle((result) => resolve(result as T)),
        reject: settle(reject),
      };
      signal.addEventListener('abort', cancel, { once: true });
      queue.push(job);
      assign();
    });
  }

  return {
    size,
    run: (trial, from, onEpoch, signal) => ask<TrialResult>({ type: 'train', trial, from }, onEpoch, signal),
    score: (trial, network, tests, signal) =>
      ask<readonly Score[]>({ type: 'score', trial, network, tests: [...tests] }, () => {}, signal),
    async warm(dataset) {
      if (stopped) return;
      try {
        while (children.size < size) start();
      } catch (error) {
        log('no training process could be started', { reason: String(error) });
      }
      patienceMs = WARM_PATIENCE * idleMs;
      rest();
      await Promise.all([...children].filter(({ job }) => !job).map((child) => warmUp(child, dataset)));
    },
    async stop() {
      stopped = true;
      clearTimeout(idle);
      const waiting = queue.splice(0);
      const ending = [...children].map((child) => {
        const job = finish(child);
        if (job) waiting.push(job);
        return end(child);
      });
      for (const job of waiting) job.reject(new Error('the pool is stopped'));
      await Promise.all(ending);
    },
  };
}

const stepOf = (request: Work) =>
  request.type === 'train' ? { from: request.from?.epoch ?? 0 } : { tests: request.tests.length };

/** So that the process that talks comes first. Where the system refuses, training just competes. */
function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Nothing depends on it.
  }
}
