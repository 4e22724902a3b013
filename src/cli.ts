#!/usr/bin/env node
/** `augie`: one command, from the words of this process to its exit code. */
import { shell } from './shell.ts';

process.exitCode = await shell(process.argv.slice(2), {
  env: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  columns: process.stdout.isTTY ? process.stdout.columns : 0,
});
