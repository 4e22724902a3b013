/** The built program, which tests start as processes. It is rebuilt before the tests if it is older than its sources. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** A file of the built program, e.g. `cli.js`. */
export const built = (file: string): string => join(root, 'dist', 'src', file);

/** The last file that a build writes. */
const newest = built(join('platforms', 'web', 'page', 'index.html'));

const changed = (path: string): number => statSync(path).mtimeMs;

/** Vitest calls it once per run. */
export function setup(): void {
  // A file that was moved or deleted changes its folder.
  const sources = ['src', 'commands'].flatMap((folder) => [
    join(root, folder),
    ...readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(root, folder, file),
    ),
  ]);
  const isFresh = existsSync(newest) && sources.every((path) => changed(path) <= changed(newest));
  if (!isFresh) execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit' });
}
