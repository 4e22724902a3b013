/** The datasets that there are: a value that is made once and handed down. The name of a dataset is that of its file. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** Where datasets come from. Plain JSON: training processes make the same catalog from it. */
export interface DatasetSource {
  /** The folder that holds a folder of files for each dataset. */
  readonly data: string;
  /** The URL of the folder that holds their declarations, with a slash at the end; Augie's own if left out. */
  readonly declarations?: string;
  /** The folder where files are kept unpacked, so that they are soon read again. Without it none are kept. */
  readonly unpacked?: string;
}

export interface DatasetCatalog {
  readonly source: DatasetSource;
  /** From a to z. */
  readonly names: readonly string[];
  /** The one that is meant where no dataset is named. */
  readonly default: string;
  /** All that is known of a dataset without reading its images. Throws a UserError for an unknown name. */
  info(name: string): DatasetInfo;
  /**
   * Reads a dataset: some 55 MB and half a second for 70,000 images of 28 x 28.
   * Rejects with a UserError for an unknown name and for missing, damaged or truncated files.
   */
  load(name: string): Promise<Dataset>;
  /** Deletes unpacked files that no dataset has any more. For the owner of their folder, before anybody reads. */
  tidy(): void;
}

/** What most of Augie needs of a catalog. */
export type DatasetInfos = Pick<DatasetCatalog, 'info'>;

/** Imports the declarations; reads no images. Rejects with a UserError for a folder without any. */
export async function createCatalog(source: DatasetSource): Promise<DatasetCatalog> {
  const folder = new URL(source.declarations ?? new URL('./image/', import.meta.url));
  const found = await importFolder<DatasetDefinition>(folder, 'files').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
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

function describe(name: string, definition: DatasetDefinition): DatasetInfo {
  const { title, labels, width, height, channels, poolPerLabel, testSize, files, example } = definition;
  const pool = poolPerLabel.reduce((sum, count) => sum + count, 0);
  const training = poolPerLabel.reduce((sum, count) => sum + trainingCount(count), 0);
  return {
    name,
    title,
    labels,
    width,
    height,
    channels,
    poolPerLabel,
    hash: combineHashes(files),
    split: SPLIT,
    sizes: { training, validation: pool - training, test: testSize },
    ...(example && { example }),
  };
}

/**
 * The hash of the files is part of a trial's identity, the declaration is not: it must say what the files say, so that nothing
 * else decides a number. Throws an Error, as the author of the declaration has to put it right.
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
