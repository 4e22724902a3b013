/** Makes a folder, and those above it. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Without mkdir's option `recursive`, which never ends in /proc. `mode`: of each new folder. */
export function makeFolder(folder: string, mode = 0o777): void {
  const isThere = () => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process was faster.
    if (!isThere()) throw error;
  }
}
