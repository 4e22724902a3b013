/** Whether TensorFlow's own library runs here: found out by running it in a child process, which may die or hang. */
import { UserError } from '../i18n/user-error.ts';
import { resolveBackend } from './backend.ts';
import { forkProgram } from './fork.ts';
import { probeAnswer } from './messages.ts';
import type { BackendInfo } from './trial.ts';

export interface ProbeOptions {
  /** A folder that holds a package to load instead of @tensorflow/tfjs-node. */
  readonly id?: string;
  /** After so long without an answer it is taken to hang. */
  readonly deadlineMs?: number;
}

/** The backend that `choice` (AUGIE_BACKEND) names. Rejects with a UserError where it is unknown or does not run. */
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
  const child = forkProgram('probe-child', [id]);
  return new Promise((resolve) => {
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
    const end = (reason: string | undefined) => {
      clearTimeout(deadline);
      resolve(reason);
    };
    child.on('error', (error) => {
      if (child.pid === undefined) end(error.message);
    });
    child.on('close', (code, signal) => {
      const lines = lastWords.trim().split('\n');
      const line = (lines.find((one) => /error/i.test(one)) ?? lines.at(-1))?.slice(0, 200);
      const death = [signal ?? `exit code ${code}`, line].filter(Boolean).join(': ');
      end(answer ? answer.reason : death);
    });
  });
}
