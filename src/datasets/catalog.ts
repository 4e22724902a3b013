/** The catalog of datasets: a value that is made once and passed on. A dataset has the name of its file. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { UserError } from '../i18n/user-error.ts';
import { importFolder } from '../import-folder.ts';
import {
  combineHashes,
  type Dataset,
  type DatasetDefinition,
  type DatasetInfo,
  type Pictures,
} from './dataset.ts';
import { loadIdx } from './files.ts';
import { SPLIT, splitPool, trainingCount } from './split.ts';
import { forgetOthers } from './unpacked.ts';

/** Where datasets come from. Plain JSON, so that training processes make the same catalog from it. */
export interface DatasetSource {
  /** The folder that holds a folder of files for each dataset. */
  readonly data: string;
  /** The URL of the folder that holds their declarations, with a slash at the end; Augie's own if left out. */
  readonly declarations?: string;
  /** The folder for unpacked files, which load faster. Without it, none are stored. */
  readonly unpacked?: string;
}

export interface DatasetCatalog {
  readonly source: DatasetSource;
  /** From a to z. */
  readonly names: readonly string[];
  /** The one to use if no dataset is named. */
  readonly default: string;
  /** What is known about a dataset without its images. Throws a UserError for an unknown name. */
  info(name: string): DatasetInfo;
  /** The same for older experiments: undefined if the dataset no longer exists. */
  find(name: string): DatasetInfo | undefined;
  /**
   * Reads a dataset: some 55 MB and half a second for 70,000 images of 28 x 28.
   * Rejects with a UserError for an unknown name and for missing, damaged or truncated files.
   */
  load(name: string): Promise<Dataset>;
  /** Deletes unpacked files that belong to no dataset. The owner of their folder calls it before anything is read. */
  tidy(): void;
}

/** What most of Augie needs from a catalog. */
export type DatasetInfos = Pick<DatasetCatalog, 'info' | 'find'>;

/** Imports the declarations; reads no images. Rejects with a UserError for a folder without any. */
export async function createCatalog(source: DatasetSource): Promise<DatasetCatalog> {
  const folder = new URL(source.declarations ?? new URL('./image/', import.meta.url));
  const found = await importFolder<DatasetDefinition>(folder, 'files').catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw wrong(folder, error);
  });
  for (const { path, value } of found) {
    const { error } = definitionSchema.safeParse(value);
    if (error) throw wrong(folder, `${path}: ${z.prettifyError(error)}`);
  }
  if (found.length === 0) throw new UserError('data.none', { folder: fileURLToPath(folder) });
  const infos = new Map(found.map(({ path, value }) => [path, describe(path, value)]));
  const loaders = new Map(
    found.map(({ path, value }) => [path, value.load ?? loadIdx(value, source.unpacked)]),
  );
  const names = [...infos.keys()];

  function info(name: string): DatasetInfo {
    const known = infos.get(name);
    if (!known) throw new UserError('data.unknown', { name, known: names.join(', ') });
    return known;
  }

  return {
    source,
    names,
    default: (found.find(({ value }) => value.isDefault) ?? found[0]!).path,
    info,
    find: (name) => infos.get(name),
    async load(name) {
      const known = info(name);
      const { pool, test } = await loaders.get(name)!(join(source.data, name));
      checkDeclared(known, pool, test);
      return { info: known, pool, test, split: splitPool(pool.labels, known.hash) };
    },
    tidy() {
      const hashes = new Set(found.flatMap(({ value }) => Object.values(value.files)));
      if (source.unpacked !== undefined) forgetOthers(source.unpacked, hashes);
    },
  };
}

/** Up to 4 of 28 pixels: labels keep their meaning. */
const MOVED_TEST = 'shift(0.142857)';

/** The schema of a declaration. Reading the files checks that they agree with it. */
const definitionSchema = z
  .object({
    title: z.string().min(1),
    labels: z.array(z.string().min(1)).min(2).max(256),
    width: z.int().positive(),
    height: z.int().positive(),
    channels: z.int().positive(),
    poolPerLabel: z.array(z.int().positive()),
    testSize: z.int().positive(),
    files: z.record(z.string(), z.string()),
    labelNames: z.record(z.string(), z.array(z.string().min(1))).optional(),
    movedTest: z.string().optional(),
  })
  .refine(({ labels, poolPerLabel }) => labels.length === poolPerLabel.length, {
    error: 'labels and poolPerLabel must be equally long',
    path: ['poolPerLabel'],
  })
  .refine(
    ({ labels, labelNames = {} }) =>
      Object.values(labelNames).every(({ length }) => length === labels.length),
    { error: 'labels and the labelNames of each language must be equally long', path: ['labelNames'] },
  );

/** The error for a declaration that cannot be used; its author has to fix it. */
const wrong = (folder: URL, error: unknown): UserError =>
  new UserError('data.wrong', {
    folder: fileURLToPath(folder),
    reason: error instanceof Error ? error.message : String(error),
  });

function describe(name: string, definition: DatasetDefinition): DatasetInfo {
  const {
    title,
    labels,
    labelNames,
    width,
    height,
    channels,
    poolPerLabel,
    testSize,
    files,
    example,
    movedTest,
    measured,
  } = definition;
  const pool = poolPerLabel.reduce((sum, count) => sum + count, 0);
  const training = poolPerLabel.reduce((sum, count) => sum + trainingCount(count), 0);
  return {
    name,
    title,
    labels,
    ...(labelNames && { labelNames }),
    width,
    height,
    channels,
    poolPerLabel,
    hash: combineHashes(files),
    split: SPLIT,
    sizes: { training, validation: pool - training, test: testSize },
    ...(example && { example }),
    movedTest: movedTest ?? MOVED_TEST,
    ...(measured && { measured }),
  };
}

/**
 * The hash of the files is part of a trial's identity, the declaration is not. So the declaration must agree with the files: nothing
 * else may decide a number. Throws an Error, because the author of the declaration has to fix it.
 */
function checkDeclared(info: DatasetInfo, pool: Pictures, test: Pictures): void {
  const { name, labels, poolPerLabel, sizes, width, height, channels } = info;
  const counts = labels.map(() => 0);
  for (const label of pool.labels) counts[label] = (counts[label] ?? 0) + 1;
  const isAsDeclared =
    counts.every((count) => count > 0) &&
    counts.join() === poolPerLabel.join() &&
    test.labels.length === sizes.test &&
    test.labels.every((label) => label < labels.length) &&
    [pool, test].every((part) => part.pixels.length === part.labels.length * width * height * channels);
  if (!isAsDeclared) throw new Error(`the files of ${name} do not hold what its declaration says`);
}
