/** A Python that has the libraries of others: AUGIE_BENCH_PYTHON, or the first on the path. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { env, stderr } from 'node:process';

/** What `peers/<script>` prints, as JSON. If it cannot run: nothing, and a line that says why. */
export function askPython(script: string, args: readonly string[] = [], input = ''): unknown {
  const python = env.AUGIE_BENCH_PYTHON ?? 'python3';
  const path = join(import.meta.dirname, 'peers', script);
  const answer = spawnSync(python, [path, ...args], { encoding: 'utf8', input });
  if (answer.status === 0) return JSON.parse(answer.stdout);
  const reason = answer.error?.message ?? answer.stderr.trim().split('\n').at(-1);
  stderr.write(`No rows of ${[script, ...args].join(' ')}: ${python}: ${reason}\n`);
  return undefined;
}
