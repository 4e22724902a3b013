#!/usr/bin/env node
/** `augie`: one command, from the words of this process to its exit code. */
import { programName } from './platforms/terminal/typed-line.ts';
import { shell } from './shell.ts';

const { stdout, stderr, env, argv } = process;

/** `| head` stops reading. That is not an error; all later output is lost. */
const unread = new Promise<void>((resolve) => {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    resolve();
  });
});
stderr.on('error', () => {});

process.exitCode = await shell(argv.slice(2), {
  env,
  out: (text) => void (stdout.writable && stdout.write(text)),
  err: (text) => void (stderr.writable && stderr.write(text)),
  columns: stdout.isTTY ? stdout.columns : 0,
  links: stdout.isTTY && env.TERM !== 'dumb',
  program: programName(env, argv[1]),
  unread,
});
