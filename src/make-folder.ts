/** Makes a folder, and those above it. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Not by the option `recursive` of mkdir, which never ends in /proc. `mode`: of each one that is made. */
export function makeFolder(folder: string, mode = 0o777): void {
  const isThere = () => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Somebody else was faster.
    if (!isThere()) throw error;
  }
}
