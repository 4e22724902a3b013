/** Starts a program of this folder as a child process. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UserError, withLocal } from '../i18n/user-error.ts';

/** Without Node's message, which contains the path of its program. */
export function cannotFork(error: unknown): UserError {
  const { code, message }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  return withLocal(new UserError('training.cannotFork', { reason: code ?? message }), { reason: message });
}

const self = import.meta.url;
/** When run from the sources, as in tests, it starts the built file: compiling takes longer than the work. */
const programs = new URL(self.endsWith('.ts') ? '../../dist/src/training/' : './', self);

/** `program`: the file's name without its extension. */
export const forkProgram = (program: string, args: readonly string[]): ChildProcess =>
  fork(fileURLToPath(new URL(`${program}.js`, programs)), args, {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
