/** Finds out whether TensorFlow's own library runs here, by running it in a child process, which may die or hang. */
import type { ChildProcess } from 'node:child_process';
import { UserError } from '../i18n/user-error.ts';
import { resolveBackend } from './backend.ts';
import { cannotFork, forkProgram } from './fork.ts';
import { probeAnswer } from './messages.ts';
import type { BackendInfo } from './trial.ts';

export interface ProbeOptions {
  /** The folder of a package to load instead of @tensorflow/tfjs-node. */
  readonly id?: string;
  /** Without an answer after this time, the child counts as hanging. */
  readonly deadlineMs?: number;
}

/** The backend that `choice` (AUGIE_BACKEND) names. Rejects with a UserError if it is unknown or does not run. */
export async function chooseBackend(choice: string | undefined): Promise<BackendInfo> {
  const backend = resolveBackend(choice);
  if (backend.name === 'native') await probeNative();
  return backend;
}

/** Rejects with a UserError that says why native TensorFlow does not run, and what to do. */
export async function probeNative({
  id = '@tensorflow/tfjs-node',
  deadlineMs = 30_000,
}: ProbeOptions = {}): Promise<void> {
  resolveBackend('native', id);
  const reason = await ask(id, deadlineMs);
  if (reason !== undefined) throw new UserError('training.nativeFailed', { reason });
}

/** Why it does not run; undefined when it does. */
function ask(id: string, deadlineMs: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = start(id);
    let lastWords = '';
    let answer: { readonly reason?: string | undefined } | undefined;
    const deadline = setTimeout(() => {
      answer ??= { reason: `no answer within ${deadlineMs / 1000} s` };
      child.kill('SIGKILL');
    }, deadlineMs);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-2000);
    });
    child.on('message', (message) => {
      answer ??= probeAnswer.parse(message);
    });
    // 'error' without a pid means that the process never started.
    child.on('error', (error) => {
      if (child.pid !== undefined) return;
      clearTimeout(deadline);
      reject(cannotFork(error));
    });
    child.on('close', (code, signal) => {
      clearTimeout(deadline);
      const lines = lastWords.trim().split('\n');
      const line = (lines.find((one) => /error/i.test(one)) ?? lines.at(-1) ?? '')
        .replace(/\p{Cc}/gu, '')
        .slice(0, 200);
      const death = [signal ?? `exit code ${code}`, line].filter(Boolean).join(': ');
      resolve(answer ? answer.reason : death);
    });
  });
}

function start(id: string): ChildProcess {
  try {
    return forkProgram('probe-child', [id]);
  } catch (error) {
    throw cannotFork(error);
  }
}
