/** Trains and scores trials in child processes: started when needed or shortly before, one trial at a time each, first come first served. */
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
  /** The most children. */
  readonly size: number;
  readonly backend: BackendName;
  /** Where the children read datasets. */
  readonly datasets: DatasetSource;
  /**
   * The pool ends children that have no work for this time: each uses some 300 MB. Warm ones that have had no work yet
   * wait ten times as long.
   */
  readonly idleMs?: number;
  readonly log?: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

type Work = Exclude<ToChild, { type: 'warm' }>;

/** A request: to train a trial, or to score its network. */
interface Job {
  /** For the next child: training continues from the newest checkpoint. */
  request: Work;
  /** The last reported epoch: after a crash some epochs are trained twice, but reported once. */
  told: number;
  crashed: boolean;
  readonly onEpoch: OnEpoch;
  readonly resolve: (result: TrialResult | readonly Score[]) => void;
  readonly reject: (reason: unknown) => void;
}

interface Child {
  readonly process: ChildProcess;
  job: Job | undefined;
  /** Called when it is warm. Until then it may already have a job that it has not begun. */
  readonly warming: (() => void)[];
  /** The end of its stderr, for the report of a crash. */
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
        // The close event handles a child that has just died.
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
    // 'error' without a pid means that the process never started.
    process.on('error', (error) => {
      if (process.pid !== undefined) return;
      children.delete(child);
      finish(child)?.reject(cannotFork(error));
      for (const done of warming.splice(0)) done();
      log('no training process could be started', { reason: error.message });
      assign();
    });
    let ofItself = false;
    // After its exit it gets no more trials; at its close all of its stderr has arrived.
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

  /** The caller's listener: if it throws, only its own trial ends. */
  function tell(job: Job, ...news: Parameters<OnEpoch>): void {
    try {
      job.onEpoch(...news);
    } catch (error) {
      drop(job);
      job.reject(error);
    }
  }

  /** Removes the job from a child. */
  function finish(child: Child): Job | undefined {
    const { job } = child;
    child.job = undefined;
    return job;
  }

  /** A child died during a job: the first time, another child gets it, from its last checkpoint. */
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
    // What killed this child may also have killed idle ones, and we would notice too late: the job gets a new child.
    for (const child of children) if (!child.job) void end(child);
    // A child that was not warm yet had not begun the job, so the job did not kill it.
    job.crashed ||= !death.wasWarming;
    queue.unshift(job);
  }

  /** Removes a job from the pool, and ends its child, because a child cannot be interrupted otherwise. */
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

  /** Ends a child at once. It no longer counts, so its successor need not wait for its death. */
  function end(child: Child): Promise<void> {
    children.delete(child);
    const { process } = child;
    return new Promise((resolve) => {
      // Without a pid it never started, and Node's kill would reach our whole process group (20.20, 24.21).
      if (process.pid === undefined || process.exitCode !== null || process.signalCode !== null)
        return resolve();
      process.once('close', () => resolve());
      process.kill('SIGKILL');
    });
  }

  /** Tells a child to warm up. Resolves when it is warm, or has ended. */
  const warmUp = (child: Child, dataset: string): Promise<void> =>
    new Promise((resolve) => {
      child.warming.push(resolve);
      child.process.send({ type: 'warm', dataset } satisfies ToChild, () => {});
    });

  /** Resolves with a child's answer to the request. */
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

/** The process that answers people has priority. If the system refuses, training competes with it. */
function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Optional.
  }
}
