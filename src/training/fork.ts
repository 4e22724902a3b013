/** Starts a program of this folder as a child process. */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UserError } from '../i18n/user-error.ts';

export const cannotFork = (error: unknown): UserError =>
  new UserError('training.cannotFork', { reason: error instanceof Error ? error.message : String(error) });

/** `program`: the file's name without its ending. Sources run under tsx (in tests), the built program runs as it is. */
export function forkProgram(program: string, args: readonly string[]): ChildProcess {
  const self = import.meta.url;
  const fromSources = self.endsWith('.ts');
  const file = new URL(`${program}.${fromSources ? 'ts' : 'js'}`, self);
  const tsx = () => pathToFileURL(createRequire(self).resolve('tsx')).href;
  return fork(fileURLToPath(file), args, {
    serialization: 'advanced',
    execArgv: fromSources ? ['--import', tsx()] : [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
