/** Lines to paste into the shell: the program as it was called, its words in quotes, its flags. */
import { basename, relative } from 'node:path';
import { harmless } from '../../i18n/typed.ts';

/** Words, and whether a teacher is needed. */
export type TypeLine = (words: readonly string[], teacher?: boolean) => string;

const PLAIN = /^[\w@%+:,./-]+$/;

/** A word in quotes for the shell: cmd.exe only knows double quotes. */
export function shellWord(word: string, windows = process.platform === 'win32'): string {
  const text = harmless(word);
  if (PLAIN.test(text)) return text;
  return windows ? `"${text.replaceAll('"', '\\"')}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** How this program was called. `script`: the file that Node runs. */
export function programName(env: NodeJS.ProcessEnv, script = '', folder = process.cwd()): string {
  if (env.npm_lifecycle_event === 'augie') return 'npm run -s augie --';
  if (env.npm_command === 'exec') return 'npx augie';
  return basename(script).startsWith('cli.') ? `node ${shellWord(relative(folder, script))}` : 'augie';
}

/** `flags`: the given ones, which the next line repeats. */
export const lineTyper =
  (program: string, flags: readonly string[]): TypeLine =>
  (words, teacher = false) => {
    const more = teacher && !flags.includes('--teacher') ? ['--teacher'] : [];
    return [program, ...[...words, ...flags, ...more].map((word) => shellWord(word))].join(' ');
  };
