/** Imports every module in a folder, so that a new command, operation or dataset is just one new file. */
import { readdirSync } from 'node:fs';

/** The default export of a module, and its path in the folder without the ending, e.g. `experiment/run`. */
export interface Found<T> {
  readonly path: string;
  readonly value: T;
}

/**
 * Every module below `folder` (which ends with a slash), in the order of the paths, whether it runs as source or built.
 * `part` is a property of every default export here; a file without it is our bug.
 */
export async function importFolder<T>(folder: URL, part: keyof T): Promise<Found<T>[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file))
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const url = new URL(file, folder);
      const loaded: { default?: T } = await import(url.href).catch((cause: unknown) => {
        throw new Error(`${url.pathname}: ${cause}`, { cause });
      });
      if (loaded.default?.[part] === undefined)
        throw new Error(`${url.pathname} has no default export with ${String(part)}`);
      return { path: file.replace(/\.[jt]s$/, ''), value: loaded.default };
    }),
  );
}
